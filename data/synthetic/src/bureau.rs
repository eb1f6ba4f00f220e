//! Loans with other lenders, as the credit bureau reports them.

use crate::client::Client;
use crate::draw::{Draw, Part};
use crate::money::cents;
use crate::monthly_status;
use crate::rows::Rows;

/// `SK_ID_BUREAU` of the first loan of the first client.
const FIRST_ID: u32 = 5_000_001;

/// The identifiers set aside for one client: no client has more loans.
pub(crate) const LOANS_PER_CLIENT: u32 = 48;

/// How far back the bureau looks.
pub(crate) const LOOKS_BACK: f64 = 2_922.0;

/// The share of clients of the bureau whose loans have monthly statuses.
const STATUSES_REPORTED: f64 = 0.475;

/// A loan with another lender. Days are relative to the application, negative before it.
#[derive(Debug, Clone)]
pub(crate) struct BureauLoan {
    /// `SK_ID_BUREAU`.
    pub(crate) id: u32,
    /// The day it was granted.
    pub(crate) opened: f64,
    /// The day it was closed, where it was.
    pub(crate) closed: Option<f64>,
    /// The day of the bureau's last word on it.
    pub(crate) updated: f64,
    state: &'static str,
    currency: &'static str,
    kind: &'static str,
    overdue_days: f64,
    planned_end: Option<f64>,
    worst_overdue: Option<f64>,
    prolonged: u32,
    credit: f64,
    debt: Option<f64>,
    limit: Option<f64>,
    overdue: f64,
    annuity: Option<f64>,
}

const KINDS: [(&str, f64); 13] = [
    ("Consumer credit", 0.7200),
    ("Credit card", 0.2430),
    ("Car loan", 0.0160),
    ("Mortgage", 0.0107),
    ("Microloan", 0.0072),
    ("Loan for business development", 0.0012),
    ("Another type of loan", 0.0006),
    ("Unknown type of loan", 0.0003),
    ("Loan for working capital replenishment", 0.0003),
    ("Cash loan (non-earmarked)", 0.000_03),
    ("Real estate loan", 0.000_02),
    ("Loan for the purchase of equipment", 0.000_01),
    ("Loan for purchase of shares (margin lending)", 0.000_002),
];

const CURRENCIES: [(&str, f64); 3] = [("currency 1", 0.9993), ("currency 2", 0.0006), ("currency 3", 0.0001)];

/// Days since a loan was granted.
const AGE_OF_LOAN: [(f64, f64); 7] = [
    (0.0, 1.0),
    (0.05, 128.0),
    (0.25, 476.0),
    (0.5, 984.0),
    (0.75, 1_650.0),
    (0.95, 2_659.0),
    (1.0, LOOKS_BACK),
];

const MICROLOAN_AGE: [(f64, f64); 5] =
    [(0.0, 1.0), (0.25, 45.0), (0.5, 100.0), (0.75, 220.0), (1.0, 1_120.0)];

/// Days of a consumer credit from first to last instalment.
const CONSUMER_DAYS: [(f64, f64); 7] =
    [(0.0, 60.0), (0.1, 180.0), (0.3, 320.0), (0.5, 420.0), (0.75, 830.0), (0.9, 1_700.0), (1.0, 1_890.0)];

/// Days since the bureau last heard of an open loan.
const SILENCE: [(f64, f64); 8] = [
    (0.0, 0.0),
    (0.05, 4.0),
    (0.25, 12.0),
    (0.5, 22.0),
    (0.75, 36.0),
    (0.88, 60.0),
    (0.95, 520.0),
    (1.0, 2_000.0),
];

/// What the bureau reports of a client's loans: much of it is reported of all his loans or of none.
struct Habits {
    annuity: bool,
    worst_overdue: f64,
    limit: f64,
}

/// Draws the loans of a client and writes them, with their monthly statuses.
pub(crate) fn write(client: &Client, loans: &mut Rows, statuses: &mut Rows) {
    if !client.in_bureau {
        return;
    }
    let mut draw = client.stream(Part::Bureau);
    let habits = Habits {
        annuity: draw.chance(0.46),
        worst_overdue: if draw.chance(0.5) { 0.62 } else { 0.05 },
        limit: if draw.chance(0.8) { 0.75 } else { 0.10 },
    };
    let reported = draw.chance(STATUSES_REPORTED);
    let silent = monthly_status::silence(&mut draw);
    let mean = 4.25 * (0.30 * client.latent.appetite + 0.10 * client.person.age_score()).exp();
    let count = (1 + draw.overdispersed(mean, 1.5)).min(LOANS_PER_CLIENT);
    let first_id = FIRST_ID + client.number as u32 * LOANS_PER_CLIENT;
    for id in first_id..first_id + count {
        let loan = BureauLoan::draw(&mut draw, client, &habits, id);
        loan.write(client, loans);
        if reported && !draw.chance(0.005) {
            monthly_status::write(&mut draw, client, &loan, silent, statuses);
        }
    }
}

