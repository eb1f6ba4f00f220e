//! Terms of an earlier consumer loan: goods bought in a shop.

use super::{Status, Terms};
use crate::client::Client;
use crate::draw::Draw;
use crate::money;

const PRICES: [(f64, f64); 8] = [
    (0.0, 6_000.0),
    (0.01, 15_700.0),
    (0.05, 20_700.0),
    (0.25, 39_500.0),
    (0.5, 70_200.0),
    (0.75, 117_000.0),
    (0.95, 243_000.0),
    (1.0, 900_000.0),
];

const MONTHS: [(i32, f64); 10] = [
    (4, 0.04),
    (6, 0.21),
    (8, 0.08),
    (10, 0.22),
    (12, 0.27),
    (14, 0.02),
    (18, 0.06),
    (20, 0.01),
    (24, 0.08),
    (36, 0.01),
];

/// Draws the terms of a consumer loan of that fate.
pub(super) fn terms(draw: &mut Draw, client: &Client, status: Status) -> Terms {
    let price =
        draw.quantile_with(&PRICES, &[(0.35, client.income_score() / 0.49), (0.10, client.latent.worth)]);
    let goods = (price / 45.0).round() * 45.0;
    if matches!(status, Status::Canceled | Status::UnusedOffer) {
        let down_payment = draw.chance(0.93).then_some(0.0);
        return Terms {
            application: goods,
            credit: goods,
            down_payment,
            goods: Some(goods),
            ..Terms::default()
        };
    }
    // The careful pay something at once: a tenth, most often.
    let pays = draw.odds(0.25 + 0.25 * client.latent.worth - 0.25 * client.latent.stress);
    let share = if !pays {
        0.0
    } else if draw.chance(0.55) {
        0.1
    } else {
        draw.between(0.03, 0.45)
    };
    let down_payment = (goods * share / 4.5).round() * 4.5;
    let insurance = if draw.chance(0.35) { draw.between(1.02, 1.13) } else { 1.0 };
    let credit = money::halves((goods - down_payment) * insurance);
    if status == Status::Refused && draw.chance(0.171) {
        return Terms {
            application: goods,
            credit,
            down_payment: Some(down_payment),
            goods: Some(goods),
            ..Terms::default()
        };
    }
    let months = draw.pick_by(&MONTHS, |months, weight| {
        weight * ((f64::from(months) / 12.0 - 1.0) * 0.7 * (goods / 70_000.0).ln()).exp()
    });
    let yearly_rate = match draw.uniform() {
        u if u < 0.10 => 0.08,
        u if u < 0.36 => draw.between(0.10, 0.20),
        _ => (0.29 + 0.05 * client.latent.apparent_risk(draw)).clamp(0.18, 0.40),
    };
    Terms {
        annuity: Some((money::annuity(credit, yearly_rate, months) * 200.0).round() / 200.0),
        application: goods,
        credit,
        down_payment: Some(down_payment),
        goods: Some(goods),
        months: Some(months),
        yearly_rate,
    }
}
