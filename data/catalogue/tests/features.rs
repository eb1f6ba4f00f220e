//! Every declared feature keeps the rules of the language and is fit to be shown.

use std::collections::HashSet;

use catalogue::{
    Aggregate, Condition, Direction, Expr, Feature, Kind, Language, Protection, Table, Unit, feature,
    features,
};

mod wording;

fn derived() -> impl Iterator<Item = &'static Feature> {
    features().iter().filter(|feature| Table::Application.column(&feature.id).is_none())
}

/// The aggregates of a formula that stand at the client's level, and the tables that it reads outside them.
#[derive(Default)]
struct ClientLevel<'a> {
    aggregates: Vec<&'a Aggregate>,
    tables: HashSet<Table>,
}

impl<'a> ClientLevel<'a> {
    fn of(formula: &'a Expr) -> Self {
        let mut level = Self::default();
        level.expr(formula);
        level
    }

    fn expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Number(_) => {}
            Expr::Column(column) | Expr::Code(column) => {
                self.tables.insert(column.table);
            }
            Expr::Indicator(condition) => self.condition(condition),
            Expr::Add(a, b) | Expr::Subtract(a, b) | Expr::Multiply(a, b) | Expr::Divide(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            Expr::Sum(all) | Expr::Mean(all) | Expr::Min(all) | Expr::Max(all) => {
                for expr in all {
                    self.expr(expr);
                }
            }
            Expr::Aggregate(aggregate) => self.aggregates.push(aggregate),
        }
    }

    fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Is(column, _) => {
                self.tables.insert(column.table);
            }
            Condition::Less(a, b) | Condition::AtMost(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            Condition::Present(a) => self.expr(a),
            Condition::All(all) => {
                for condition in all {
                    self.condition(condition);
                }
            }
            Condition::Not(condition) => self.condition(condition),
        }
    }

    /// What an aggregate's value and filter read, each row being one of its table's.
    fn inside(aggregate: &'a Aggregate) -> Self {
        let mut level = Self::default();
        level.expr(&aggregate.value);
        if let Some(filter) = &aggregate.filter {
            level.condition(filter);
        }
        level
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
fn every_history_table_has_at_least_eight_features_and_the_application_fifteen() {
    let of = |table: Table| {
        derived()
            .filter(|feature| ClientLevel::of(&feature.formula).aggregates.iter().any(|a| a.table == table))
            .count()
    };
    for table in Table::HISTORY {
        assert!(of(table) >= 8, "{} has {} features", table.name(), of(table));
    }
    let without_history =
        derived().filter(|feature| ClientLevel::of(&feature.formula).aggregates.is_empty()).count();
    assert!(without_history >= 15, "the application has {without_history} derived features");
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
        let level = ClientLevel::of(&feature.formula);
        let outside: Vec<_> = level.tables.into_iter().filter(|&table| table != Table::Application).collect();
        assert!(outside.is_empty(), "{} reads {outside:?} outside an aggregate", feature.id);
        for aggregate in level.aggregates {
            assert_ne!(aggregate.table, Table::Application, "{} aggregates the application", feature.id);
            let inside = ClientLevel::inside(aggregate);
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
        feature.formula.visit(&mut |expr| {
            if let Expr::Indicator(condition) = expr {
                let mut level = ClientLevel::default();
                level.condition(condition);
                assert!(level.aggregates.is_empty(), "{} compares an aggregate", feature.id);
            }
        });
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
fn directions_are_set_where_only_one_makes_sense() {
    let cases = [
        ("EXT_SOURCE_2", Some(Direction::LowersRisk)),
        ("external_score_mean", Some(Direction::LowersRisk)),
        ("external_score_spread", None),
        ("REGION_RATING_CLIENT", Some(Direction::RaisesRisk)),
        ("instalments_late_share", Some(Direction::RaisesRisk)),
        ("instalments_paid_share", Some(Direction::LowersRisk)),
        ("previous_refused_share", Some(Direction::RaisesRisk)),
        ("card_mean_utilisation", Some(Direction::RaisesRisk)),
        ("AMT_CREDIT", None),
        ("DAYS_BIRTH", None),
    ];
    for (id, direction) in cases {
        assert_eq!(feature(id).expect("declared").direction, direction, "{id}");
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
            "instalments_late_share_last_year",
            "mean of [0 < (DAYS_ENTRY_PAYMENT - DAYS_INSTALMENT)] over installments_payments \
             where DAYS_ENTRY_PAYMENT is present and -365 <= DAYS_INSTALMENT",
        ),
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
