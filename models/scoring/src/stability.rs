//! Whether the first reason stands when the inputs are known only as finely as they are told.
//!
//! A client is told that their income is 135,000 and their score 0.51. Had the last figure been rounded the other
//! way, the first reason should be the same. Each number is moved at random by at most half a unit of the last figure
//! that [`crate::format`] writes, independently of the others; flags, categories and missing values stay.
//!
//! [`of_records`] moves the fields of the application, and what is computed from them follows: that is the measure.
//! [`of_rows`] moves the model's inputs themselves, which is all that can be done where the records are not at hand.
//! It asks more than rounding does, since inputs that follow from each other, such as the mean of the external scores
//! and their minimum, move apart.

use catalogue::{Kind, Table, Unit};

use crate::format;
use crate::interpreter;
use crate::model::ScoringModel;
use crate::records::{Records, Row, Value};

/// How often the first reason stood, and how often its theme did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stability {
    /// The clients who have a first reason.
    pub clients: u64,
    /// Those among them who kept it in every draw.
    pub steady: u64,
    /// Those whose first reason was of the same theme in every draw.
    pub steady_theme: u64,
    /// All draws for these clients.
    pub draws: u64,
    /// The draws that kept the first reason.
    pub kept: u64,
    /// The draws that kept its theme.
    pub kept_theme: u64,
}

impl Stability {
    /// The share of clients whose first reason stood in every draw; `None` without clients.
    pub fn steady_share(&self) -> Option<f64> {
        (self.clients > 0).then(|| self.steady as f64 / self.clients as f64)
    }

    /// The share of clients whose first reason was of the same theme in every draw; `None` without clients.
    pub fn steady_theme_share(&self) -> Option<f64> {
        (self.clients > 0).then(|| self.steady_theme as f64 / self.clients as f64)
    }

    /// The share of draws that kept the theme of the first reason; `None` without draws.
    pub fn kept_theme_share(&self) -> Option<f64> {
        (self.draws > 0).then(|| self.kept_theme as f64 / self.draws as f64)
    }

    /// The share of draws that kept the first reason; `None` without draws.
    pub fn kept_share(&self) -> Option<f64> {
        (self.draws > 0).then(|| self.kept as f64 / self.draws as f64)
    }
}

/// Measures the stability of the first reason over clients' rows of inputs, each input moved on its own, with
/// `draws` perturbed copies of each row. The same seed gives the same answer.
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
/// let found = scoring::stability::of_rows(&model, rows.iter().map(|row| row.as_slice()), 50, 1);
/// // The third is granted without a reason; the second is refused, or not, by a fraction of a unit.
/// assert_eq!((found.clients, found.steady), (2, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
/// When a row has not one value for each input.
pub fn of_rows<'a>(
    model: &ScoringModel,
    rows: impl IntoIterator<Item = &'a [f32]>,
    draws: u32,
    seed: u64,
) -> Stability {
    let mut random = Random(seed);
    let moved = |row: &&[f32]| {
        let inputs = row.iter().zip(model.features());
        inputs.map(|(&value, feature)| random.within(feature.unit, f64::from(value)) as f32).collect()
    };
    measure(model, rows.into_iter(), draws, |row| row.to_vec(), moved)
}

/// The same over clients' records: the numbers of their applications are moved, whole numbers to whole numbers, and
/// the inputs are computed from what they have become. The histories, which others keep, stay.
pub fn of_records<'a>(
    model: &ScoringModel,
    clients: impl IntoIterator<Item = &'a Records>,
    draws: u32,
    seed: u64,
) -> Stability {
    let mut random = Random(seed);
    let inputs = |records: &Records| -> Vec<f32> {
        let formulas = model.features().iter().map(|feature| &feature.formula);
        formulas.map(|formula| interpreter::evaluate(formula, records) as f32).collect()
    };
    let moved = |records: &&Records| inputs(&moved_application(records, &mut random));
    measure(model, clients.into_iter(), draws, |records| inputs(records), moved)
}

/// The same client with each number of the application moved.
fn moved_application(records: &Records, random: &mut Random) -> Records {
    let application = records.application();
    let values = application.values().iter().zip(Table::Application.columns());
    let values = values.map(|(&value, column)| match (value, column.kind) {
        (Value::Number(number), Kind::Real) => Value::Number(random.within(column.unit, number)),
        (Value::Number(number), Kind::Integer) => Value::Number(random.within(column.unit, number).round()),
        _ => value,
    });
    let row = Row::new(Table::Application, values.collect()).expect("finite numbers stay finite");
    records.clone().with_application(row)
}

fn measure<C>(
    model: &ScoringModel,
    clients: impl Iterator<Item = C>,
    draws: u32,
    inputs: impl Fn(&C) -> Vec<f32>,
    mut moved: impl FnMut(&C) -> Vec<f32>,
) -> Stability {
    let mut found = Stability::default();
    for client in clients {
        let Some(first) = first_reason(model, &inputs(&client)) else { continue };
        let (mut kept, mut kept_theme) = (0, 0);
        for _ in 0..draws {
            if let Some(other) = first_reason(model, &moved(&client)) {
                kept += u64::from(other == first);
                kept_theme += u64::from(model.features()[other].theme == model.features()[first].theme);
            }
        }
        found.clients += 1;
        found.steady += u64::from(kept == u64::from(draws));
        found.steady_theme += u64::from(kept_theme == u64::from(draws));
        found.draws += u64::from(draws);
        found.kept += kept;
        found.kept_theme += kept_theme;
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
    /// A value that may be told as this one; what is no quantity stays.
    fn within(&mut self, unit: Unit, value: f64) -> f64 {
        value + format::step(unit, value).map_or(0.0, |step| step / 2.0 * self.unit())
    }

    /// From -1 to 1.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}
