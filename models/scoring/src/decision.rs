//! From whole points to a decision.

use serde::{Deserialize, Serialize};

use crate::release::DecisionRule;
use crate::units::Points;

/// What follows from a score. It is a proposal: a person may always decide otherwise (GDPR art. 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The loan is refused.
    Refused,
    /// A person decides.
    Review,
    /// The loan is granted.
    Granted,
}

impl Decision {
    /// All decisions, in the order of their codes.
    pub const ALL: [Self; 3] = [Self::Refused, Self::Review, Self::Granted];

    /// The code of [`crate::release::cohort::DECISION`]: 0 refused, 1 review, 2 granted.
    pub const fn code(self) -> u8 {
        match self {
            Self::Refused => 0,
            Self::Review => 1,
            Self::Granted => 2,
        }
    }

    /// The stable name: `refused`, `review` or `granted`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Review => "review",
            Self::Granted => "granted",
        }
    }

    /// The decision with that code, or `None`.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

impl DecisionRule {
    /// What follows from a score.
    ///
    /// It is taken on whole points, so that the points that a person reads are those that decided.
    ///
    /// ```
    /// use scoring::{Decision, Points, release::DecisionRule};
    /// let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    /// assert_eq!(rule.decide(Points::new(519)?), Decision::Review);
    /// assert_eq!(rule.decide(Points::new(520)?), Decision::Granted);
    /// assert_eq!(rule.decide(Points::new(479)?), Decision::Refused);
    /// # Ok::<(), scoring::UnitError>(())
    /// ```
    pub fn decide(&self, points: Points) -> Decision {
        if points.get() >= self.review_to {
            Decision::Granted
        } else if points.get() < self.review_from {
            Decision::Refused
        } else {
            Decision::Review
        }
    }

    /// What is wrong with the rule, or `None`: bounds and threshold are points, in rising order.
    pub(crate) fn fault(&self) -> Option<String> {
        let range = Points::MIN.get()..=Points::MAX.get();
        if !(range.contains(&self.review_from) && range.contains(&self.review_to)) {
            Some(format!("the review band {} to {} leaves 0 to 1000", self.review_from, self.review_to))
        } else if !(self.review_from..=self.review_to).contains(&self.threshold) {
            Some(format!(
                "the threshold {} lies outside the review band {} to {}",
                self.threshold, self.review_from, self.review_to
            ))
        } else if !(self.cost_ratio.is_finite() && self.cost_ratio > 0.0) {
            Some(format!("the cost ratio {} is not positive", self.cost_ratio))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(threshold: i32, review_from: i32, review_to: i32) -> DecisionRule {
        DecisionRule { cost_ratio: 10.0, threshold, review_from, review_to }
    }

    #[test]
    fn codes_and_names_stand_for_one_decision_each() {
        for (code, name) in [(0, "refused"), (1, "review"), (2, "granted")] {
            let decision = Decision::from_code(code).unwrap();
            assert_eq!((decision.code(), decision.name()), (code, name));
            assert_eq!(serde_json::to_value(decision).unwrap(), name);
        }
        assert_eq!(Decision::from_code(3), None);
    }

    #[test]
    fn an_empty_band_sends_nobody_to_a_person() {
        let rule = rule(500, 500, 500);
        for points in 0..=1000 {
            let expected = if points >= 500 { Decision::Granted } else { Decision::Refused };
            assert_eq!(rule.decide(Points::new(points).unwrap()), expected);
        }
    }

    #[test]
    fn a_rule_out_of_order_is_named() {
        assert_eq!(rule(500, 480, 520).fault(), None);
        for (rule, word) in [
            (rule(530, 480, 520), "threshold"),
            (rule(470, 480, 520), "threshold"),
            (rule(500, 520, 480), "threshold"),
            (rule(500, -1, 520), "leaves"),
            (rule(500, 480, 1001), "leaves"),
            (DecisionRule { cost_ratio: f64::NAN, ..rule(500, 480, 520) }, "cost ratio"),
        ] {
            assert!(rule.fault().is_some_and(|fault| fault.contains(word)), "{rule:?}");
        }
    }
}
