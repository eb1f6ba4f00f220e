//! What the threshold and the review band rest on.

use scoring::release::{DecisionRule, PointsScale};
use scoring::{Decision, Points, Probability};

use crate::bootstrap::Bootstrap;
use crate::evidence::cost::{Confusion, RatioThreshold};
use crate::evidence::{CostEvidence, ReviewBand};
use crate::quality::{Measured, Predictions};
use crate::threshold::{self, Costs};

/// Cost ratios whose thresholds are told beside the rule's own, unless it is said otherwise.
const RATIOS: [f64; 4] = [5.0, 10.0, 15.0, 20.0];

/// Puts together what is known of a rule.
pub fn evidence(
    predictions: &Predictions<'_>,
    rule: DecisionRule,
    review: [f64; 2],
    scale: &PointsScale,
    measured: &Measured,
    bootstrap: &Bootstrap,
) -> CostEvidence {
    let Predictions { points, labels, .. } = *predictions;
    let ratio = rule.cost_ratio;
    let costs = Costs::of(points, labels, ratio);
    let theoretical = threshold::theoretical(ratio, scale);
    let half = Probability::new(0.5).map_or(Points::MAX, |half| scale.points(half.log_odds()));
    let defaults = labels.iter().filter(|&&defaulted| defaulted).count() as f64;
    let clients = labels.len() as f64;
    let interval = measured.threshold_points;
    CostEvidence {
        threshold_points: interval,
        threshold: measured.threshold,
        theoretical_points: theoretical.get(),
        theoretical_within: (interval.low..=interval.high).contains(&f64::from(theoretical.get())),
        cost_at_threshold: costs.at(at(rule.threshold)),
        cost_at_theoretical: costs.at(theoretical),
        cost_at_half: costs.at(half),
        cost_granting_all: ratio * defaults / clients,
        cost_refusing_all: (clients - defaults) / clients,
        by_ratio: by_ratio(predictions, ratio, review, scale),
        review: band(predictions, rule, review, bootstrap),
        confusion: confusion(predictions, at(rule.threshold)),
    }
}

fn at(points: i32) -> Points {
    Points::new(points).unwrap_or(Points::MAX)
}

fn by_ratio(
    predictions: &Predictions<'_>,
    ratio: f64,
    review: [f64; 2],
    scale: &PointsScale,
) -> Vec<RatioThreshold> {
    let mut ratios: Vec<f64> = RATIOS.into_iter().chain(review).chain([ratio]).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    // 1.4 times 10 and 14 are one ratio, whatever the rounding.
    ratios.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let of_ratio = |ratio: f64| {
        let costs = Costs::of(predictions.points, predictions.labels, ratio);
        let threshold = costs.cheapest(scale);
        let refused = predictions.points.iter().filter(|&&points| points < threshold).count();
        RatioThreshold {
            ratio,
            threshold_points: threshold.get(),
            cost_per_client: costs.at(threshold),
            refused: refused as f64 / predictions.points.len() as f64,
        }
    };
    ratios.into_iter().map(of_ratio).collect()
}

fn band(
    predictions: &Predictions<'_>,
    rule: DecisionRule,
    review: [f64; 2],
    bootstrap: &Bootstrap,
) -> ReviewBand {
    let Predictions { points, labels, .. } = *predictions;
    let clients = points.len();
    let to_person: Vec<bool> = points.iter().map(|&points| rule.decide(points) == Decision::Review).collect();
    let share = |weights: &[u32]| {
        let sent: u64 = weights
            .iter()
            .zip(&to_person)
            .filter(|(_, sent)| **sent)
            .map(|(&weight, _)| u64::from(weight))
            .sum();
        vec![sent as f64 / clients as f64]
    };
    let sent = bootstrap.figures(clients, &share)[0];
    let of = |decision: Decision| {
        let so_decided = || points.iter().zip(labels).filter(|(points, _)| rule.decide(**points) == decision);
        let (count, defaults) = (so_decided().count(), so_decided().filter(|(_, label)| **label).count());
        (count as f64 / clients as f64, if count == 0 { 0.0 } else { defaults as f64 / count as f64 })
    };
    let [granted, review_rate, refused] = [Decision::Granted, Decision::Review, Decision::Refused].map(of);
    ReviewBand {
        ratios: review,
        from: rule.review_from,
        to: rule.review_to,
        granted: granted.0,
        review: sent,
        refused: refused.0,
        default_rates: [granted.1, review_rate.1, refused.1],
    }
}

fn confusion(predictions: &Predictions<'_>, threshold: Points) -> Confusion {
    let count = |granted: bool, defaulted: bool| {
        let clients = predictions.points.iter().zip(predictions.labels);
        let such =
            clients.filter(|&(&points, &label)| (points >= threshold) == granted && label == defaulted);
        such.count() as u32
    };
    Confusion {
        granted_repaid: count(true, false),
        granted_defaulted: count(true, true),
        refused_repaid: count(false, false),
        refused_defaulted: count(false, true),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::evaluation::{points, typed};
    use crate::quality::{Rule, measure};

    #[test]
    fn costs_and_shares_are_those_worked_out_by_hand() {
        let scale = PointsScale::default();
        // Ten clients at about 420, 460, 490, 510, 530, 580 points and more; three defaults.
        let wanted = [420.0, 460.0, 490.0, 510.0, 530.0, 580.0, 600.0, 620.0, 640.0, 660.0];
        let log_odds = wanted.map(|points: f64| -std::f64::consts::LN_10 + (500.0 - points) / scale.factor());
        let log_odds = typed(&log_odds);
        let points = points(&log_odds, &scale);
        let labels: Vec<bool> = (0..10).map(|client| [0, 2, 5].contains(&client)).collect();
        let predictions = Predictions { log_odds: &log_odds, points: &points, labels: &labels };
        let rule = threshold::rule(10.0, [7.0, 14.0], at(500), &scale);
        let bootstrap = Bootstrap { draws: 100, seed: 3, threads: NonZeroUsize::MIN };
        let measured =
            measure(&predictions, &Rule { ratio: 10.0, threshold: at(500), scale: &scale }, &[], &bootstrap);
        let found = evidence(&predictions, rule, [7.0, 14.0], &scale, &measured, &bootstrap);
        let expected =
            Confusion { granted_repaid: 6, granted_defaulted: 1, refused_repaid: 1, refused_defaulted: 2 };
        assert_eq!(found.confusion, expected);
        assert_eq!(found.cost_at_threshold, 1.1);
        assert_eq!(found.cost_granting_all, 3.0);
        assert_eq!(found.cost_refusing_all, 0.7);
        // A probability of 0.5 is 500 - 115.4 ln 10 = 234 points: everyone is granted.
        assert_eq!(found.cost_at_half, 3.0);
        // Refusing up to 580 points costs three repayers.
        assert_eq!(found.threshold_points.value, 581.0);
        assert_eq!(found.theoretical_points, 500);
        let ratios: Vec<f64> = found.by_ratio.iter().map(|one| one.ratio).collect();
        assert_eq!(ratios, [5.0, 7.0, 10.0, 14.0, 15.0, 20.0]);
        // From 459 to 539: 460, 490, 510, 530.
        let band = found.review;
        assert_eq!((band.from, band.to), (459, 539));
        assert_eq!((band.granted, band.review.value, band.refused), (0.5, 0.4, 0.1));
        assert_eq!(band.default_rates, [0.2, 0.25, 1.0]);
        assert!(band.review.low < 0.4 && band.review.high > 0.4);
    }
}
