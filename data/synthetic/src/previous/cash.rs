//! Terms of an earlier cash loan.

use super::{Status, Terms};
use crate::client::Client;
use crate::draw::Draw;
use crate::money;

const SUMS: [(f64, f64); 8] = [
    (0.0, 45_000.0),
    (0.04, 45_000.0),
    (0.25, 135_000.0),
    (0.5, 232_000.0),
    (0.75, 455_000.0),
    (0.95, 1_130_000.0),
    (0.99, 1_660_000.0),
    (1.0, 3_000_000.0),
];

const MONTHS: [(i32, f64); 8] =
    [(6, 0.12), (12, 0.30), (18, 0.10), (24, 0.16), (30, 0.05), (36, 0.12), (48, 0.07), (60, 0.08)];

/// Draws the terms of a cash loan of that fate.
pub(super) fn terms(draw: &mut Draw, client: &Client, status: Status) -> Terms {
    // Withdrawn and many refused applications never came to a sum.
    let vague = match status {
        Status::Canceled => 0.966,
        Status::Refused => 0.170,
        Status::Approved | Status::UnusedOffer => 0.0,
    };
    if draw.chance(vague) {
        return Terms::default();
    }
    let greater = if status == Status::Approved { 1.0 } else { 1.45 };
    let sum = draw.quantile_with(&SUMS, &[(0.42, client.income_score() / 0.49), (0.08, client.latent.worth)]);
    let application = (sum * greater / 4_500.0).round() * 4_500.0;
    let cover = draw.pick(&[
        (1.0, 0.25),
        (1.0330, 0.2),
        (1.0542, 0.15),
        (1.0985, 0.12),
        (1.1610, 0.14),
        (1.26, 0.14),
    ]);
    let credit = money::halves(application * cover);
    let months = draw.pick_by(&MONTHS, |months, weight| {
        weight * ((f64::from(months) / 24.0 - 1.0) * 0.9 * (application / 230_000.0).ln()).exp()
    });
    let yearly_rate = (0.27 - 0.04 * (credit / 300_000.0).ln() + 0.05 * client.latent.apparent_risk(draw))
        .clamp(0.09, 0.40);
    let down_payment = draw.chance(0.12).then_some(0.0);
    Terms {
        annuity: Some(money::cents(money::annuity(credit, yearly_rate, months))),
        application,
        credit,
        down_payment,
        goods: Some(application),
        months: Some(months),
        yearly_rate,
    }
}
