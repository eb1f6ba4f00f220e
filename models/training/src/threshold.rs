//! The whole points at which errors cost least, and the band around it that goes to a person.

use scoring::release::{DecisionRule, PointsScale};
use scoring::{LogOdds, Points};

/// Where nothing else is said, a person looks at those who would be decided otherwise if a missed default cost this
/// share of what it is said to cost, or the next share.
const REVIEW_COST_SHARES: [f64; 2] = [0.7, 1.4];

/// What each threshold from 0 to 1000 points would have cost, on clients whose outcome is known.
///
/// At a threshold, a client with fewer points is refused. Refusing one who would have repaid costs 1; lending to
/// one who defaults costs `ratio`.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    ratio: f64,
    /// By threshold: the cost a client.
    by_threshold: Vec<f64>,
}

impl Costs {
    /// Counts the errors at every threshold.
    pub fn of(points: &[Points], labels: &[bool], ratio: f64) -> Self {
        Self::counted(points.iter().zip(labels).map(|(points, label)| (points, label, 1)), ratio)
    }

    /// The same with each client counted as often as its weight says.
    pub fn weighted(points: &[Points], labels: &[bool], weights: &[u32], ratio: f64) -> Self {
        let clients = points.iter().zip(labels).zip(weights);
        Self::counted(clients.map(|((points, label), &weight)| (points, label, weight)), ratio)
    }

    fn counted<'a>(clients: impl Iterator<Item = (&'a Points, &'a bool, u32)>, ratio: f64) -> Self {
        let top = Points::MAX.get() as usize;
        let mut at = vec![[0_u64; 2]; top + 1];
        for (points, &defaulted, weight) in clients {
            at[points.get() as usize][usize::from(defaulted)] += u64::from(weight);
        }
        // At threshold 0 nobody is refused; each point more refuses those who have one less.
        let mut refused_repayers = 0;
        let mut granted_defaulters: u64 = at.iter().map(|counts| counts[1]).sum();
        let clients = at.iter().flatten().sum::<u64>() as f64;
        let by_threshold = at
            .iter()
            .map(|counts| {
                let cost = (ratio * granted_defaulters as f64 + refused_repayers as f64) / clients;
                refused_repayers += counts[0];
                granted_defaulters -= counts[1];
                cost
            })
            .collect();
        Self { ratio, by_threshold }
    }

    /// The cost a client at a threshold.
    pub fn at(&self, threshold: Points) -> f64 {
        self.by_threshold[threshold.get() as usize]
    }

    /// The cheapest threshold; of several, the one nearest to [`theoretical`], the lower of two as near.
    pub fn cheapest(&self, scale: &PointsScale) -> Points {
        let theoretical = theoretical(self.ratio, scale);
        let all = (Points::MIN.get()..=Points::MAX.get()).filter_map(|points| Points::new(points).ok());
        let distance = |threshold: &Points| (threshold.get() - theoretical.get()).abs();
        let cheapest =
            all.min_by(|a, b| self.at(*a).total_cmp(&self.at(*b)).then(distance(a).cmp(&distance(b))));
        cheapest.unwrap_or(theoretical)
    }

    /// Points of (threshold, cost a client): every fifth threshold, and `threshold`.
    pub fn curve(&self, threshold: Points) -> Vec<(i32, f64)> {
        let shown = |points: &i32| points % 5 == 0 || *points == threshold.get();
        let cost = |points: i32| (points, self.by_threshold[points as usize]);
        (Points::MIN.get()..=Points::MAX.get()).filter(shown).map(cost).collect()
    }
}

/// The threshold of a perfectly calibrated model: lending costs as much as refusing where the probability of
/// default is `1 / (1 + ratio)`, that is where the log-odds are `-ln ratio`.
pub fn theoretical(ratio: f64, scale: &PointsScale) -> Points {
    // The ratio is a finite number from 1 on, and so are its log-odds.
    LogOdds::new(-ratio.ln()).map_or(Points::MIN, |log_odds| scale.points(log_odds))
}

/// The cost ratios whose thresholds bound the review band, where nothing else is said: 7 and 14 for a ratio of 10.
pub fn review_ratios(ratio: f64) -> [f64; 2] {
    REVIEW_COST_SHARES.map(|share| share * ratio)
}

