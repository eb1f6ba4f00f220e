//! The fairness audit: the served rule on groups of clients.
//!
//! Sources: the four-fifths rule, 29 CFR 1607.4 D, for impact ratios; M. Hardt, E. Price and N. Srebro, *Equality of
//! opportunity in supervised learning*, 2016, for the rates among those who repay. Attributes that the model does not
//! take in are columns of the feature folder all the same, kept for this.

use catalogue::Text;
use matrix::FeatureFolder;
use scoring::release::DecisionRule;
use scoring::{Decision, Points};

use crate::bootstrap::Bootstrap;
use crate::evidence::{Attribute, Figure, Finding, FindingCode, Group};
use crate::metrics;
use crate::quality::Predictions;

/// A group with fewer clients, or with fewer defaults than [`LEAST_DEFAULTS`], is too small to find anything.
const LEAST_CLIENTS: usize = 100;
const LEAST_DEFAULTS: usize = 10;
/// Under this impact ratio a rule is said to have an adverse impact.
const FOUR_FIFTHS: f64 = 0.8;
/// A rate among those who repay that is so far below the reference's stands out.
const RATE_GAP: f64 = 0.05;
/// A mean prediction that is so far from what was observed stands out, where chance does not explain it.
const CALIBRATION_GAP: f64 = 0.005;
/// Standard errors that chance hardly exceeds.
const BEYOND_CHANCE: f64 = 2.0;

/// How the groups of an attribute are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One group a category.
    Category,
    /// Bands of years, from days before the application.
    Age,
    /// One group a whole number.
    Rating,
}

/// What is audited: name, feature, kind.
const ATTRIBUTES: [(&str, &str, Kind); 5] = [
    ("sex", "CODE_GENDER", Kind::Category),
    ("age_band", "DAYS_BIRTH", Kind::Age),
    ("family_status", "NAME_FAMILY_STATUS", Kind::Category),
    ("region_rating", "REGION_RATING_CLIENT", Kind::Rating),
    ("income_type", "NAME_INCOME_TYPE", Kind::Category),
];

/// The years at which a new band begins.
const BANDS: [i32; 5] = [25, 35, 45, 55, 65];

/// The clients of one attribute by group.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// The attribute's name.
    pub name: &'static str,
    /// The feature that the groups are made of.
    pub feature: &'static str,
    label: Text,
    /// The groups that have a client, in the order in which they are told.
    pub groups: Vec<Named>,
    /// The group of each labelled client.
    pub of_client: Vec<usize>,
}

/// A group's name and label.
#[derive(Debug, Clone)]
pub struct Named {
    /// As in the report.
    pub name: String,
    label: Text,
}

/// The groups of the labelled clients of a folder, for each attribute that it has a column of.
pub fn groupings(folder: &FeatureFolder) -> Vec<Grouping> {
    let labelled: Vec<usize> = (0..folder.ids.len()).filter(|&row| !folder.target[row].is_nan()).collect();
    let grouping = |&(name, feature, kind): &(&'static str, &'static str, Kind)| {
        let column = folder.set.features.iter().position(|one| one == feature)?;
        let values = labelled.iter().map(|&row| folder.row(row)[column]);
        Grouping::of(name, feature, kind, values)
    };
    ATTRIBUTES.iter().filter_map(grouping).collect()
}

