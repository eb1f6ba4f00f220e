//! The building that the client lives in: 14 measures, each as average, mode and median, and five facts.

use crate::client::Client;
use crate::draw::{Draw, Quantiles, normal_share, value_at};

/// A measure as average, mode and median.
pub(crate) type Triple = [f64; 3];

/// What is known of the building.
#[derive(Debug, Clone)]
pub(crate) struct Building {
    /// The measures, in the order of [`MEASURES`]; `None` where unknown.
    pub(crate) measures: [Option<Triple>; 14],
    /// `FONDKAPREMONT_MODE`.
    pub(crate) fund: Option<&'static str>,
    /// `HOUSETYPE_MODE`.
    pub(crate) kind: Option<&'static str>,
    /// `TOTALAREA_MODE`.
    pub(crate) area: Option<f64>,
    /// `WALLSMATERIAL_MODE`.
    pub(crate) walls: Option<&'static str>,
    /// `EMERGENCYSTATE_MODE`.
    pub(crate) emergency: Option<&'static str>,
}

/// How one measure of buildings behaves.
pub(crate) struct Measure {
    /// The columns' name before `_AVG`, `_MODE`, `_MEDI`.
    pub(crate) stem: &'static str,
    /// How often it is missing although the building is known.
    missing: f64,
    /// Its correlation with the size of the building.
    size: f64,
    /// Its values are multiples of this, before averaging; 0 for none.
    step: f64,
    quantiles: &'static Quantiles,
}

/// The share of clients whose building is known.
const KNOWN: f64 = 0.516;

const fn measure(
    stem: &'static str,
    missing: f64,
    size: f64,
    step: f64,
    quantiles: &'static Quantiles,
) -> Measure {
    Measure { stem, missing, size, step, quantiles }
}

/// The 14 measures, in the order of their columns.
pub(crate) static MEASURES: [Measure; 14] = [
    measure(
        "APARTMENTS",
        0.047,
        0.93,
        0.0,
        &[
            (0.0, 0.0),
            (0.05, 0.009),
            (0.25, 0.058),
            (0.5, 0.087),
            (0.75, 0.149),
            (0.95, 0.333),
            (0.99, 0.548),
            (1.0, 1.0),
        ],
    ),
    measure(
        "BASEMENTAREA",
        0.198,
        0.66,
        0.0,
        &[
            (0.0, 0.0),
            (0.08, 0.0),
            (0.25, 0.0445),
            (0.5, 0.0756),
            (0.75, 0.112),
            (0.95, 0.225),
            (0.99, 0.381),
            (1.0, 1.0),
        ],
    ),
    measure(
        "YEARS_BEGINEXPLUATATION",
        0.008,
        0.15,
        0.0,
        &[
            (0.0, 0.0),
            (0.003, 0.9),
            (0.01, 0.949),
            (0.05, 0.9687),
            (0.25, 0.9767),
            (0.5, 0.9816),
            (0.75, 0.9866),
            (0.95, 0.996),
            (1.0, 1.0),
        ],
    ),
    measure(
        "YEARS_BUILD",
        0.351,
        0.40,
        0.0,
        &[
            (0.0, 0.0),
            (0.01, 0.34),
            (0.05, 0.592),
            (0.25, 0.687),
            (0.5, 0.755),
            (0.75, 0.823),
            (0.95, 0.952),
            (1.0, 1.0),
        ],
    ),
    measure(
        "COMMONAREA",
        0.417,
        0.60,
        0.0,
        &[
            (0.0, 0.0),
            (0.08, 0.0),
            (0.25, 0.0077),
            (0.5, 0.021),
            (0.75, 0.0518),
            (0.95, 0.1686),
            (0.99, 0.383),
            (1.0, 1.0),
        ],
    ),
    measure(
        "ELEVATORS",
        0.095,
        0.85,
        0.04,
        &[(0.0, 0.0), (0.62, 0.0), (0.75, 0.12), (0.95, 0.36), (0.99, 0.625), (1.0, 1.0)],
    ),
    measure(
        "ENTRANCES",
        0.039,
        0.50,
        0.0345,
        &[
            (0.0, 0.0),
            (0.05, 0.0345),
            (0.25, 0.069),
            (0.5, 0.1379),
            (0.75, 0.2069),
            (0.95, 0.3103),
            (0.99, 0.5172),
            (1.0, 1.0),
        ],
    ),
    measure(
        "FLOORSMAX",
        0.027,
        0.68,
        0.041_67,
        &[
            (0.0, 0.0),
            (0.05, 0.0417),
            (0.25, 0.1667),
            (0.5, 0.1667),
            (0.75, 0.3333),
            (0.95, 0.5417),
            (0.99, 0.6667),
            (1.0, 1.0),
        ],
    ),
    measure(
        "FLOORSMIN",
        0.377,
        0.52,
        0.041_67,
        &[
            (0.0, 0.0),
            (0.05, 0.0417),
            (0.25, 0.0833),
            (0.5, 0.2083),
            (0.75, 0.375),
            (0.95, 0.5),
            (0.99, 0.7083),
            (1.0, 1.0),
        ],
    ),
    measure(
        "LANDAREA",
        0.208,
        0.50,
        0.0,
        &[
            (0.0, 0.0),
            (0.10, 0.0),
            (0.25, 0.0185),
            (0.5, 0.0483),
            (0.75, 0.0857),
            (0.95, 0.198),
            (0.99, 0.387),
            (1.0, 1.0),
        ],
    ),
    measure(
        "LIVINGAPARTMENTS",
        0.387,
        0.92,
        0.0,
        &[
            (0.0, 0.0),
            (0.05, 0.010),
            (0.25, 0.0504),
            (0.5, 0.0748),
            (0.75, 0.121),
            (0.95, 0.284),
            (0.99, 0.464),
            (1.0, 1.0),
        ],
    ),
    measure(
        "LIVINGAREA",
        0.034,
        0.92,
        0.0,
        &[
            (0.0, 0.0),
            (0.05, 0.0082),
            (0.25, 0.0461),
            (0.5, 0.0744),
            (0.75, 0.13),
            (0.95, 0.327),
            (0.99, 0.553),
            (1.0, 1.0),
        ],
    ),
    measure(
        "NONLIVINGAPARTMENTS",
        0.407,
        0.25,
        0.0,
        &[(0.0, 0.0), (0.58, 0.0), (0.75, 0.0051), (0.95, 0.0309), (0.99, 0.108), (1.0, 1.0)],
    ),
    measure(
        "NONLIVINGAREA",
        0.128,
        0.40,
        0.0,
        &[(0.0, 0.0), (0.45, 0.0), (0.5, 0.0038), (0.75, 0.0278), (0.95, 0.129), (0.99, 0.346), (1.0, 1.0)],
    ),
];

