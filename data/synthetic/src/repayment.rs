//! How earlier loans with instalments were paid: `installments_payments` and `POS_CASH_balance`.
//!
//! The two tables tell one story: the instalments of a loan are drawn once, and a month's balance counts
//! what they leave open at its end.

use crate::client::Client;
use crate::draw::{Draw, Part};
use crate::money::{cents, outstanding_share};
use crate::previous::{Life, Previous};
use crate::rows::Rows;

/// Days in a month of the monthly tables.
pub(crate) const MONTH: f64 = 30.437_5;

/// How far back the monthly tables go.
pub(crate) const FIRST_MONTH: i32 = -96;

/// What was due, and what was paid.
#[derive(Debug, Clone, Copy)]
struct Instalment {
    /// Place, counted from 0.
    place: i32,
    /// 1 as first agreed; 2 after the rest was called in at once.
    version: i32,
    due: f64,
    amount: f64,
    /// Day and amount, in one payment or two.
    payments: [Option<(f64, f64)>; 2],
}

/// How a client pays, over all of his loans.
struct Habits {
    /// Log-odds that an instalment is late.
    late: f64,
    /// Mean days of late payments.
    delay: f64,
    /// Mean days that the others are ahead of time.
    ahead: f64,
    /// The share of instalments that are paid in two parts.
    split: f64,
}

/// Draws how the earlier loans were paid, and writes it.
pub(crate) fn write(client: &Client, previous: &[Previous], balances: &mut Rows, payments: &mut Rows) {
    let mut draw = client.stream(Part::Repayment);
    let latent = client.latent;
    let habits = Habits {
        late: -2.75 + latent.lateness() + 0.3 * draw.normal(),
        delay: 5.0 * (-0.20 * latent.discipline).exp(),
        ahead: 9.5 * (0.10 * latent.discipline + 0.35 * draw.normal()).exp(),
        split: 0.055 * (-0.25 * latent.discipline + 0.4 * draw.normal()).exp(),
    };
    for loan in previous {
        let Some((life, months)) = loan.instalment_loan() else { continue };
        let plan = plan(&mut draw, &habits, loan, life, months);
        for instalment in &plan {
            instalment.write(client, loan, payments);
        }
        write_balances(&mut draw, client, loan, life, months, &plan, balances);
    }
}

/// The instalments that have fallen due, each with its payments.
fn plan(draw: &mut Draw, habits: &Habits, loan: &Previous, life: &Life, months: i32) -> Vec<Instalment> {
    let annuity = loan.terms.annuity.unwrap_or_default();
    let last = life.last_place(months);
    // A client who stops paying is late with all that follows by as much.
    let pause = f64::from(draw.whole(60, 400));
    let mut plan = Vec::new();
    for place in 0..=last {
        let due = life.due(place);
        if due >= 0.0 {
            break;
        }
        let early = place == last && last < months - 1;
        let amount = if early {
            cents(
                loan.terms.credit * outstanding_share(loan.terms.yearly_rate, months, place) + annuity * 0.02,
            )
        } else if place == months - 1 {
            // The last instalment takes up the rounding.
            cents(annuity * draw.between(0.93, 1.0))
        } else {
            annuity
        };
        let lapsed = life.lapsed_after.is_some_and(|paid| place >= paid);
        let day = if lapsed { due + pause } else { payment_day(draw, habits, due, early) };
        let payments = if day >= 0.0 { [None; 2] } else { split(draw, habits, day, amount) };
        plan.push(Instalment { place, version: if early { 2 } else { 1 }, due, amount, payments });
    }
    plan
}

fn payment_day(draw: &mut Draw, habits: &Habits, due: f64, early: bool) -> f64 {
    if early {
        return due;
    }
    if draw.odds(habits.late) {
        let long = draw.chance(0.04);
        let delay = draw.exponential(if long { 10.0 * habits.delay } else { habits.delay });
        return (due + 1.0 + delay).floor();
    }
    if draw.chance(0.22) { due } else { (due - draw.exponential(habits.ahead)).floor() }
}