impl Grouping {
    fn of(
        name: &'static str,
        feature: &'static str,
        kind: Kind,
        values: impl Iterator<Item = f32>,
    ) -> Option<Self> {
        let declared = catalogue::feature(feature)?;
        // A code rises in the order of the groups; the last is for those of whom nothing is known.
        let codes: Vec<Option<i32>> = values.map(|value| code(kind, value)).collect();
        let categories = declared.categories();
        let known = |code: &Option<i32>| {
            code.filter(|&code| {
                kind != Kind::Category || usize::try_from(code).is_ok_and(|at| at < categories.len())
            })
        };
        let codes: Vec<Option<i32>> = codes.iter().map(known).collect();
        let mut counts: Vec<(Option<i32>, usize)> = Vec::new();
        for &code in &codes {
            match counts.iter_mut().find(|(other, _)| *other == code) {
                Some((_, count)) => *count += 1,
                None => counts.push((code, 1)),
            }
        }
        match kind {
            Kind::Category => counts.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code)),
            Kind::Age | Kind::Rating => counts.sort_by_key(|&(code, _)| (code.is_none(), code)),
        }
        let named = |&(code, _): &(Option<i32>, usize)| match code {
            None => Named { name: "missing".to_owned(), label: Text::new("Non renseigné", "Not stated") },
            Some(code) if kind == Kind::Category => {
                let category = &categories[code as usize];
                Named { name: category.value.to_owned(), label: category.label.clone() }
            }
            Some(code) if kind == Kind::Age => band(code as usize),
            Some(code) => {
                let label = Text::made(format!("Note {code}"), format!("Rating {code}"));
                Named { name: code.to_string(), label }
            }
        };
        let place = |code: &Option<i32>| counts.iter().position(|(other, _)| other == code).unwrap_or(0);
        let of_client = codes.iter().map(place).collect();
        Some(Self {
            name,
            feature,
            label: declared.label.clone(),
            groups: counts.iter().map(named).collect(),
            of_client,
        })
    }
}

fn code(kind: Kind, value: f32) -> Option<i32> {
    if value.is_nan() {
        return None;
    }
    match kind {
        Kind::Age => {
            let years = f64::from(-value) / catalogue::unit::DAYS_A_YEAR;
            Some(BANDS.iter().filter(|&&from| years >= f64::from(from)).count() as i32)
        }
        Kind::Category | Kind::Rating => (value.fract() == 0.0).then_some(value as i32),
    }
}

fn band(band: usize) -> Named {
    let (name, fr, en) = match (band.checked_sub(1).map(|below| BANDS[below]), BANDS.get(band)) {
        (None, _) => {
            let to = BANDS[0];
            (format!("under {to}"), format!("Moins de {to} ans"), format!("Under {to}"))
        }
        (Some(from), Some(next)) => {
            let to = next - 1;
            (format!("{from}-{to}"), format!("{from} à {to} ans"), format!("{from} to {to}"))
        }
        (Some(from), None) => (format!("{from}+"), format!("{from} ans et plus"), format!("{from} and over")),
    };
    Named { name, label: Text::made(fr, en) }
}

/// Audits a rule on out-of-fold predictions; `inputs` are the model's.
pub fn audit(
    groupings: &[Grouping],
    predictions: &Predictions<'_>,
    rule: DecisionRule,
    inputs: &[String],
    bootstrap: &Bootstrap,
) -> Vec<Attribute> {
    let of = |grouping: &Grouping| attribute(grouping, predictions, rule, inputs, bootstrap);
    groupings.iter().map(of).collect()
}

fn attribute(
    grouping: &Grouping,
    predictions: &Predictions<'_>,
    rule: DecisionRule,
    inputs: &[String],
    bootstrap: &Bootstrap,
) -> Attribute {
    let Predictions { points, labels, .. } = *predictions;
    let approved: Vec<bool> = points.iter().map(|points| points.get() >= rule.threshold).collect();
    let mut groups: Vec<Group> =
        (0..grouping.groups.len()).map(|group| described(grouping, group, predictions, rule)).collect();
    let reference = reference(&groups);

    let count = groups.len();
    let rates = |weights: &[u32]| {
        let counts = Counts::of(count, &grouping.of_client, &approved, labels, weights);
        let ratios = (0..count).map(|group| counts.approval(group) / counts.approval(reference));
        let gaps = (0..count).map(|group| counts.good_approval(group) - counts.good_approval(reference));
        ratios.chain(gaps).collect()
    };
    let figures = bootstrap.figures(labels.len(), &rates);
    for (at, group) in groups.iter_mut().enumerate() {
        if !group.small {
            group.impact_ratio = Some(figures[at]).filter(|figure| figure.value.is_finite());
            group.true_positive_rate_gap =
                Some(figures[count + at]).filter(|figure| figure.value.is_finite());
        }
    }
    Attribute {
        name: grouping.name.to_owned(),
        label_fr: grouping.label.fr.clone().into_owned(),
        label_en: grouping.label.en.clone().into_owned(),
        feature: grouping.feature.to_owned(),
        used: inputs.iter().any(|input| input == grouping.feature),
        reference: groups.get(reference).map(|group| group.group.clone()).unwrap_or_default(),
        findings: groups.iter().flat_map(findings).collect(),
        groups,
    }
}

