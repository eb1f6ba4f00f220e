//! The loan that is asked for: amounts, duration, and when and with whom it was asked for.

use crate::client::Client;
use crate::draw::Draw;
use crate::money;

/// The loan asked for.
#[derive(Debug, Clone)]
pub(crate) struct Loan {
    /// Whether it is a revolving loan; a cash loan otherwise.
    pub(crate) revolving: bool,
    /// `AMT_CREDIT`.
    pub(crate) credit: f64,
    /// The monthly instalment.
    pub(crate) annuity: f64,
    /// The price of the goods that it pays for.
    pub(crate) goods: f64,
    /// Whether that price is stated. It is for all cash loans.
    pub(crate) goods_stated: bool,
    /// `NAME_TYPE_SUITE`.
    pub(crate) suite: Option<&'static str>,
    /// `WEEKDAY_APPR_PROCESS_START`.
    pub(crate) weekday: &'static str,
    /// `HOUR_APPR_PROCESS_START`.
    pub(crate) hour: i32,
}

const LIMITS: [(f64, f64); 12] = [
    (135_000.0, 0.10),
    (157_500.0, 0.07),
    (180_000.0, 0.22),
    (202_500.0, 0.07),
    (225_000.0, 0.09),
    (270_000.0, 0.16),
    (315_000.0, 0.04),
    (337_500.0, 0.05),
    (405_000.0, 0.05),
    (450_000.0, 0.07),
    (540_000.0, 0.04),
    (900_000.0, 0.04),
];

const GOODS: [(f64, f64); 9] = [
    (0.0, 40_500.0),
    (0.01, 67_500.0),
    (0.05, 135_000.0),
    (0.25, 243_000.0),
    (0.5, 454_500.0),
    (0.75, 690_000.0),
    (0.95, 1_310_000.0),
    (0.99, 1_850_000.0),
    (1.0, 3_600_000.0),
];

/// Sums that people ask for more often than their neighbours.
const ROUND_SUMS: [f64; 6] = [225_000.0, 270_000.0, 450_000.0, 675_000.0, 900_000.0, 1_125_000.0];

/// Credit against the price of the goods: above 1 it covers an insurance too.
const COVERS: [(f64, f64); 14] = [
    (1.0, 0.27),
    (1.0530, 0.03),
    (1.0660, 0.03),
    (1.0792, 0.04),
    (1.1056, 0.06),
    (1.1188, 0.12),
    (1.1320, 0.08),
    (1.1452, 0.06),
    (1.1584, 0.12),
    (1.1980, 0.13),
    (1.2376, 0.06),
    (1.2640, 0.05),
    (1.3168, 0.06),
    (1.3960, 0.05),
];

/// Duration in months.
const MONTHS: [(i32, f64); 8] =
    [(10, 0.05), (12, 0.16), (18, 0.10), (24, 0.17), (30, 0.08), (36, 0.22), (48, 0.12), (60, 0.10)];

pub(crate) const SUITES: [(&str, f64); 7] = [
    ("Unaccompanied", 0.8115),
    ("Family", 0.1311),
    ("Spouse, partner", 0.0371),
    ("Children", 0.0107),
    ("Other_B", 0.0058),
    ("Other_A", 0.0028),
    ("Group of people", 0.0009),
];

const WEEKDAYS: [(&str, f64); 7] = [
    ("MONDAY", 0.165),
    ("TUESDAY", 0.175),
    ("WEDNESDAY", 0.169),
    ("THURSDAY", 0.165),
    ("FRIDAY", 0.164),
    ("SATURDAY", 0.110),
    ("SUNDAY", 0.052),
];

pub(crate) const HOURS: [(f64, f64); 9] = [
    (0.0, 0.0),
    (0.005, 4.0),
    (0.05, 7.0),
    (0.12, 9.0),
    (0.25, 10.3),
    (0.5, 12.4),
    (0.75, 14.9),
    (0.95, 18.0),
    (1.0, 23.9),
];

/// The share of revolving loans among applications.
const REVOLVING: f64 = 0.0953;

impl Loan {
    /// Draws the loan that a client asks for.
    pub(crate) fn draw(draw: &mut Draw, client: &Client) -> Self {
        let revolving = draw.chance(REVOLVING);
        let (credit, annuity, goods) =
            if revolving { revolving_terms(draw, client) } else { cash_terms(draw, client) };
        let goods_stated = !(revolving && draw.chance(0.0095));
        let suite = (!draw.chance(0.0042)).then(|| draw.pick(&SUITES));
        let weekday = draw.pick(&WEEKDAYS);
        let hour = draw.quantile(&HOURS) as i32;
        Self { revolving, credit, annuity, goods, goods_stated, suite, weekday, hour }
    }
}

fn revolving_terms(draw: &mut Draw, client: &Client) -> (f64, f64, f64) {
    let credit =
        draw.pick_by(&LIMITS, |limit, weight| weight * (limit / 250_000.0).powf(client.income_score()));
    (credit, credit / 20.0, credit)
}

fn cash_terms(draw: &mut Draw, client: &Client) -> (f64, f64, f64) {
    let means = client.income_score() / 0.49;
    let goods = draw
        .quantile_with(&GOODS, &[(0.42, means), (0.10, client.latent.worth), (0.08, client.latent.stress)]);
    let round = ROUND_SUMS.into_iter().find(|sum| (goods / sum - 1.0).abs() < 0.12);
    let goods = match round {
        Some(sum) if draw.chance(0.55) => sum,
        _ => (goods / 4_500.0).round() * 4_500.0,
    };
    // Insurance is sold rather to those who look weak.
    let cover = draw.pick_by(&COVERS, |cover, weight| {
        weight * ((cover - 1.12) * (1.2 * client.latent.stress - 0.8 * client.latent.worth)).exp()
    });
    let credit = money::halves(goods * cover);
    let months = draw.pick_by(&MONTHS, |months, weight| {
        let longer = f64::from(months) / 30.0 - 1.0;
        weight * (longer * (0.9 * (goods / 450_000.0).ln() + 0.2 * client.latent.stress)).exp()
    });
    // Lenders price risk: 8 to 40 % a year.
    let risk = client.latent.apparent_risk(draw);
    let yearly_rate = (0.215 - 0.025 * (credit / 500_000.0).ln() + 0.035 * risk).clamp(0.08, 0.40);
    let annuity = money::halves(money::annuity(credit, yearly_rate, months));
    (credit, annuity, goods)
}
