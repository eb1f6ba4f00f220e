//! Proposals are granted when scored from scratch, stay within what a client can do, and are minimal.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use catalogue::{Function, Table, action, feature};
use proptest::prelude::*;
use scoring::counterfactual::{Goal, MOST_PROPOSALS, Outcome, Proposal};
use scoring::release::{Calibration, DecisionRule, PointsScale};
use scoring::tree::{Node, NodeKind, Split, Tree};
use scoring::{Applicant, Changes, Decision, Points, Records, Row, Scorer, ScoringModel, Value};
use support::Random;
use support::applicants::{rewritten, spread, usable_inputs};

fn number(records: &Records, name: &str) -> f64 {
    match records.application().get(Table::Application.column(name).unwrap()) {
        Value::Number(number) => number,
        Value::Missing | Value::Category(_) => f64::NAN,
    }
}

/// What a field would be: changed or as it stands.
fn proposed(proposal: &Proposal, records: &Records, name: &str) -> f64 {
    let change = proposal.changes.iter().find(|change| change.feature.id == name);
    change.map_or_else(|| number(records, name), |change| change.to)
}

fn is_revolving(records: &Records) -> bool {
    let contract = Table::Application.column("NAME_CONTRACT_TYPE").unwrap();
    records.application().get(contract) == Value::Category(1)
}

/// The score of an application with these changes, from the records.
fn from_scratch(model: &ScoringModel, records: &Records, changes: &Changes) -> scoring::Score {
    let features = rewritten(records, changes);
    let value = |input: &String| features[catalogue::features().iter().position(|f| f.id == *input).unwrap()];
    model.score(&model.inputs().iter().map(value).collect::<Vec<f32>>())
}