/// How many of a group are approved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Approval {
    /// Clients of the group.
    pub clients: usize,
    /// Share who are approved.
    pub rate: f64,
    /// That share over the highest of a group that is not small; `None` where the group is small, or none is not.
    pub impact_ratio: Option<f64>,
}

/// The approval rates of the groups at a threshold.
pub fn approval(grouping: &Grouping, points: &[Points], labels: &[bool], threshold: Points) -> Vec<Approval> {
    let approved: Vec<bool> = points.iter().map(|&points| points >= threshold).collect();
    let count = grouping.groups.len();
    let counts = Counts::of(count, &grouping.of_client, &approved, labels, &vec![1; labels.len()]);
    let clients = |group: &[f64; 4]| group[0] as usize;
    let defaults = |group: &[f64; 4]| (group[0] - group[2]) as usize;
    let small: Vec<bool> = counts.0.iter().map(|group| is_small(clients(group), defaults(group))).collect();
    let rates = (0..count).filter(|&group| !small[group]).map(|group| counts.approval(group));
    let highest = rates.fold(0.0, f64::max);
    (0..count)
        .map(|group| Approval {
            clients: clients(&counts.0[group]),
            rate: counts.approval(group),
            impact_ratio: (!small[group] && highest > 0.0).then(|| counts.approval(group) / highest),
        })
        .collect()
}

fn is_small(clients: usize, defaults: usize) -> bool {
    clients < LEAST_CLIENTS || defaults < LEAST_DEFAULTS || defaults == clients
}

/// Weighted clients by group: all, approved, those who repaid, approved ones of these.
struct Counts(Vec<[f64; 4]>);

impl Counts {
    fn of(groups: usize, of_client: &[usize], approved: &[bool], labels: &[bool], weights: &[u32]) -> Self {
        let mut counts = vec![[0_u64; 4]; groups];
        for (client, &weight) in weights.iter().enumerate() {
            let (weight, counts) = (u64::from(weight), &mut counts[of_client[client]]);
            let (approved, good) = (u64::from(approved[client]), u64::from(!labels[client]));
            counts[0] += weight;
            counts[1] += weight * approved;
            counts[2] += weight * good;
            counts[3] += weight * approved * good;
        }
        Self(counts.into_iter().map(|counts| counts.map(|count| count as f64)).collect())
    }

    fn approval(&self, group: usize) -> f64 {
        self.0[group][1] / self.0[group][0]
    }

    fn good_approval(&self, group: usize) -> f64 {
        self.0[group][3] / self.0[group][2]
    }
}

