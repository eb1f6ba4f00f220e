//! What a feature is.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::action::Action;
use crate::column::{Category, ColumnRef, Kind};
use crate::expr::Expr;
use crate::table::Table;
use crate::text::Text;
use crate::theme::Theme;
use crate::unit::Unit;

/// One number about a client, and everything that has to be known about it.
///
/// ```
/// let feature = catalogue::feature("credit_to_income").expect("declared");
/// assert_eq!(feature.formula.to_string(), "ratio(AMT_CREDIT, AMT_INCOME_TOTAL)");
/// ```
#[derive(Debug, Clone)]
pub struct Feature {
    /// Its stable name: a raw column keeps its own (`AMT_CREDIT`), a derived one is in lower case.
    pub id: String,
    /// How it is computed.
    pub formula: Expr,
    /// How its values are written.
    pub unit: Unit,
    /// The subject that it belongs to.
    pub theme: Theme,
    /// Its name for a lay person.
    pub label: Text,
    /// One sentence that says what it is.
    pub explanation: Text,
    /// What is said of a client's value, without the full stop, `{value}` standing for it; `None` where the label
    /// has to do.
    pub sentence: Option<Text>,
    /// The only direction in which it may move the risk, where only one makes sense.
    pub monotone: Option<Monotone>,
    /// How the client can change it; `None` of what follows from raw columns, and of what cannot be changed.
    pub action: Option<Action>,
    /// Whether it may be used to decide.
    pub protection: Protection,
    /// Why it is never given as a reason on its own, though it is not protected; `None` where it may be.
    pub unsaid: Option<&'static Text>,
}

/// That a feature may move the risk in one direction only, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Monotone {
    /// The direction.
    pub direction: Direction,
    /// Why, in one sentence.
    pub reason: &'static Text,
}

/// The direction in which a feature moves the probability of default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A greater value never lowers the risk.
    RaisesRisk,
    /// A greater value never raises the risk.
    LowersRisk,
}

/// Whether a feature may be used to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Used.
    None,
    /// A protected characteristic, kept for the fairness audit only; the model never sees it.
    AuditOnly,
    /// A protected characteristic that the law lets a statistically sound system use (age, under Reg B
    /// § 1002.6(b)(2)); it is never given as a reason.
    UsedNeverAReason,
}

impl Feature {
    /// The categories behind a feature that is the code of a category column; empty for the others.
    pub fn categories(&self) -> &'static [Category] {
        match &self.formula {
            Expr::Code(column) => column.get().categories(),
            _ => &[],
        }
    }

    /// Whether it may be given as a reason: it is not protected, and a client can understand and answer it.
    ///
    /// ```
    /// let may_be_said = |id| catalogue::feature(id).expect("declared").is_sayable();
    /// assert!(may_be_said("annuity_to_income"));
    /// assert!(!may_be_said("age_years"), "a protected characteristic");
    /// assert!(!may_be_said("HOUR_APPR_PROCESS_START"), "says nothing of the client");
    /// ```
    pub fn is_sayable(&self) -> bool {
        self.protection == Protection::None && self.unsaid.is_none()
    }

    /// The raw columns that it is computed from, in the order of first use.
    pub fn sources(&self) -> Vec<ColumnRef> {
        self.formula.columns()
    }
}

/// Every feature, in the order of the columns of a feature matrix: raw application columns first.
pub fn features() -> &'static [Feature] {
    static FEATURES: LazyLock<Vec<Feature>> = LazyLock::new(|| {
        let mut all = raw_columns();
        all.extend(crate::features::declared());
        all
    });
    &FEATURES
}

/// The feature of that name, or `None`.
pub fn feature(id: &str) -> Option<&'static Feature> {
    static BY_ID: LazyLock<HashMap<&'static str, &'static Feature>> =
        LazyLock::new(|| features().iter().map(|feature| (feature.id.as_str(), feature)).collect());
    BY_ID.get(id).copied()
}

/// Each raw application column is a feature under its own name.
fn raw_columns() -> Vec<Feature> {
    let application = Table::Application;
    application
        .columns()
        .iter()
        .filter_map(|column| {
            let reference = application.column(column.name)?;
            let formula = match column.kind {
                Kind::Id => return None,
                Kind::Integer | Kind::Real => Expr::Column(reference),
                Kind::Category(_) => Expr::Code(reference),
            };
            Some(Feature {
                id: column.name.to_owned(),
                unsaid: crate::unsaid::of(&formula),
                formula,
                unit: column.unit,
                theme: column.theme,
                label: column.label.clone(),
                explanation: column.explanation.clone(),
                sentence: crate::sentence::of_raw(column.name),
                monotone: crate::features::monotone_of_raw(column.name),
                action: crate::action::of_raw(column.name),
                protection: crate::features::protection_of_raw(column.name),
            })
        })
        .collect()
}
