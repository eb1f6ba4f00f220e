//! Whether the first reason stands when the inputs are known only as finely as they are told.
//!
//! A client is told that their income is 135,000 and their score 0.51. Had the last figure been rounded the other
//! way, the first reason should be the same. Each numeric input is moved at random by at most half a unit of the last
//! figure that [`crate::format`] writes, independently of the others; flags, categories and missing values stay.
//! That asks more than rounding does: inputs that follow from each other, such as a loan and its share of the income,
//! move apart here, and an age of 43 years may move by half a year.

use crate::format;
use crate::model::ScoringModel;

/// How often the first reason stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stability {
    /// The clients who have a first reason.
    pub clients: u64,
    /// Those among them who kept it in every draw.
    pub steady: u64,
    /// All draws for these clients.
    pub draws: u64,
    /// The draws that kept the first reason.
    pub kept: u64,
}

impl Stability {
    /// The share of clients whose first reason stood in every draw; `None` without clients.
    pub fn steady_share(&self) -> Option<f64> {
        (self.clients > 0).then(|| self.steady as f64 / self.clients as f64)
    }

    /// The share of draws that kept the first reason; `None` without draws.
    pub fn kept_share(&self) -> Option<f64> {
        (self.draws > 0).then(|| self.kept as f64 / self.draws as f64)
    }
}

/// Measures the stability of the first reason over clients' rows of inputs, with `draws` perturbed copies of each.
/// The same seed gives the same answer.
///
/// ```
/// use scoring::release::{Calibration, DecisionRule, PointsScale};
/// use scoring::tree::{Node, NodeKind, Split, Tree};
/// use scoring::{Scorer, ScoringModel};
/// let split = Split { feature: 0, threshold: 200_000.2, default_left: true };
/// let nodes = [
///     Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
///     Node { cover: 1.0, kind: NodeKind::Leaf(-0.5) },
///     Node { cover: 1.0, kind: NodeKind::Leaf(0.5) },
/// ];
/// let model = ScoringModel::new(
///     Scorer::new(vec!["AMT_CREDIT".to_owned()], -2.0, vec![Tree::new(&nodes, 1)?])?,
///     Calibration { slope: 1.0, intercept: 0.0 },
///     PointsScale::default(),
///     DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 },
/// )?;
/// let rows = [[250_000.0_f32], [200_000.25], [100_000.0]];
/// let found = scoring::stability::stability(&model, rows.iter().map(|row| row.as_slice()), 50, 1);
/// // The third is granted without a reason; the second is refused, or not, by a fraction of a unit.
/// assert_eq!((found.clients, found.steady), (2, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
/// When a row has not one value for each input.
pub fn stability<'a>(
    model: &ScoringModel,
    rows: impl IntoIterator<Item = &'a [f32]>,
    draws: u32,
    seed: u64,
) -> Stability {
    let mut random = Random(seed);
    let mut found = Stability::default();
    let mut moved = Vec::new();
    for row in rows {
        let Some(first) = first_reason(model, row) else { continue };
        let mut kept = 0;
        for _ in 0..draws {
            moved.clear();
            moved.extend(row.iter().zip(model.features()).map(|(&value, feature)| {
                let exact = f64::from(value);
                let half = format::step(feature.unit, exact).map_or(0.0, |step| step / 2.0);
                (exact + half * random.unit()) as f32
            }));
            kept += u64::from(first_reason(model, &moved) == Some(first));
        }
        found.clients += 1;
        found.steady += u64::from(kept == u64::from(draws));
        found.draws += u64::from(draws);
        found.kept += kept;
    }
    found
}

/// The input that the first reason is about.
fn first_reason(model: &ScoringModel, row: &[f32]) -> Option<usize> {
    model.reasons(&model.explain(row)).first().map(|reason| reason.input)
}

/// A small generator of random numbers: G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number
/// generators*, 2014.
struct Random(u64);

impl Random {
    /// From -1 to 1.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}