impl BureauLoan {
    fn draw(draw: &mut Draw, client: &Client, habits: &Habits, id: u32) -> Self {
        let latent = client.latent;
        let kind = draw.pick_by(&KINDS, |kind, weight| match kind {
            "Microloan" => weight * (0.8 * latent.stress - 0.3 * latent.worth).exp(),
            "Credit card" => weight * (0.15 * latent.stress).exp(),
            "Mortgage" | "Car loan" => weight * (0.5 * latent.worth).exp(),
            _ => weight,
        });
        // Those under pressure have borrowed of late.
        let hurry = [(-0.22, latent.stress), (-0.10, latent.appetite)];
        let ages = if kind == "Microloan" { &MICROLOAN_AGE[..] } else { &AGE_OF_LOAN[..] };
        let opened = -draw.quantile_with(ages, &hurry).round().max(1.0);
        let (planned_end, closed) = match kind {
            "Credit card" => card_dates(draw, opened),
            _ => term_dates(draw, kind, opened),
        };
        let open = closed.is_none();
        let state = match draw.uniform() {
            u if u < 0.0037 => "Sold",
            u if u < 0.003_72 && open => "Bad debt",
            _ if open => "Active",
            _ => "Closed",
        };
        let credit = credit(draw, client, kind, open, planned_end.map(|end| end - opened));
        let late = draw.odds(-5.4 + 1.3 * latent.lateness()) && open;
        let overdue_days = if late { draw.log_normal(25.0, 1.5).clamp(1.0, -opened).round() } else { 0.0 };
        let debt = debt(draw, client, kind, opened, planned_end, open, credit);
        let overdue = if late { cents((credit * draw.between(0.001, 0.08)).max(4.5)) } else { 0.0 };
        let worst_overdue = draw.chance(habits.worst_overdue).then(|| {
            let ever = late || draw.odds(-1.75 + latent.lateness());
            if ever { cents(draw.log_normal(4_500.0, 1.3) + overdue) } else { 0.0 }
        });
        let limit = draw.chance(habits.limit).then(|| {
            let unused = credit - debt.unwrap_or(0.0);
            if kind == "Credit card" && open && draw.chance(0.32) { cents(unused.max(0.0)) } else { 0.0 }
        });
        let updated = match closed {
            Some(closed) if draw.chance(0.62) => closed + draw.exponential(12.0),
            Some(closed) => closed * draw.uniform(),
            None => -draw.quantile(&SILENCE),
        };
        let annuity = habits.annuity.then(|| {
            if draw.chance(if open { 0.16 } else { 0.79 }) {
                0.0
            } else {
                let months = planned_end.map_or(24.0, |end| ((end - opened) / 30.4).clamp(3.0, 240.0));
                cents(credit / months * draw.between(1.0, 1.35))
            }
        });
        let currency = draw.pick(&CURRENCIES);
        let prolonged = draw.poisson(0.0043 * (0.8 * latent.stress).exp());
        Self {
            id,
            opened,
            closed,
            updated: updated.clamp(opened, 0.0).round(),
            state,
            currency,
            kind,
            overdue_days,
            planned_end,
            worst_overdue,
            prolonged,
            credit,
            debt,
            limit,
            overdue,
            annuity,
        }
    }

    fn write(&self, client: &Client, rows: &mut Rows) {
        rows.integer("SK_ID_CURR", client.id);
        rows.integer("SK_ID_BUREAU", self.id);
        rows.text("CREDIT_ACTIVE", self.state);
        rows.text("CREDIT_CURRENCY", self.currency);
        rows.integer("DAYS_CREDIT", self.opened as i64);
        rows.integer("CREDIT_DAY_OVERDUE", self.overdue_days as i64);
        rows.real("DAYS_CREDIT_ENDDATE", self.planned_end);
        rows.real("DAYS_ENDDATE_FACT", self.closed);
        rows.real("AMT_CREDIT_MAX_OVERDUE", self.worst_overdue);
        rows.integer("CNT_CREDIT_PROLONG", self.prolonged);
        rows.real("AMT_CREDIT_SUM", self.credit);
        rows.real("AMT_CREDIT_SUM_DEBT", self.debt);
        rows.real("AMT_CREDIT_SUM_LIMIT", self.limit);
        rows.real("AMT_CREDIT_SUM_OVERDUE", self.overdue);
        rows.text("CREDIT_TYPE", self.kind);
        rows.integer("DAYS_CREDIT_UPDATE", self.updated as i64);
        rows.real("AMT_ANNUITY", self.annuity);
        rows.end();
    }
}