const FUNDS: [(&str, f64); 4] = [
    ("reg oper account", 0.7596),
    ("reg oper spec account", 0.1217),
    ("org spec account", 0.0610),
    ("not specified", 0.0577),
];

const KINDS: [(&str, f64); 3] =
    [("block of flats", 0.9820), ("specific housing", 0.0099), ("terraced house", 0.0081)];

const WALLS: [(&str, f64); 7] = [
    ("Panel", 0.4370),
    ("Stone, brick", 0.4290),
    ("Block", 0.0612),
    ("Wooden", 0.0355),
    ("Mixed", 0.0152),
    ("Monolithic", 0.0118),
    ("Others", 0.0107),
];

/// The share of measures whose mode or median differs from the average.
const DIFFERS: f64 = 0.35;

impl Building {
    /// Draws what is known of the client's building.
    pub(crate) fn draw(draw: &mut Draw, client: &Client) -> Self {
        // Homes of the better off are recorded more often, and are larger.
        let known = draw.chance(KNOWN + 0.04 * client.latent.worth.clamp(-2.0, 2.0));
        if !known {
            let emergency = draw.chance(0.02).then_some("No");
            return Self { measures: [None; 14], fund: None, kind: None, area: None, walls: None, emergency };
        }
        let size = draw.blend(&[(0.12, client.latent.worth), (0.15, client.person.region_score())]);
        // How little was recorded: the same for all measures, so that they are missing together.
        let gaps = draw.uniform();
        let mut measures = [None; 14];
        for (measure, value) in MEASURES.iter().zip(&mut measures) {
            let missing = gaps + 0.05 * draw.normal() < measure.missing && gaps < 0.8;
            let share = normal_share(draw.blend(&[(measure.size, size)]));
            *value = (!missing).then(|| triple(draw, measure, share));
        }
        let living = value_at(MEASURES[11].quantiles, normal_share(draw.blend(&[(0.92, size)])));
        Self {
            measures,
            fund: (gaps > 0.389).then(|| draw.pick(&FUNDS)),
            kind: (!draw.chance(0.033)).then(|| draw.pick(&KINDS)),
            area: (!draw.chance(0.0016)).then(|| four_places(living * 0.96)),
            walls: (!draw.chance(0.047)).then(|| draw.pick(&WALLS)),
            emergency: Some(if draw.chance(0.0140) { "Yes" } else { "No" }),
        }
    }
}

fn triple(draw: &mut Draw, measure: &Measure, share: f64) -> Triple {
    let value = value_at(measure.quantiles, share);
    let whole =
        |value: f64| if measure.step > 0.0 { (value / measure.step).round() * measure.step } else { value };
    let mode = if draw.chance(DIFFERS) { value * (1.0 + 0.06 * draw.normal()) } else { value };
    let median = if draw.chance(DIFFERS) { value * (1.0 + 0.01 * draw.normal()) } else { value };
    let average = if draw.chance(0.1) { value } else { whole(value) };
    [average, whole(mode), whole(median)].map(|value| four_places(value.clamp(0.0, 1.0)))
}

fn four_places(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