/// Worked out here anew, so that the search's own rules are not asked.
#[track_caller]
fn check_plausible(proposal: &Proposal, records: &Records) {
    let now = |name| number(records, name);
    let then = |name| proposed(proposal, records, name);
    let moved = |name: &str| proposal.changes.iter().any(|change| change.feature.id == name);
    for change in &proposal.changes {
        let action = change.feature.action.expect("only what can be acted on moves");
        assert_eq!(change.from, now(&change.feature.id));
        assert_ne!(change.from, change.to);
        if change.follows {
            assert!(change.feature.id == "AMT_ANNUITY" && moved("AMT_CREDIT"), "only the instalment follows");
        } else {
            assert!(
                change.to >= action.least.of(change.from) && change.to <= action.greatest.of(change.from)
            );
        }
    }
    if (moved("AMT_CREDIT") || moved("AMT_GOODS_PRICE")) && now("AMT_GOODS_PRICE") > 0.0 {
        let (before, after) =
            (now("AMT_CREDIT") / now("AMT_GOODS_PRICE"), then("AMT_CREDIT") / then("AMT_GOODS_PRICE"));
        assert!(after <= before + 1e-6, "the credit covers {after} of the price, not {before}");
        // Where the client pays a part, rounding may add to it: a step, less than a fiftieth of the least price.
        let least = if before >= 1.0 { 1.0 } else { before * 0.98 };
        assert!(after >= least, "the credit covers {after} of the price, not {before}");
    }
    if is_revolving(records) {
        let share = now("AMT_ANNUITY") / now("AMT_CREDIT");
        assert!(
            (then("AMT_ANNUITY") - share * then("AMT_CREDIT")).abs() <= 0.5,
            "the instalment follows the limit"
        );
    } else if moved("AMT_CREDIT") || moved("AMT_ANNUITY") {
        let term = Function::CustomaryTerm.value(&[now("AMT_ANNUITY"), now("AMT_CREDIT")]);
        let rate = Function::MonthlyRate.value(&[term, now("AMT_ANNUITY"), now("AMT_CREDIT")]);
        let found = Function::PaymentsAt.value(&[rate, then("AMT_ANNUITY"), then("AMT_CREDIT")]);
        let chosen =
            proposal.changes.iter().any(|change| change.feature.id == "AMT_ANNUITY" && !change.follows);
        // The instalment is rounded to a whole unit, which is little of the least one: so the term comes out.
        let months = (found / 6.0).round() * 6.0;
        assert!((found - months).abs() < 0.1, "{found} instalments");
        assert!(if chosen { action::TERMS.contains(&months) && months != term } else { months == term });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn proposals_are_granted_and_can_be_followed(seed in any::<u64>(), trees in 5..60_usize, small in any::<bool>()) {
        let mut random = Random(seed);
        let inputs = usable_inputs(if small { 12 } else { 120 });
        let model = random.loan_model(trees, 4, inputs);
        for _ in 0..5 {
            let records = random.applicant();
            let applicant = Applicant::from_records(&records);
            let answer = model.counterfactuals(&applicant, Goal::Granted, &spread);
            prop_assert!(answer.evaluations <= 4000);
            prop_assert_eq!(answer.before, model.score(&applicant.inputs(&model)));
            match &answer.outcome {
                Outcome::AlreadyReached => prop_assert_eq!(answer.before.decision, Decision::Granted),
                Outcome::OutOfReach(nearest) => {
                    prop_assert!(nearest.score.log_odds <= answer.before.log_odds);
                    prop_assert_ne!(nearest.score.decision, Decision::Granted);
                    prop_assert_eq!(nearest.score, from_scratch(&model, &records, &nearest.to_changes()));
                    check_plausible(nearest, &records);
                }
                Outcome::Found(proposals) => {
                    prop_assert!((1..=MOST_PROPOSALS).contains(&proposals.len()));
                    prop_assert_ne!(answer.before.decision, Decision::Granted);
                    for proposal in proposals {
                        let score = from_scratch(&model, &records, &proposal.to_changes());
                        prop_assert_eq!(score.decision, Decision::Granted);
                        prop_assert_eq!(score, proposal.score);
                        check_plausible(proposal, &records);
                    }
                    let fields = |proposal: &Proposal| -> Vec<_> {
                        proposal.changes.iter().filter(|c| !c.follows).map(|c| c.feature.id.clone()).collect()
                    };
                    for (index, proposal) in proposals.iter().enumerate() {
                        for other in &proposals[..index] {
                            prop_assert!(other.chosen() <= proposal.chosen());
                            prop_assert!(other.chosen() < proposal.chosen() || other.distance <= proposal.distance);
                            prop_assert!(!fields(other).iter().all(|field| fields(proposal).contains(field)));
                        }
                    }
                }
            }
            let again = model.counterfactuals(&applicant, Goal::Granted, &spread);
            prop_assert_eq!(format!("{answer:?}"), format!("{again:?}"));
        }
    }
}

/// Log-odds with which everyone is granted.
const CONSTANT: f64 = -3.0;
/// An effect that leaves 0.472 log-odds to be won back.
const HINDRANCE: (&str, f32, f32) = ("EXT_SOURCE_2", 0.0, 1.0);

/// One tree for each effect: the log-odds rise by `weight` where the feature is at least `threshold`.
fn model(effects: &[(&str, f32, f32)]) -> ScoringModel {
    let mut inputs: Vec<String> = effects.iter().map(|effect| effect.0.to_owned()).collect();
    inputs.sort();
    inputs.dedup();
    let tree = |&(id, threshold, weight): &(&str, f32, f32)| {
        let feature = inputs.iter().position(|input| input == id).unwrap() as u32;
        let split = Split { feature, threshold, default_left: true };
        let nodes = [
            Node { cover: 2.0, kind: NodeKind::Split { split, left: 1, right: 2 } },
            Node { cover: 1.0, kind: NodeKind::Leaf(0.0) },
            Node { cover: 1.0, kind: NodeKind::Leaf(f64::from(weight)) },
        ];
        Tree::new(&nodes, inputs.len()).unwrap()
    };
    let trees = effects.iter().map(tree).collect();
    // From 520 points on a loan is granted: the log-odds must be at most -2.472.
    let scorer = Scorer::new(inputs.clone(), CONSTANT, trees).unwrap();
    let rule = DecisionRule { cost_ratio: 10.0, threshold: 500, review_from: 480, review_to: 520 };
    let calibration = Calibration { slope: 1.0, intercept: 0.0 };
    ScoringModel::new(scorer, calibration, PointsScale::default(), rule).unwrap()
}

/// Credit 500,000 for goods of 450,000 in instalments of 25,000: steps of 2,000 and of 100.
fn application(contract: &str) -> Records {
    let cells = [
        ("NAME_CONTRACT_TYPE", contract),
        ("AMT_CREDIT", "500000"),
        ("AMT_ANNUITY", "25000"),
        ("AMT_GOODS_PRICE", "450000"),
        ("AMT_INCOME_TOTAL", "100000"),
        ("FLAG_MOBIL", "1"),
        ("FLAG_EMAIL", "0"),
        ("FLAG_PHONE", "0"),
        ("FLAG_WORK_PHONE", "0"),
        ("FLAG_DOCUMENT_3", "0"),
        ("EXT_SOURCE_2", "0.5"),
    ];
    Records::new(Row::read(Table::Application, cells).unwrap().0)
}

fn changes(proposal: &Proposal) -> Vec<(&str, f64)> {
    proposal.changes.iter().map(|change| (change.feature.id.as_str(), change.to)).collect()
}

/// The changes of each proposal.
fn found(effects: &[(&str, f32, f32)], records: &Records) -> Vec<Vec<(String, f64)>> {
    let answer = model(effects).counterfactuals(&Applicant::from_records(records), Goal::Granted, &spread);
    let owned = |proposal: &Proposal| -> Vec<_> {
        changes(proposal).into_iter().map(|(id, to)| (id.to_owned(), to)).collect()
    };
    answer.proposals().iter().map(owned).collect()
}

fn listed(proposals: &[&[(&str, f64)]]) -> Vec<Vec<(String, f64)>> {
    proposals.iter().map(|changes| changes.iter().map(|&(id, to)| (id.to_owned(), to)).collect()).collect()
}

#[test]
fn one_change_is_the_nearest_value_that_is_enough() {
    let cash = application("Cash loans");
    // A flag is of size 1, 30,000 of the credit are 0.06 spreads.
    assert_eq!(
        found(&[("AMT_CREDIT", 470_001.0, 1.0), ("FLAG_EMAIL", 0.5, -1.0)], &cash),
        listed(&[&[("AMT_CREDIT", 470_000.0), ("AMT_ANNUITY", 23_500.0)], &[("FLAG_EMAIL", 1.0)]])
    );
    assert_eq!(
        found(&[("annuity_to_income", 0.2, 1.0)], &cash),
        listed(&[
            &[("AMT_ANNUITY", 18_116.0)],
            &[("AMT_CREDIT", 398_000.0), ("AMT_ANNUITY", 19_900.0), ("AMT_GOODS_PRICE", 398_000.0)]
        ]),
        "what is derived follows: 36 months, or a smaller loan"
    );
    assert_eq!(
        found(&[("AMT_ANNUITY", 30_000.0, -1.0), HINDRANCE], &cash),
        listed(&[&[("AMT_ANNUITY", 31_940.0)]]),
        "18 months"
    );
}

#[test]
fn a_credit_below_the_price_of_the_goods_takes_goods_at_another_price() {
    let cash = application("Cash loans");
    assert_eq!(
        found(&[("AMT_CREDIT", 440_000.0, 1.0)], &cash),
        listed(&[&[("AMT_CREDIT", 438_000.0), ("AMT_ANNUITY", 21_900.0), ("AMT_GOODS_PRICE", 438_000.0)]])
    );
}

#[test]
fn the_instalment_of_a_revolving_loan_follows() {
    let revolving = application("Revolving loans");
    let effects = [("AMT_ANNUITY", 23_001.0, 1.0)];
    let expected = listed(&[&[("AMT_CREDIT", 460_000.0), ("AMT_ANNUITY", 23_000.0)]]);
    assert_eq!(found(&effects, &revolving), expected);
    let answer =
        model(&effects).counterfactuals(&Applicant::from_records(&revolving), Goal::Granted, &spread);
    assert_eq!(answer.proposals()[0].chosen(), 1);
    assert!(
        (answer.proposals()[0].distance - 40_000.0 / 538_650.0).abs() < 1e-12,
        "the credit's change alone"
    );
}

#[test]
fn two_changes_are_proposed_where_one_is_not_enough() {
    let flags = ["FLAG_WORK_PHONE", "FLAG_PHONE", "FLAG_EMAIL"];
    let mut effects: Vec<_> = flags.iter().map(|&flag| (flag, 0.5, -0.3)).collect();
    effects.push(HINDRANCE);
    let [work, home, email] = flags.map(|flag| (flag, 1.0));
    assert_eq!(
        found(&effects, &application("Cash loans")),
        listed(&[&[work, home], &[work, email], &[home, email]])
    );
}

#[test]
fn three_and_four_changes_are_proposed_where_two_are_not_enough() {
    let flags = ["FLAG_WORK_PHONE", "FLAG_PHONE", "FLAG_EMAIL", "FLAG_DOCUMENT_3"];
    for (weight, needed, proposals) in [(-0.16, 3, 3), (-0.12, 4, 1)] {
        let mut effects: Vec<_> = flags.iter().map(|&flag| (flag, 0.5, weight)).collect();
        effects.push(HINDRANCE);
        let found = found(&effects, &application("Cash loans"));
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), vec![needed; proposals], "{found:?}");
    }
}