/// Planned end and closing day of a credit card: often without an end, closed now and then.
fn card_dates(draw: &mut Draw, opened: f64) -> (Option<f64>, Option<f64>) {
    let planned_end = match draw.uniform() {
        u if u < 0.22 => None,
        // A date in the far future stands for "without end".
        u if u < 0.32 => Some(draw.between(30_850.0, 31_199.0).round()),
        _ => Some(
            opened
                + draw.pick(&[(365.0, 0.1), (730.0, 0.2), (1_096.0, 0.35), (1_461.0, 0.15), (1_826.0, 0.2)]),
        ),
    };
    let shut = draw.chance(0.30 * (-opened / 800.0).min(1.9));
    let closed = shut.then(|| (opened * draw.between(0.05, 0.9)).round().min(-1.0));
    (planned_end, closed)
}

/// Planned end and closing day of a loan that is paid off: on time, or early.
fn term_dates(draw: &mut Draw, kind: &str, opened: f64) -> (Option<f64>, Option<f64>) {
    let days = match kind {
        "Mortgage" => draw.between(2_500.0, 9_500.0),
        "Car loan" => draw.between(900.0, 1_830.0),
        "Microloan" => draw.log_normal(60.0, 0.8),
        _ => draw.quantile(&CONSUMER_DAYS),
    };
    let length = if draw.chance(0.48) { days * draw.between(0.25, 0.95) } else { days };
    let end = (opened + length).round();
    // Some loans are reported open past their end.
    let closed = (end < -1.0 && !draw.chance(0.05)).then_some(end);
    let stated = !draw.chance(if kind == "Microloan" { 0.45 } else { 0.010 });
    (stated.then(|| (opened + days).round()), closed)
}

fn credit(draw: &mut Draw, client: &Client, kind: &str, open: bool, days: Option<f64>) -> f64 {
    let means = (0.55 * client.income_score() + 0.08 * client.latent.worth).exp();
    let days = days.unwrap_or(730.0).clamp(60.0, 9_500.0);
    let amount = match kind {
        "Credit card" if draw.chance(if open { 0.13 } else { 0.28 }) => return 0.0,
        "Credit card" => (draw.log_normal(125_000.0, 0.9) * means / 4_500.0).round().max(1.0) * 4_500.0,
        "Mortgage" => draw.log_normal(4_300_000.0, 0.7) * means,
        "Car loan" => draw.log_normal(1_500_000.0, 0.6) * means,
        "Microloan" => (draw.log_normal(28_000.0, 0.8) * means / 2_250.0).round().max(2.0) * 2_250.0,
        _ => draw.log_normal(115_000.0, 0.95) * means * (days / 450.0).powf(0.75),
    };
    let amount = amount.clamp(4_500.0, 60_000_000.0);
    if draw.chance(0.4) { (amount / 4_500.0).round().max(1.0) * 4_500.0 } else { cents(amount) }
}

/// What is still owed, where the bureau reports it.
fn debt(
    draw: &mut Draw,
    client: &Client,
    kind: &str,
    opened: f64,
    planned_end: Option<f64>,
    open: bool,
    credit: f64,
) -> Option<f64> {
    let stress = client.latent.stress;
    if draw.chance(if open { 0.10 } else { 0.165 }) {
        return None;
    }
    if !open {
        return Some(0.0);
    }
    if kind == "Credit card" {
        let used = draw.odds(0.55 + 0.45 * stress);
        let overpaid = draw.chance(0.004);
        return Some(match (used, overpaid) {
            (_, true) => -cents(draw.exponential(400.0)),
            (true, _) => cents(credit * (0.62 + 0.20 * stress + 0.25 * draw.normal()).clamp(0.01, 1.05)),
            _ => 0.0,
        });
    }
    if draw.chance(0.055) {
        return Some(0.0);
    }
    let days = planned_end.map_or(730.0, |end| end - opened).max(30.0);
    let left = (1.0 + opened / days).clamp(0.0, 1.0);
    // The first half of the instalments pays mostly interest.
    let owed =
        left.powf(0.8) * draw.between(0.85, 1.05) + if left == 0.0 { draw.between(0.0, 0.3) } else { 0.0 };
    Some(cents(credit * owed.min(1.1)))
}