fn described(grouping: &Grouping, group: usize, predictions: &Predictions<'_>, rule: DecisionRule) -> Group {
    let Predictions { log_odds, points, labels } = *predictions;
    let members: Vec<usize> =
        (0..labels.len()).filter(|&client| grouping.of_client[client] == group).collect();
    let count = |such: &dyn Fn(usize) -> bool| members.iter().filter(|&&client| such(client)).count();
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let approved = |points: Points| points.get() >= rule.threshold;
    let decided = |decision| share(count(&|client| rule.decide(points[client]) == decision), members.len());
    let probability = |client: usize| log_odds[client].probability().get();
    let (mut sum, mut variance) = (0.0, 0.0);
    for &client in &members {
        let probability = probability(client);
        sum += probability;
        variance += probability * (1.0 - probability);
    }
    let defaults = count(&|client| labels[client]);
    let small = is_small(members.len(), defaults);
    let scores = || members.iter().map(|&client| log_odds[client].get()).collect::<Vec<_>>();
    let outcomes = || members.iter().map(|&client| labels[client]).collect::<Vec<_>>();
    let Named { name, label } = &grouping.groups[group];
    Group {
        group: name.clone(),
        label_fr: label.fr.clone().into_owned(),
        label_en: label.en.clone().into_owned(),
        clients: members.len() as u32,
        defaults: defaults as u32,
        small,
        approval_rate: share(count(&|client| approved(points[client])), members.len()),
        shares: [Decision::Granted, Decision::Review, Decision::Refused].map(decided),
        impact_ratio: None,
        true_positive_rate: share(
            count(&|client| approved(points[client]) && !labels[client]),
            members.len() - defaults,
        ),
        true_positive_rate_gap: None,
        mean_predicted: sum / members.len() as f64,
        observed: share(defaults, members.len()),
        calibration_standard_error: variance.sqrt() / members.len() as f64,
        auc: (!small).then(|| metrics::auc(&scores(), &outcomes())),
    }
}

/// The group with the highest approval rate among those that are not small; the largest where all are.
pub fn reference(groups: &[Group]) -> usize {
    let large = (0..groups.len()).filter(|&group| !groups[group].small);
    let highest = large.max_by(|&a, &b| groups[a].approval_rate.total_cmp(&groups[b].approval_rate));
    let largest = || (0..groups.len()).max_by_key(|&group| groups[group].clients);
    highest.or_else(largest).unwrap_or(0)
}