/// Half the loan in more than half the instalment takes a shorter term, and goods at another price.
#[test]
fn a_loan_can_move_in_all_its_parts() {
    let effects =
        [("AMT_CREDIT", 250_001.0, 1.0), ("AMT_ANNUITY", 15_000.0, -0.1), ("FLAG_MOBIL", -1.0, 0.6)];
    let found = found(&effects, &application("Cash loans"));
    let half = [("AMT_CREDIT", 250_000.0), ("AMT_ANNUITY", 15_970.0), ("AMT_GOODS_PRICE", 250_000.0)];
    assert_eq!(found, listed(&[&half]));
}

#[test]
fn where_there_is_none_the_nearest_is_given() {
    let applicant = Applicant::from_records(&application("Cash loans"));
    let answer = model(&[HINDRANCE]).counterfactuals(&applicant, Goal::Granted, &spread);
    let Outcome::OutOfReach(nearest) = &answer.outcome else { panic!("{answer:?}") };
    assert!(nearest.changes.is_empty() && nearest.score == answer.before && answer.proposals().is_empty());

    let effects =
        [("FLAG_EMAIL", 0.5, -0.1), ("FLAG_PHONE", 0.5, -0.1), ("FLAG_WORK_PHONE", 0.5, 0.1), HINDRANCE];
    let answer = model(&effects).counterfactuals(&applicant, Goal::Granted, &spread);
    let Outcome::OutOfReach(nearest) = &answer.outcome else { panic!("{answer:?}") };
    assert_eq!(changes(nearest), [("FLAG_PHONE", 1.0), ("FLAG_EMAIL", 1.0)]);
    assert!((nearest.score.log_odds.get() + 2.2).abs() < 1e-6);
}

