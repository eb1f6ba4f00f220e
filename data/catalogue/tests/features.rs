//! Every declared feature keeps the rules of the language and is fit to be shown.

use std::collections::HashSet;

use catalogue::expr::Part;
use catalogue::{
    Aggregate, Bound, Condition, Direction, Expr, Feature, Kind, Language, Protection, Table, Text, Unit,
    feature, features,
};

mod wording;

fn derived() -> impl Iterator<Item = &'static Feature> {
    features().iter().filter(|feature| Table::Application.column(&feature.id).is_none())
}

/// What a formula reads on one kind of row.
#[derive(Default)]
struct Level<'a> {
    aggregates: Vec<&'a Aggregate>,
    tables: HashSet<Table>,
    latest: usize,
}

impl<'a> Level<'a> {
    /// On the client's row: what stands inside aggregates is left out.
    fn of(formula: &'a Expr) -> Self {
        let mut level = Self::default();
        formula.visit_row(&mut |part| level.note(part));
        level
    }

    /// What an aggregate's value and filter read, each row being one of its table's.
    fn inside(aggregate: &'a Aggregate) -> Self {
        let mut level = Self::default();
        aggregate.value.visit_row(&mut |part| level.note(part));
        if let Some(filter) = &aggregate.filter {
            filter.visit_row(&mut |part| level.note(part));
        }
        level.tables.extend(aggregate.statistic.column().map(|column| column.table));
        level
    }

    fn note(&mut self, part: Part<'a>) {
        match part {
            Part::Expr(Expr::Column(column) | Expr::Code(column))
            | Part::Condition(Condition::Is(column, _)) => {
                self.tables.insert(column.table);
            }
            Part::Expr(Expr::Aggregate(aggregate)) => self.aggregates.push(aggregate),
            Part::Condition(Condition::Latest(latest)) => {
                self.latest += 1;
                self.tables.insert(latest.by.table);
                self.tables.extend(latest.per.map(|key| key.table));
            }
            _ => {}
        }
    }
}

#[test]
fn raw_application_columns_come_first_then_the_derived_features() {
    let raw: Vec<_> = Table::Application
        .columns()
        .iter()
        .filter(|column| !matches!(column.kind, Kind::Id))
        .map(|column| column.name)
        .collect();
    let ids: Vec<_> = features().iter().map(|feature| feature.id.as_str()).collect();
    assert_eq!(ids[..120], raw);
    assert_eq!(ids.len(), 120 + derived().count());
}

#[test]
fn each_table_is_made_use_of() {
    let of = |table: Table| {
        derived()
            .filter(|feature| Level::of(&feature.formula).aggregates.iter().any(|a| a.table == table))
            .count()
    };
    for (table, least) in Table::HISTORY.into_iter().zip([80, 25, 95, 35, 65, 60]) {
        assert!(of(table) >= least, "{} has {} features", table.name(), of(table));
    }
    let without_history =
        derived().filter(|feature| Level::of(&feature.formula).aggregates.is_empty()).count();
    assert!(without_history >= 55, "the application has {without_history} derived features");
    assert!((400..=700).contains(&features().len()), "{} features", features().len());
}

#[test]
fn ids_formulas_and_labels_are_each_declared_once() {
    let mut seen = HashSet::new();
    for feature in features() {
        assert!(seen.insert(format!("id {}", feature.id)), "id {} stands twice", feature.id);
        assert!(
            seen.insert(format!("formula {}", feature.formula)),
            "formula of {} stands twice",
            feature.id
        );
        for language in Language::ALL {
            let label = feature.label.get(language);
            assert!(seen.insert(format!("{language:?} {label}")), "label {label:?} stands twice");
        }
    }
}

#[test]
fn derived_ids_are_in_snake_case() {
    for Feature { id, .. } in derived() {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(id.chars().all(allowed) && id.starts_with(|c: char| c.is_ascii_lowercase()), "{id}");
    }
}

