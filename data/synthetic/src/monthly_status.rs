//! `bureau_balance`: the monthly status of a loan with another lender.
//!
//! `C` is closed, `X` unknown, `0` no day late, `1` up to 30 days late, and so on to `5`: over 120 days, sold
//! or written off.

use crate::bureau::BureauLoan;
use crate::client::Client;
use crate::draw::Draw;
use crate::rows::Rows;

/// Days in a month.
const MONTH: f64 = 30.437_5;

/// How many months back statuses go.
const LAST_MONTHS: f64 = 96.0;

const STATUSES: [&str; 6] = ["0", "1", "2", "3", "4", "5"];

/// How likely a month is reported as unknown: a habit of the lenders of one client.
pub(crate) fn silence(draw: &mut Draw) -> f64 {
    draw.pick(&[(0.02, 0.45), (0.25, 0.35), (0.75, 0.20)])
}

/// Writes the months of a loan, the latest first.
pub(crate) fn write(draw: &mut Draw, client: &Client, loan: &BureauLoan, silence: f64, rows: &mut Rows) {
    let first = (loan.opened / MONTH).ceil().max(-LAST_MONTHS) as i32;
    // A fifth of the loans fall silent at the last update.
    let last = if draw.chance(0.2) { (loan.updated / MONTH).ceil() as i32 } else { 0 }.max(first);
    let closed = loan.closed.map(|day| (day / MONTH).floor() as i32);
    // From the oldest month on, since delay builds up; written from the newest.
    let mut level = 0_usize;
    let mut months = Vec::with_capacity((last - first + 1) as usize);
    for month in first..=last {
        if closed.is_some_and(|closed| month > closed) {
            months.push((month, if silence > 0.5 && draw.chance(0.2) { "X" } else { "C" }));
            continue;
        }
        level = match level {
            0 => usize::from(draw.odds(-4.15 + client.latent.lateness())),
            5 => {
                if draw.chance(0.85) {
                    5
                } else {
                    0
                }
            }
            1 => {
                if draw.odds(-2.4 + 0.6 * client.latent.lateness()) {
                    2
                } else {
                    usize::from(draw.chance(0.25))
                }
            }
            _ => {
                if draw.chance(0.55) {
                    level + 1
                } else {
                    0
                }
            }
        };
        months.push((month, if level == 0 && draw.chance(silence) { "X" } else { STATUSES[level] }));
    }
    for (month, status) in months.into_iter().rev() {
        rows.integer("SK_ID_BUREAU", loan.id);
        rows.integer("MONTHS_BALANCE", month);
        rows.text("STATUS", status);
        rows.end();
    }
}