#[test]
fn a_goal_can_be_a_number_of_points() {
    let effects = [("FLAG_EMAIL", 0.5, -0.3), ("FLAG_PHONE", 0.5, -0.2), HINDRANCE];
    let model = model(&effects);
    let applicant = Applicant::from_records(&application("Cash loans"));
    // 465 points now; a flag is worth 35 or 23.
    for (points, expected) in [(465, None), (488, Some(1)), (500, Some(1)), (510, Some(2)), (530, Some(0))] {
        let answer = model.counterfactuals(&applicant, Goal::Points(Points::new(points).unwrap()), &spread);
        match (expected, &answer.outcome) {
            (None, Outcome::AlreadyReached) => {}
            (Some(0), Outcome::OutOfReach(nearest)) => assert_eq!(nearest.score.points.get(), 523),
            (Some(chosen), Outcome::Found(proposals)) => {
                assert_eq!(proposals[0].chosen(), chosen);
                assert!(proposals[0].score.points.get() >= points);
            }
            (_, outcome) => panic!("{points}: {outcome:?}"),
        }
    }
}

/// The price of the goods is not known, so that what follows from it cannot be worked out.
#[test]
fn what_cannot_be_followed_does_not_move() {
    let model = model(&[("AMT_CREDIT", 470_001.0, 1.0), ("credit_to_goods", 99.0, 0.1)]);
    let columns =
        ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "credit_to_goods"].map(|id| feature(id).unwrap());
    let values = [500_000.0, 25_000.0, 450_000.0, 500.0 / 450.0];
    let known = Applicant::from_stored(&columns, &values).unwrap();
    assert_eq!(model.counterfactuals(&known, Goal::Granted, &spread).proposals().len(), 1);
    let columns = [columns[0], columns[1], columns[3]];
    let unknown = Applicant::from_stored(&columns, &[values[0], values[1], values[3]]).unwrap();
    assert!(model.counterfactuals(&unknown, Goal::Granted, &spread).proposals().is_empty());
}