/// The rule with this threshold and the review band around it.
///
/// The band is that of the cost ratios `review`: in log-odds, its ends are `ln(review[k] / ratio)` from the threshold.
pub fn rule(ratio: f64, review: [f64; 2], threshold: Points, scale: &PointsScale) -> DecisionRule {
    let bound = |review: f64| {
        let points = f64::from(threshold.get()) + scale.factor() * (review / ratio).ln();
        points.round().clamp(f64::from(Points::MIN.get()), f64::from(Points::MAX.get())) as i32
    };
    let [review_from, review_to] = review.map(bound);
    DecisionRule { cost_ratio: ratio, threshold: threshold.get(), review_from, review_to }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points that tell a little, in a fixed pattern.
    fn clients(count: usize) -> (Vec<Points>, Vec<bool>) {
        let points = |client: usize| 300 + (client * 7919 % 401) as i32;
        let defaulted = |client: usize| (client * 104_729 % 1_009) as i32 > 300 + points(client);
        (
            (0..count).map(|client| Points::new(points(client)).unwrap()).collect(),
            (0..count).map(defaulted).collect(),
        )
    }

    fn brute_force(points: &[Points], labels: &[bool], ratio: f64, threshold: i32) -> f64 {
        let cost = points.iter().zip(labels).map(|(points, &defaulted)| {
            match (points.get() >= threshold, defaulted) {
                (true, true) => ratio,
                (false, false) => 1.0,
                _ => 0.0,
            }
        });
        cost.sum::<f64>() / labels.len() as f64
    }

    #[test]
    fn no_threshold_is_cheaper() {
        let (points, labels) = clients(3_000);
        // At equal costs it is never worth refusing any of these clients.
        for (ratio, expected) in [(1.0, 0..301), (3.0, 301..700), (10.0, 301..700)] {
            let costs = Costs::of(&points, &labels, ratio);
            let chosen = costs.cheapest(&PointsScale::default());
            let cost = brute_force(&points, &labels, ratio, chosen.get());
            assert!((costs.at(chosen) - cost).abs() < 1e-12);
            for threshold in 0..=1000 {
                let other = brute_force(&points, &labels, ratio, threshold);
                assert!(
                    other >= cost - 1e-12,
                    "ratio {ratio}: {threshold} costs {other}, {chosen} costs {cost}"
                );
            }
            assert!(expected.contains(&chosen.get()), "ratio {ratio}: {chosen}");
        }
    }

    #[test]
    fn ties_go_to_the_theoretical_threshold() {
        let points = [450, 560].map(|points| Points::new(points).unwrap());
        let scale = PointsScale::default();
        let costs = Costs::of(&points, &[true, false], 10.0);
        assert_eq!(theoretical(10.0, &scale).get(), 500);
        assert_eq!(costs.cheapest(&scale).get(), 500, "451 to 560 cost nothing");
        let low = Costs::of(&[400, 420].map(|points| Points::new(points).unwrap()), &[true, false], 10.0);
        assert_eq!(low.cheapest(&scale).get(), 420);
    }

    #[test]
    fn the_band_is_that_of_nearby_cost_ratios() {
        let scale = PointsScale::default();
        let review = review_ratios(10.0);
        let rule = rule(10.0, review, Points::new(500).unwrap(), &scale);
        // 80 / ln 2 * ln 0.7 = -41.2 and 80 / ln 2 * ln 1.4 = 38.8.
        assert_eq!((rule.review_from, rule.threshold, rule.review_to), (459, 500, 539));
        for (ratio, bound) in [(7.0, rule.review_from), (14.0, rule.review_to)] {
            assert_eq!(theoretical(ratio, &scale).get(), bound, "ratio {ratio}");
        }
        assert_eq!(super::rule(10.0, review, Points::MIN, &scale).review_from, 0);
        assert_eq!(super::rule(10.0, review, Points::MAX, &scale).review_to, 1000);
    }

    #[test]
    fn the_curve_shows_the_threshold() {
        let (points, labels) = clients(100);
        let costs = Costs::of(&points, &labels, 10.0);
        let curve = costs.curve(Points::new(503).unwrap());
        assert_eq!(curve.len(), 202);
        assert!(curve.is_sorted_by_key(|&(threshold, _)| threshold));
        assert!(curve.contains(&(503, costs.at(Points::new(503).unwrap()))));
        assert_eq!(curve[0].1, 10.0 * labels.iter().filter(|&&label| label).count() as f64 / 100.0);
    }
}
