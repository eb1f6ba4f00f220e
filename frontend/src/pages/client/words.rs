//! A score in words.

use api::{Decision, Prediction};

use crate::format::{share, whole};
use crate::i18n::{Speech, messages as m};

/// The decision as a sentence.
pub(super) fn decision(speech: Speech, decision: Decision) -> &'static str {
    speech.say(match decision {
        Decision::Granted => &m::DECISION_GRANTED,
        Decision::Review => &m::DECISION_REVIEW,
        Decision::Refused => &m::DECISION_REFUSED,
    })
}

/// How far the score lies from the threshold, and on which side.
pub(super) fn distance(speech: Speech, prediction: &Prediction) -> String {
    let threshold = prediction.threshold.points;
    let gap = prediction.points - threshold;
    let threshold = whole(speech, threshold);
    if gap == 0 {
        return speech.fill(&m::AT_THRESHOLD, &[("threshold", &threshold)]);
    }
    let singular = speech.is_singular(f64::from(gap));
    let message = match (gap > 0, singular) {
        (true, true) => &m::ABOVE_ONE,
        (true, false) => &m::ABOVE_MANY,
        (false, true) => &m::BELOW_ONE,
        (false, false) => &m::BELOW_MANY,
    };
    speech.fill(message, &[("n", &whole(speech, gap.abs())), ("threshold", &threshold)])
}

/// What the threshold means for somebody at it.
pub(super) fn threshold(speech: Speech, prediction: &Prediction) -> String {
    let repaid = share(speech, 1.0 - prediction.threshold.probability_of_default);
    speech.fill(&m::THRESHOLD_MEANS, &[("probability", &repaid)])
}

/// The score and where it lies, for who cannot see the gauge.
pub(super) fn gauge(speech: Speech, prediction: &Prediction) -> String {
    speech.fill(
        &m::GAUGE_WORDS,
        &[("points", &whole(speech, prediction.points)), ("distance", &distance(speech, prediction))],
    )
}

#[cfg(test)]
mod tests {
    use api::{Basis, ReviewBand, Threshold};
    use catalogue::Language;

    use super::*;

    fn scored(points: i32) -> Prediction {
        Prediction {
            decision_id: String::new(),
            release: String::new(),
            client_id: Some(7),
            basis: Basis::Stored,
            log_odds: -2.0,
            probability_of_default: 0.12,
            points,
            threshold: Threshold { log_odds: -2.3, probability_of_default: 0.09, points: 520 },
            review: ReviewBand { from: 500, to: 540 },
            decision: Decision::Review,
            reasons: Vec::new(),
            strengths: Vec::new(),
            what_if: None,
        }
    }

    #[test]
    fn the_distance_is_said_with_its_side() {
        let say = |points| distance(Speech(Language::En), &scored(points));
        assert_eq!(say(554), "34\u{a0}points above the threshold of 520\u{a0}points");
        assert_eq!(say(519), "1\u{a0}point below the threshold of 520\u{a0}points");
        assert_eq!(say(520), "Exactly at the threshold of 520\u{a0}points");
    }

    #[test]
    fn the_threshold_is_told_as_a_chance_of_repayment() {
        assert!(threshold(Speech(Language::En), &scored(500)).contains("91%"));
    }
}