/// One payment, or a part ahead and the rest on the day.
fn split(draw: &mut Draw, habits: &Habits, day: f64, amount: f64) -> [Option<(f64, f64)>; 2] {
    if !draw.chance(habits.split) {
        return [Some((day, amount)), None];
    }
    let part =
        cents(amount * if draw.chance(0.6) { draw.between(0.002, 0.05) } else { draw.between(0.1, 0.9) });
    let before = day - f64::from(draw.whole(3, 30));
    [Some((before, part)), Some((day, cents(amount - part)))]
}

impl Instalment {
    /// The day from which nothing of it is owed; `None` while something is.
    fn settled(&self) -> Option<f64> {
        self.payments[1].or(self.payments[0]).map(|(day, _)| day)
    }

    /// A row for each payment, or one without a payment for the first that is missing.
    fn write(&self, client: &Client, loan: &Previous, rows: &mut Rows) {
        let mut row = |payment: Option<(f64, f64)>| {
            rows.integer("SK_ID_PREV", loan.id);
            rows.integer("SK_ID_CURR", client.id);
            rows.real("NUM_INSTALMENT_VERSION", f64::from(self.version));
            rows.integer("NUM_INSTALMENT_NUMBER", self.place + 1);
            rows.real("DAYS_INSTALMENT", self.due);
            rows.real("DAYS_ENTRY_PAYMENT", payment.map(|(day, _)| day));
            rows.real("AMT_INSTALMENT", self.amount);
            rows.real("AMT_PAYMENT", payment.map(|(_, amount)| amount));
            rows.end();
        };
        match self.payments {
            [None, None] => row(None),
            payments => payments.into_iter().flatten().for_each(|payment| row(Some(payment))),
        }
    }
}

/// A row for each month, from the first instalment's to the end of the loan or the last full month.
fn write_balances(
    draw: &mut Draw,
    client: &Client,
    loan: &Previous,
    life: &Life,
    months: i32,
    plan: &[Instalment],
    rows: &mut Rows,
) {
    let first = (life.first_due / MONTH).floor() as i32;
    let last_place = life.last_place(months);
    // Small debts are tolerated for some: their days past due count for nothing.
    let tolerated = draw.chance(0.6);
    let mut row = |draw: &mut Draw, month: i32, count: i32, future: i32, status: &str, late: f64| {
        if !(FIRST_MONTH..0).contains(&month) {
            return;
        }
        let known = !draw.chance(0.0003) && (status != "Signed" || !draw.chance(0.25));
        rows.integer("SK_ID_PREV", loan.id);
        rows.integer("SK_ID_CURR", client.id);
        rows.integer("MONTHS_BALANCE", month);
        rows.real("CNT_INSTALMENT", known.then_some(f64::from(count)));
        rows.real("CNT_INSTALMENT_FUTURE", known.then_some(f64::from(future)));
        rows.text("NAME_CONTRACT_STATUS", status);
        rows.integer("SK_DPD", late as i64);
        rows.integer("SK_DPD_DEF", if tolerated && late < 90.0 { 0 } else { late as i64 });
        rows.end();
    };
    if draw.chance(0.095) {
        row(draw, first - 1, months, months, "Signed", 0.0);
    }
    if draw.chance(0.0012) {
        row(draw, first, months, months, "Returned to the store", 0.0);
        return;
    }
    // The oldest months of some loans are not kept.
    let kept_from = if draw.chance(0.25) { draw.whole(2, 6) } else { 0 };
    for passed in kept_from.. {
        let month = first + passed;
        if month >= 0 {
            return;
        }
        let month_end = f64::from(month + 1) * MONTH;
        let late = days_late(plan, month_end);
        if passed > last_place && late == 0.0 {
            let count = if last_place < months - 1 { last_place + 1 } else { months };
            row(draw, month, count, 0, "Completed", 0.0);
            return;
        }
        let status = match late {
            late if late > 700.0 => "Amortized debt",
            late if late > 180.0 && draw.chance(0.2) => "Demand",
            _ => "Active",
        };
        row(draw, month, months, (months - passed).max(0), status, late);
    }
}

/// Days past due at the end of a month: since the oldest instalment that is still open then.
fn days_late(plan: &[Instalment], month_end: f64) -> f64 {
    plan.iter()
        .find(|instalment| {
            instalment.due < month_end && instalment.settled().is_none_or(|day| day >= month_end)
        })
        .map_or(0.0, |instalment| (month_end - instalment.due).floor())
}