#[test]
fn aggregates_read_their_own_table_alone_and_the_rest_reads_the_application() {
    for feature in features() {
        let level = Level::of(&feature.formula);
        let outside: Vec<_> = level.tables.into_iter().filter(|&table| table != Table::Application).collect();
        assert!(outside.is_empty(), "{} reads {outside:?} outside an aggregate", feature.id);
        for aggregate in level.aggregates {
            assert_ne!(aggregate.table, Table::Application, "{} aggregates the application", feature.id);
            let inside = Level::inside(aggregate);
            assert!(inside.aggregates.is_empty(), "{} nests an aggregate", feature.id);
            let foreign: Vec<_> =
                inside.tables.into_iter().filter(|&table| table != aggregate.table).collect();
            assert!(foreign.is_empty(), "{} reads {foreign:?} inside {aggregate}", feature.id);
        }
    }
}

#[test]
fn no_condition_reads_an_aggregate() {
    // The interpreters need not compare history with the application row by row.
    for feature in features() {
        feature.formula.visit(&mut |part| {
            if let Part::Condition(condition) = part {
                let mut level = Level::default();
                condition.visit_row(&mut |part| level.note(part));
                assert!(level.aggregates.is_empty(), "{} compares an aggregate", feature.id);
            }
        });
    }
}

#[test]
fn the_latest_are_looked_for_inside_aggregates_only() {
    let mut found = 0;
    for feature in features() {
        let level = Level::of(&feature.formula);
        assert_eq!(level.latest, 0, "{} asks whether an application is the latest", feature.id);
        found += level.aggregates.into_iter().map(|aggregate| Level::inside(aggregate).latest).sum::<usize>();
    }
    assert!(found > 30, "{found}");
}

#[test]
fn functions_have_as_many_arguments_as_they_take() {
    for feature in features() {
        feature.formula.visit(&mut |part| {
            if let Part::Expr(Expr::Apply(function, arguments)) = part {
                assert_eq!(arguments.len(), function.arity(), "{} in {}", function.name(), feature.id);
            }
        });
    }
}

#[test]
fn what_a_client_can_act_on_is_raw_and_has_bounds_around_the_present() {
    let actionable: Vec<_> = features().iter().filter(|feature| feature.action.is_some()).collect();
    let ids: Vec<_> = actionable.iter().map(|feature| feature.id.as_str()).collect();
    let expected = [
        "AMT_CREDIT",
        "AMT_ANNUITY",
        "AMT_GOODS_PRICE",
        "FLAG_WORK_PHONE",
        "FLAG_PHONE",
        "FLAG_EMAIL",
        "FLAG_DOCUMENT_3",
    ];
    assert_eq!(ids, expected);
    for feature in actionable {
        let action = feature.action.expect("actionable");
        assert_eq!(feature.protection, Protection::None, "{}", feature.id);
        wording::check_explanation(&feature.id, action.how);
        let presents: &[f64] = if feature.unit == Unit::Flag { &[0.0, 1.0] } else { &[1.0, 450_000.0] };
        for &present in presents {
            let (least, greatest) = (action.least.of(present), action.greatest.of(present));
            assert!(least <= present && present <= greatest, "{} from {least} to {greatest}", feature.id);
        }
        let moves = [action.least, action.greatest].iter().any(|&bound| bound != Bound::Present);
        assert!(moves, "{} cannot change", feature.id);
    }
}

#[test]
fn what_reads_a_protected_characteristic_is_protected_like_it() {
    for feature in features() {
        let reads = |name: &str| {
            let column = Table::Application.column(name).expect("declared");
            feature.formula.columns().contains(&column)
        };
        let expected = if reads("CODE_GENDER") || reads("NAME_FAMILY_STATUS") {
            Protection::AuditOnly
        } else if reads("DAYS_BIRTH") {
            Protection::UsedNeverAReason
        } else {
            Protection::None
        };
        assert_eq!(feature.protection, expected, "{}", feature.id);
    }
    let audit_only: Vec<_> = features().iter().filter(|f| f.protection == Protection::AuditOnly).collect();
    assert_eq!(audit_only.len(), 2, "sex and family status, and nothing made from them");
    for id in ["DAYS_BIRTH", "age_years", "employed_to_age", "car_age_to_age", "phone_change_to_age"] {
        assert_eq!(feature(id).expect("declared").protection, Protection::UsedNeverAReason, "{id}");
    }
}