/// All single changes and pairs of changes, on the values that the search rounds to.
struct BruteForce<'a> {
    effects: &'a [(&'a str, f32, f32)],
}

impl BruteForce<'_> {
    const NAMES: [&'static str; 5] =
        ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "FLAG_EMAIL", "FLAG_PHONE"];
    const PRESENT: [f64; 5] = [500_000.0, 25_000.0, 450_000.0, 0.0, 0.0];

    fn values(field: usize) -> Vec<f64> {
        let stepped = |from: u32, to: u32, step: u32| (from..=to).map(|k| f64::from(k * step)).collect();
        match field {
            0 => stepped(50, 249, 2000),
            1 => vec![31_940.0, 20_858.0, 18_116.0, 16_172.0, 14_729.0],
            2 => stepped(45, 224, 2000),
            _ => vec![1.0],
        }
    }

    fn is_granted(&self, [credit, annuity, goods, email, phone]: [f64; 5]) -> bool {
        let input = |id| match id {
            "AMT_CREDIT" => credit,
            "AMT_ANNUITY" => annuity,
            "AMT_GOODS_PRICE" => goods,
            "FLAG_EMAIL" => email,
            "FLAG_PHONE" => phone,
            "annuity_to_income" => annuity / 100_000.0,
            "credit_to_annuity" => credit / annuity,
            "credit_to_goods" => credit / goods,
            _ => 0.5,
        };
        let terms = self.effects.iter().filter(|effect| input(effect.0) as f32 >= effect.1);
        let log_odds = CONSTANT + terms.map(|effect| f64::from(effect.2)).sum::<f64>();
        log_odds < -2.472 && credit >= goods && credit <= goods / 0.9 + 1e-3
    }

    /// The instalment of a choice: another credit has another one over the chosen term.
    fn complete(mut point: [f64; 5]) -> [f64; 5] {
        point[1] = if point[0] == 500_000.0 {
            point[1]
        } else {
            let months = [18.0, 24.0, 30.0, 36.0, 42.0, 48.0]
                .into_iter()
                .find(|&n| (Self::level(n, 500_000.0) - point[1]).abs() < 1.0);
            Self::level(months.expect("one of the terms"), point[0]).round()
        };
        point
    }

    /// At the rate that 24 instalments of 25,000 for a credit of 500,000 imply.
    fn level(months: f64, credit: f64) -> f64 {
        let rate = 0.015_130_843_902_309_92_f64;
        credit * rate / (1.0 - (1.0 + rate).powf(-months))
    }

    /// The least distance of so many changes.
    fn least(&self, changes: usize) -> Option<f64> {
        let mut choices = vec![(0, Self::PRESENT)];
        for _ in 0..changes {
            let extended =
                choices.iter().flat_map(|&(from, choice)| (from..5).map(move |field| (field, choice)));
            choices = extended
                .flat_map(|(field, choice)| {
                    Self::values(field).into_iter().map(move |value| {
                        let mut changed = choice;
                        changed[field] = value;
                        (field + 1, changed)
                    })
                })
                .collect();
        }
        let within = |choice: &[f64; 5]| {
            choice[1] == Self::PRESENT[1] || (12_500.0..=37_500.0).contains(&Self::complete(*choice)[1])
        };
        let granted = choices.into_iter().map(|(_, choice)| choice).filter(within);
        granted
            .filter(|choice| self.is_granted(Self::complete(*choice)))
            .map(Self::distance)
            .min_by(f64::total_cmp)
    }

    /// In spreads, over what is chosen.
    fn distance(choice: [f64; 5]) -> f64 {
        let point = Self::complete(choice);
        let chosen = (0..5).filter(|&field| choice[field] != Self::PRESENT[field]);
        chosen
            .map(|field| {
                let spread = spread(feature(Self::NAMES[field]).unwrap());
                (point[field] - Self::PRESENT[field]).abs() / if spread > 0.0 { spread } else { 1.0 }
            })
            .sum()
    }
}

