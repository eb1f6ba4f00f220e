//! The served rule on groups of clients.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::figure::Figure;

/// The audit of one attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// `sex`, `age_band`, `family_status`, `region_rating` or `income_type`.
    pub name: String,
    /// The attribute in French.
    pub label_fr: String,
    /// The attribute in English.
    pub label_en: String,
    /// The feature that the groups are made of.
    pub feature: String,
    /// Whether the model takes that feature in.
    pub used: bool,
    /// The groups, largest first (age bands and ratings: in their order).
    pub groups: Vec<Group>,
    /// The group that the others are compared with: the one with the highest approval rate among those large enough.
    pub reference: String,
    /// What stands out; empty where nothing does.
    pub findings: Vec<Finding>,
}

/// One group of clients. Figures are out of fold.
///
/// A client is approved whose points reach the threshold, before a person looks at those in the review band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its name among the groups of the attribute: a category's value, `25-34`, `1`; `missing` where it is not known.
    pub group: String,
    /// The group in French.
    pub label_fr: String,
    /// The group in English.
    pub label_en: String,
    /// Labelled clients.
    pub clients: u32,
    /// Those who defaulted.
    pub defaults: u32,
    /// Whether there are too few clients to find anything: under 100, or under 10 defaults. It is compared with
    /// nothing then.
    pub small: bool,
    /// Share who are approved.
    pub approval_rate: f64,
    /// Shares who are granted, sent to a person, refused.
    pub shares: [f64; 3],
    /// Approval rate over that of the reference group, with its interval; absent where the group is small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact_ratio: Option<Figure>,
    /// Share of those who repaid who are approved (true-positive rate, the good client being the positive).
    pub true_positive_rate: f64,
    /// That share minus the reference group's, with its interval; absent where the group is small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub true_positive_rate_gap: Option<Figure>,
    /// Mean predicted probability of default.
    pub mean_predicted: f64,
    /// Share who defaulted.
    pub observed: f64,
    /// Standard error of the difference between the two, if each client defaulted with the predicted probability.
    pub calibration_standard_error: f64,
    /// Area under the ROC curve within the group; absent where the group is small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auc: Option<f64>,
}

/// Something that stands out in a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
    /// The group.
    pub group: String,
    /// The figure: an impact ratio, a gap of true-positive rates, or predicted minus observed.
    pub figure: f64,
    /// The limit that it passes.
    pub limit: f64,
    /// Whether its 95 % interval lies wholly beyond the limit.
    pub certain: bool,
}

impl fmt::Display for Finding {
    /// As a person reads it who knows the attribute.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (group, figure) = (&self.group, self.figure);
        let percent = 100.0 * figure.abs();
        match self.code {
            FindingCode::AdverseImpact => {
                write!(f, "{group}: approved {figure:.2} times as often as the reference group")
            }
            FindingCode::FewerGoodClientsApproved => {
                write!(f, "{group}: of those who repay, {percent:.0} in a hundred fewer are approved")
            }
            FindingCode::RiskUnderstated => {
                write!(f, "{group}: {percent:.1} in a hundred more default than predicted")
            }
            FindingCode::RiskOverstated => {
                write!(f, "{group}: {percent:.1} in a hundred fewer default than predicted")
            }
        }
    }
}

/// What stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The impact ratio is under four fifths (limit 0.8; 29 CFR 1607.4 D).
    AdverseImpact,
    /// Of those who repay, at least five in a hundred fewer are approved than in the reference group (limit -0.05).
    FewerGoodClientsApproved,
    /// More default than predicted, by over two standard errors and half a percentage point (limit -0.005).
    RiskUnderstated,
    /// Fewer default than predicted, by over two standard errors and half a percentage point (limit 0.005).
    RiskOverstated,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_told_in_words() {
        for (code, figure, told) in [
            (
                FindingCode::AdverseImpact,
                0.597,
                "under 25: approved 0.60 times as often as the reference group",
            ),
            (
                FindingCode::FewerGoodClientsApproved,
                -0.08,
                "under 25: of those who repay, 8 in a hundred fewer are approved",
            ),
            (FindingCode::RiskUnderstated, -0.021, "under 25: 2.1 in a hundred more default than predicted"),
            (FindingCode::RiskOverstated, 0.007, "under 25: 0.7 in a hundred fewer default than predicted"),
        ] {
            let finding = Finding { code, group: "under 25".to_owned(), figure, limit: 0.0, certain: true };
            assert_eq!(finding.to_string(), told);
        }
    }
}