#[test]
fn what_a_client_could_not_answer_is_no_reason_nor_what_is_made_of_it() {
    let unsaid = [
        "WEEKDAY_APPR_PROCESS_START",
        "HOUR_APPR_PROCESS_START",
        "FLAG_DOCUMENT_3",
        "documents_provided",
        "REGION_RATING_CLIENT",
        "region_rating_gap",
        "DEF_30_CNT_SOCIAL_CIRCLE",
        "social_circle_late_share",
        "APARTMENTS_AVG",
        "EMERGENCYSTATE_MODE",
        "TOTALAREA_MODE",
        "YEARS_BUILD_MEDI",
        "building_quality",
        "NAME_TYPE_SUITE",
        "NAME_INCOME_TYPE",
    ];
    for id in unsaid {
        let feature = feature(id).expect("declared");
        assert!(feature.unsaid.is_some() && !feature.is_sayable(), "{id}");
    }
    for id in ["EXT_SOURCE_1", "annuity_to_income", "CNT_CHILDREN", "REG_CITY_NOT_WORK_CITY", "bureau_debt"] {
        assert!(feature(id).expect("declared").is_sayable(), "{id}");
    }
    for id in ["DAYS_BIRTH", "credit_to_age", "CODE_GENDER"] {
        let feature = feature(id).expect("declared");
        assert!(feature.unsaid.is_none() && !feature.is_sayable(), "{id} is protected");
    }
    for feature in features() {
        let columns = feature.formula.columns();
        let of_columns = columns.iter().any(|column| {
            let raw = catalogue::feature(column.get().name);
            raw.is_some_and(|raw| raw.unsaid.is_some())
        });
        assert_eq!(feature.unsaid.is_some(), of_columns, "{}", feature.id);
        if let Some(why) = feature.unsaid {
            wording::check_explanation(&format!("silence on {}", feature.id), why);
            assert!(feature.sentence.is_none(), "{} is told, and never said", feature.id);
        }
    }
    let unsaid = features().iter().filter(|feature| feature.unsaid.is_some()).count();
    assert_eq!(unsaid, 84, "a new one is looked at before it is counted");
}

/// The clause that tells a value has one place for it, and is put into a longer sentence.
fn check_sentence(place: &str, text: &Text) {
    wording::check(place, text);
    for language in Language::ALL {
        let clause = text.get(language);
        assert_eq!(clause.matches("{value}").count(), 1, "sentence of {place} says one value: {clause:?}");
        assert_eq!(clause.matches(['{', '}']).count(), 2, "sentence of {place} is not filled in: {clause:?}");
        assert!(!clause.contains(['.', ';', ':']), "sentence of {place} is more than a clause: {clause:?}");
        assert!(clause.chars().count() <= 130, "sentence of {place} is too long: {clause:?}");
    }
}

#[test]
fn the_features_that_matter_most_are_told_in_sentences() {
    for feature in features() {
        if let Some(sentence) = &feature.sentence {
            check_sentence(&feature.id, sentence);
        }
    }
    let told = features().iter().filter(|feature| feature.sentence.is_some()).count();
    assert!(told > 120, "{told}");
    let late = feature("instalments_over_10_days_late_share_6m").and_then(|feature| feature.sentence.clone());
    assert_eq!(
        late.expect("declared").en,
        "Over the last 6 months, you paid {value} of your instalments over 10 days late"
    );
}