fn findings(group: &Group) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut note = |code, figure, limit, certain| {
        found.push(Finding { code, group: group.group.clone(), figure, limit, certain });
    };
    if let Some(Figure { value, high, .. }) = group.impact_ratio
        && value < FOUR_FIFTHS
    {
        note(FindingCode::AdverseImpact, value, FOUR_FIFTHS, high < FOUR_FIFTHS);
    }
    if let Some(Figure { value, high, .. }) = group.true_positive_rate_gap
        && value < -RATE_GAP
    {
        note(FindingCode::FewerGoodClientsApproved, value, -RATE_GAP, high < -RATE_GAP);
    }
    let gap = group.mean_predicted - group.observed;
    let chance = BEYOND_CHANCE * group.calibration_standard_error;
    if !group.small && gap.abs() > chance.max(CALIBRATION_GAP) {
        let (code, limit) = if gap < 0.0 {
            (FindingCode::RiskUnderstated, -CALIBRATION_GAP)
        } else {
            (FindingCode::RiskOverstated, CALIBRATION_GAP)
        };
        note(code, gap, limit, gap.abs() - chance > CALIBRATION_GAP);
    }
    found
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use scoring::release::PointsScale;

    use super::*;
    use crate::evaluation::{points, typed};

    const RULE: DecisionRule =
        DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 459, review_to: 539 };

    fn audited(values: &[f32], log_odds: &[f64], labels: &[bool], kind: (&'static str, Kind)) -> Attribute {
        let log_odds = typed(log_odds);
        let points = points(&log_odds, &PointsScale::default());
        let predictions = Predictions { log_odds: &log_odds, points: &points, labels };
        let grouping = Grouping::of("test", kind.0, kind.1, values.iter().copied()).unwrap();
        let bootstrap = Bootstrap { draws: 200, seed: 5, threads: NonZeroUsize::MIN };
        attribute(&grouping, &predictions, RULE, &["CODE_GENDER".to_owned()], &bootstrap)
    }

    #[test]
    fn rates_and_findings_are_those_worked_out_by_hand() {
        // 1,000 of sex 0, of whom 800 are approved; 500 of sex 1, of whom 300 are; 20 of sex 2, of whom all are.
        let (mut values, mut log_odds, mut labels) = (vec![], vec![], vec![]);
        for (sex, clients, approved) in [(0_u8, 1_000, 800), (1, 500, 300), (2, 20, 20)] {
            for client in 0..clients {
                values.push(f32::from(sex));
                // 5 % or 20 % default, as predicted, among approved and refused.
                let good = client < approved;
                let odds: f64 = if good { 1.0 / 19.0 } else { 0.25 };
                log_odds.push(odds.ln());
                labels.push(client % if good { 20 } else { 5 } == 0);
            }
        }
        let found = audited(&values, &log_odds, &labels, ("CODE_GENDER", Kind::Category));
        assert_eq!((found.reference.as_str(), found.used, found.groups.len()), ("F", true, 3));
        let [first, second, small] = &found.groups[..] else { panic!("three groups") };
        assert_eq!((first.approval_rate, second.approval_rate, small.approval_rate), (0.8, 0.6, 1.0));
        assert!(small.small && small.impact_ratio.is_none() && small.auc.is_none());
        let ratio = second.impact_ratio.unwrap();
        assert_eq!(ratio.value, 0.75);
        // The delta method gives 0.75 sqrt(0.4 / 300 + 0.2 / 800) = 0.0298.
        assert!((ratio.standard_error - 0.0298).abs() < 0.006, "{ratio:?}");
        // 760 of 920 who repay, and 285 of 445.
        assert!((first.true_positive_rate - 760.0 / 920.0).abs() < 1e-12);
        let gap = second.true_positive_rate_gap.unwrap();
        assert!((gap.value - (285.0 / 445.0 - 760.0 / 920.0)).abs() < 1e-9);
        assert!((first.mean_predicted - first.observed).abs() < 1e-12);
        let codes: Vec<_> =
            found.findings.iter().map(|one| (one.code, one.group.as_str(), one.certain)).collect();
        let expected =
            [(FindingCode::AdverseImpact, "M", false), (FindingCode::FewerGoodClientsApproved, "M", true)];
        assert_eq!(codes, expected);
    }

    #[test]
    fn a_group_whose_risk_is_told_wrongly_stands_out() {
        let log_odds = [(0.1_f64 / 0.9).ln(); 2_000];
        let labels: Vec<bool> =
            (0..2_000).map(|client| client % if client < 1_000 { 5 } else { 10 } == 0).collect();
        let values: Vec<f32> = (0..2_000).map(|client| if client < 1_000 { 1.0 } else { 2.0 }).collect();
        let found = audited(&values, &log_odds, &labels, ("REGION_RATING_CLIENT", Kind::Rating));
        let [finding] = &found.findings[..] else { panic!("one finding: {:?}", found.findings) };
        assert_eq!((finding.code, finding.group.as_str()), (FindingCode::RiskUnderstated, "1"));
        assert!((finding.figure + 0.1).abs() < 1e-9 && finding.certain, "{finding:?}");
    }

    #[test]
    fn ages_fall_into_bands_and_the_unknown_are_a_group() {
        let years = [20.0, 24.99, 25.0, 34.0, 64.9, 65.0, f32::NAN];
        let values = years.map(|years: f32| -years * 365.25);
        let grouping = Grouping::of("age_band", "DAYS_BIRTH", Kind::Age, values.into_iter()).unwrap();
        let names: Vec<&str> =
            grouping.of_client.iter().map(|&group| grouping.groups[group].name.as_str()).collect();
        assert_eq!(names, ["under 25", "under 25", "25-34", "25-34", "55-64", "65+", "missing"]);
        assert_eq!(grouping.groups.len(), 5);
    }
}
