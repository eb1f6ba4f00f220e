//! Earlier credit cards: `credit_card_balance`, month by month, and the cards' rows of
//! `installments_payments`.

use crate::client::Client;
use crate::draw::{Draw, Part};
use crate::money::cents;
use crate::previous::{Contract, Previous};
use crate::repayment::{FIRST_MONTH, MONTH};
use crate::rows::Rows;

/// Interest a month on what is owed.
const MONTHLY_INTEREST: f64 = 0.018;

/// The share of the balance that has to be paid each month.
const MINIMUM: f64 = 0.05;

/// The share of granted and opened cards that send monthly balances.
const REPORTED: f64 = 0.985;

/// A month of a card.
#[derive(Debug, Clone, Copy, Default)]
struct Month {
    month: i32,
    limit: f64,
    balance: f64,
    principal: f64,
    /// At cash machines, in shops, elsewhere.
    drawn: [f64; 3],
    drawings: [u32; 3],
    minimum: f64,
    payment: f64,
    instalments: u32,
    late: i32,
    /// Whether drawings are reported: not before the card is first used.
    active: bool,
    status: &'static str,
}

/// Writes the cards of a client.
pub(crate) fn write(client: &Client, previous: &[Previous], balances: &mut Rows, payments: &mut Rows) {
    let mut draw = client.stream(Part::Card);
    for card in previous {
        let Some(life) = card.life.as_ref().filter(|_| card.contract == Contract::Revolving) else {
            continue;
        };
        if !draw.chance(REPORTED) {
            continue;
        }
        let first = ((card.decision / MONTH).floor() as i32).max(FIRST_MONTH);
        let last = draw.pick(&[(-1, 0.60), (-2, 0.28), (-3, 0.10), (-6, 0.02)]).max(first);
        let months = if life.drawn_on {
            used(&mut draw, client, card.terms.credit, first, last)
        } else {
            unused(&mut draw, card.terms.credit, first, last)
        };
        // Some files keep no minimum of their oldest months.
        let unknown_before = if draw.chance(0.16) { first + draw.whole(5, 40) } else { first };
        for month in &months {
            month.write(client, card, month.month < unknown_before, balances);
        }
        write_payments(&mut draw, client, card, &months, payments);
    }
}

/// A card that lies in a drawer.
fn unused(draw: &mut Draw, limit: f64, first: i32, last: i32) -> Vec<Month> {
    let closes = draw.chance(0.25);
    let cancelled = draw.chance(0.25);
    (first..=last)
        .map(|month| {
            let late_half = month > i32::midpoint(first, last);
            Month {
                month,
                limit: if cancelled && late_half { 0.0 } else { limit },
                status: if closes && late_half { "Completed" } else { "Active" },
                ..Month::default()
            }
        })
        .collect()
}

/// A card in use: drawings, interest, and payments that follow discipline.
fn used(draw: &mut Draw, client: &Client, mut limit: f64, first: i32, last: i32) -> Vec<Month> {
    let latent = client.latent;
    let (mut balance, mut late, mut instalments) = (0.0_f64, 0, 0);
    let thirst = 0.75 * latent.stress - 1.0 + 0.5 * draw.normal();
    let cash = draw.chance(0.62 + 0.08 * latent.stress);
    // A card is emptied at first, and drawn on less and less.
    let stops = if draw.chance(0.5) { first + draw.whole(6, 60) } else { 0 };
    let mut months = Vec::with_capacity((last - first + 1) as usize);
    for month in first..=last {
        if draw.chance(0.012) {
            limit = (limit * draw.pick(&[(0.5, 0.2), (1.25, 0.4), (1.5, 0.4)]) / 4_500.0).round().max(1.0)
                * 4_500.0;
        }
        let owed = balance;
        let interest = owed * MONTHLY_INTEREST;
        let minimum = if owed > 0.0 { cents((owed * MINIMUM).max(225.0).min(owed)) } else { 0.0 };
        let payment = if owed < 1.0 {
            0.0
        } else if draw.odds(-3.3 + latent.lateness() + if late > 0 { 1.2 } else { 0.0 }) {
            late += 1;
            0.0
        } else {
            late = 0;
            instalments += 1;
            if draw.odds(-2.3 + 0.5 * latent.worth - 0.3 * latent.stress) {
                cents(owed + interest)
            } else {
                cents((minimum * (1.0 + draw.exponential(0.35))).min(owed + interest))
            }
        };
        let mut drawn = [0.0; 3];
        let mut drawings = [0; 3];
        let fresh = month <= first + 2;
        if month < stops || stops == 0 {
            if cash && draw.odds(thirst + if fresh { 1.8 } else { -0.5 }) {
                drawn[0] = (draw.log_normal(0.10, 0.9) * limit / 450.0).round() * 450.0;
                drawings[0] = 1 + draw.poisson(0.7);
            }
            if draw.odds(thirst - 0.4) {
                drawn[1] = cents(draw.log_normal(0.03, 1.1) * limit);
                drawings[1] = 1 + draw.poisson(2.5);
            }
            if draw.chance(0.004) {
                drawn[2] = (draw.log_normal(0.05, 0.8) * limit / 450.0).round() * 450.0;
                drawings[2] = 1;
            }
        }
        // What exceeds the limit is turned down, but for a few percent.
        let mut room = (1.03 * limit - owed - interest + payment).max(0.0);
        for (amount, count) in drawn.iter_mut().zip(&mut drawings) {
            if *amount > room || *amount == 0.0 {
                (*amount, *count) = (0.0, 0);
            }
            room -= *amount;
        }
        let drawn_now: f64 = drawn.iter().sum();
        balance = owed + interest - payment + drawn_now;
        if balance.abs() < 0.01 {
            // Some pay a little too much and have it with the lender.
            balance = if payment > 0.0 && draw.chance(0.08) { -cents(draw.exponential(300.0)) } else { 0.0 };
        }
        months.push(Month {
            month,
            limit,
            balance: cents(balance),
            principal: cents(if balance > 0.0 { balance * 0.962 } else { balance }),
            drawn,
            drawings,
            minimum,
            payment,
            instalments,
            late: late * 30,
            active: true,
            status: "Active",
        });
    }
    months
}