#[test]
fn directions_are_set_where_only_one_makes_sense_and_say_why() {
    let cases = [
        ("EXT_SOURCE_2", Some(Direction::LowersRisk)),
        ("external_score_mean", Some(Direction::LowersRisk)),
        ("external_score_spread", None),
        ("REGION_RATING_CLIENT", Some(Direction::RaisesRisk)),
        ("instalments_late_share", Some(Direction::RaisesRisk)),
        ("instalments_paid_share", Some(Direction::LowersRisk)),
        ("instalments_over_10_days_late_share_6m", Some(Direction::RaisesRisk)),
        ("previous_refused_share", Some(Direction::RaisesRisk)),
        ("previous_last_3_approved_share", Some(Direction::LowersRisk)),
        ("card_utilisation_3m", Some(Direction::RaisesRisk)),
        ("AMT_CREDIT", None),
        ("DAYS_BIRTH", None),
    ];
    for (id, direction) in cases {
        let found = feature(id).expect("declared").monotone.map(|monotone| monotone.direction);
        assert_eq!(found, direction, "{id}");
    }
    for feature in features() {
        if let Some(monotone) = feature.monotone {
            wording::check_explanation(&format!("direction of {}", feature.id), monotone.reason);
        }
    }
}

#[test]
fn formulas_print_as_an_analyst_writes_them() {
    let cases = [
        ("credit_to_income", "ratio(AMT_CREDIT, AMT_INCOME_TOTAL)"),
        ("age_years", "ratio(DAYS_BIRTH, -365.25)"),
        ("external_score_mean", "mean(EXT_SOURCE_1, EXT_SOURCE_2, EXT_SOURCE_3)"),
        ("not_employed", "[not (DAYS_EMPLOYED is present)]"),
        ("bureau_active_loans", "count of bureau where CREDIT_ACTIVE is Active"),
        (
            "bureau_worst_delay",
            "max of (code(STATUS) - 2) over bureau_balance where STATUS is 0 or 1 or 2 or 3 or 4 or 5",
        ),
        (
            "instalments_late_share_12m",
            "mean of [0 < (DAYS_ENTRY_PAYMENT - DAYS_INSTALMENT)] over installments_payments \
             where DAYS_ENTRY_PAYMENT is present and -365 <= DAYS_INSTALMENT",
        ),
        (
            "loan_implied_rate",
            "monthly_rate(customary_term(AMT_ANNUITY, AMT_CREDIT), AMT_ANNUITY, AMT_CREDIT)",
        ),
        (
            "previous_last_3_refused_share",
            "mean of [NAME_CONTRACT_STATUS is Refused] over previous_application \
             where among the 3 latest by DAYS_DECISION",
        ),
        (
            "pos_instalments_left",
            "sum of CNT_INSTALMENT_FUTURE over pos_cash_balance \
             where among the 1 latest by MONTHS_BALANCE of each SK_ID_PREV",
        ),
        ("card_balance_trend", "12 * slope by MONTHS_BALANCE of AMT_BALANCE over credit_card_balance"),
    ];
    for (id, formula) in cases {
        assert_eq!(feature(id).expect("declared").formula.to_string(), formula, "{id}");
    }
}

#[test]
fn delays_of_the_credit_bureau_count_from_no_delay() {
    // bureau_balance's delays are the status code less 2: what stands before "0" must be these two.
    let status = Table::BureauBalance.column("STATUS").expect("declared").get();
    assert_eq!(["C", "X", "0", "5"].map(|value| status.code(value)), [Some(0), Some(1), Some(2), Some(7)]);
}

#[test]
fn units_fit_the_formulas() {
    for feature in features() {
        let is_code = matches!(feature.formula, Expr::Code(_));
        assert_eq!(feature.unit == Unit::Category, is_code, "{}", feature.id);
        assert_eq!(feature.categories().is_empty(), !is_code, "{}", feature.id);
        if matches!(feature.formula, Expr::Indicator(_)) {
            assert_eq!(feature.unit, Unit::Flag, "{}", feature.id);
        }
    }
}

#[test]
fn labels_and_explanations_are_fit_to_be_shown() {
    for feature in features() {
        wording::check_label(&feature.id, &feature.label);
        wording::check_explanation(&feature.id, &feature.explanation);
    }
}