#[test]
fn proposals_are_as_small_as_those_of_a_search_of_all_values() {
    let records = application("Cash loans");
    let applicant = Applicant::from_records(&records);
    let mut random = Random(11);
    let (mut ones, mut twos, mut missed, mut excess) = (0, 0, 0, 0.0_f64);
    while ones + twos < 240 {
        let mut effects = vec![HINDRANCE];
        for _ in 0..8 {
            let (id, centre) = [
                ("AMT_CREDIT", 430_000.0),
                ("AMT_ANNUITY", 25_000.0),
                ("AMT_GOODS_PRICE", 430_000.0),
                ("annuity_to_income", 0.25),
                ("credit_to_annuity", 20.0),
                ("credit_to_goods", 1.08),
                ("FLAG_EMAIL", 0.5),
                ("FLAG_PHONE", 0.5),
            ][random.below(8)];
            let width = if id == "credit_to_goods" { 0.07 } else { 0.4 };
            effects.push((id, centre * (1.0 + width * random.unit()), 0.4 * random.unit()));
        }
        let brute = BruteForce { effects: &effects };
        let answer = model(&effects).counterfactuals(&applicant, Goal::Granted, &spread);
        let smallest = answer.proposals().first();
        if matches!(answer.outcome, Outcome::AlreadyReached) {
            continue;
        }
        if let Some(least) = brute.least(1) {
            ones += 1;
            let smallest = smallest.expect("one change is enough");
            assert_eq!(smallest.chosen(), 1);
            assert!((smallest.distance - least).abs() < 1e-12, "{} is not {least}", smallest.distance);
        } else if let Some(least) = brute.least(2) {
            twos += 1;
            match smallest {
                Some(smallest) if smallest.chosen() == 2 => excess += smallest.distance / least - 1.0,
                _ => missed += 1,
            }
        }
    }
    println!(
        "{ones} by one change, {twos} by two, {missed} missed, {:.4} too far on average",
        excess / f64::from(twos)
    );
    assert!(ones > 40 && twos > 40, "{ones} and {twos}");
    assert!(missed * 50 <= twos, "{missed} of {twos} missed");
    assert!(excess / f64::from(twos) < 0.05, "{}", excess / f64::from(twos));
}