impl Month {
    fn write(&self, client: &Client, card: &Previous, minimum_unknown: bool, rows: &mut Rows) {
        let reported = |value: f64| self.active.then_some(value);
        let minimum = |value: f64| (!minimum_unknown).then_some(value);
        rows.integer("SK_ID_PREV", card.id);
        rows.integer("SK_ID_CURR", client.id);
        rows.integer("MONTHS_BALANCE", self.month);
        rows.real("AMT_BALANCE", self.balance);
        rows.integer("AMT_CREDIT_LIMIT_ACTUAL", self.limit as i64);
        rows.real("AMT_DRAWINGS_ATM_CURRENT", reported(self.drawn[0]));
        rows.real("AMT_DRAWINGS_CURRENT", cents(self.drawn.iter().sum()));
        rows.real("AMT_DRAWINGS_OTHER_CURRENT", reported(self.drawn[2]));
        rows.real("AMT_DRAWINGS_POS_CURRENT", reported(self.drawn[1]));
        rows.real("AMT_INST_MIN_REGULARITY", minimum(self.minimum));
        rows.real("AMT_PAYMENT_CURRENT", reported(self.payment));
        rows.real("AMT_PAYMENT_TOTAL_CURRENT", self.payment);
        rows.real("AMT_RECEIVABLE_PRINCIPAL", self.principal);
        rows.real("AMT_RECIVABLE", self.balance);
        rows.real("AMT_TOTAL_RECEIVABLE", self.balance);
        rows.real("CNT_DRAWINGS_ATM_CURRENT", reported(f64::from(self.drawings[0])));
        rows.integer("CNT_DRAWINGS_CURRENT", self.drawings.iter().sum::<u32>());
        rows.real("CNT_DRAWINGS_OTHER_CURRENT", reported(f64::from(self.drawings[2])));
        rows.real("CNT_DRAWINGS_POS_CURRENT", reported(f64::from(self.drawings[1])));
        rows.real("CNT_INSTALMENT_MATURE_CUM", minimum(f64::from(self.instalments)));
        rows.text("NAME_CONTRACT_STATUS", self.status);
        rows.integer("SK_DPD", self.late);
        rows.integer("SK_DPD_DEF", if self.late > 30 { self.late - 30 } else { 0 });
        rows.end();
    }
}

/// What the card's client paid, as instalments of version 0: the minimum when due, and what was paid beyond
/// it on the day it was paid.
fn write_payments(draw: &mut Draw, client: &Client, card: &Previous, months: &[Month], rows: &mut Rows) {
    let late = -2.9 + client.latent.lateness();
    let mut number = 0;
    for month in months.iter().filter(|month| month.payment > 0.0) {
        let due = (f64::from(month.month) * MONTH + 15.0).floor();
        let delay = if draw.odds(late) { 1.0 + draw.exponential(4.0) } else { -draw.exponential(6.0) };
        let day = (due + delay).floor().min(-1.0);
        let required = month.minimum.min(month.payment);
        let beyond = cents(month.payment - required);
        for (due, amount) in [(due, required), (day, beyond)] {
            if amount <= 0.0 {
                continue;
            }
            number += 1;
            rows.integer("SK_ID_PREV", card.id);
            rows.integer("SK_ID_CURR", client.id);
            rows.real("NUM_INSTALMENT_VERSION", 0.0);
            rows.integer("NUM_INSTALMENT_NUMBER", number);
            rows.real("DAYS_INSTALMENT", due);
            rows.real("DAYS_ENTRY_PAYMENT", day);
            rows.real("AMT_INSTALMENT", amount);
            rows.real("AMT_PAYMENT", amount);
            rows.end();
        }
    }
}
