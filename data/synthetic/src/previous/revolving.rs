//! Terms of an earlier application for a card.

use super::{Status, Terms};
use crate::client::Client;
use crate::draw::Draw;

const LIMITS: [(f64, f64); 9] = [
    (45_000.0, 0.26),
    (67_500.0, 0.06),
    (90_000.0, 0.09),
    (135_000.0, 0.08),
    (180_000.0, 0.20),
    (270_000.0, 0.12),
    (450_000.0, 0.11),
    (675_000.0, 0.05),
    (900_000.0, 0.03),
];

/// Draws the terms of a card of that fate.
pub(super) fn terms(draw: &mut Draw, client: &Client, status: Status) -> Terms {
    let vague = match status {
        Status::Canceled | Status::UnusedOffer => 0.990,
        Status::Refused => 0.051,
        Status::Approved => 0.0,
    };
    if draw.chance(vague) {
        return Terms::default();
    }
    let credit = draw.pick_by(&LIMITS, |limit, weight| {
        weight * (limit / 150_000.0).powf(0.6 * client.income_score() + 0.15 * client.latent.worth)
    });
    // An offer made by the lender was never asked for.
    let asked = !draw.chance(0.38);
    Terms {
        annuity: Some(credit / 20.0),
        application: if asked { credit } else { 0.0 },
        credit,
        down_payment: draw.chance(0.009).then_some(0.0),
        goods: asked.then_some(credit),
        months: Some(0),
        yearly_rate: 0.0,
    }
}
