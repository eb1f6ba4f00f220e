//! What is scored: the body of `POST /predict` and `POST /explain`, and of each part of `POST /predict/batch`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use catalogue::unit::DAYS_A_YEAR;
use catalogue::{ColumnRef, Table, Unit, plausible};
use serde::{Deserialize, Serialize};

/// Applications in one batch at most.
pub const LARGEST_BATCH: usize = 1_000;
/// Bytes of a body at most: 1 MiB.
pub const LARGEST_BODY: usize = 1 << 20;

/// The fields of a request that hold a history, and the table of each.
pub const HISTORY: [(&str, Table); 6] = [
    ("bureau", Table::Bureau),
    ("bureau_balance", Table::BureauBalance),
    ("previous_applications", Table::PreviousApplication),
    ("pos_cash_balance", Table::PosCashBalance),
    ("installments_payments", Table::InstallmentsPayments),
    ("credit_card_balance", Table::CreditCardBalance),
];

/// The numbers that are taken in a numeric column: of the application what the catalogue holds plausible, of a history
/// ten times and more what the data hold.
pub fn range(column: ColumnRef) -> RangeInclusive<f64> {
    let most = match column.get().unit {
        Unit::Money => 1e10,
        Unit::DaysRelative | Unit::DaysSince | Unit::Days => 120.0 * DAYS_A_YEAR,
        _ => 1e6,
    };
    let plausible = if column.table == Table::Application { plausible::range(column) } else { None };
    plausible.unwrap_or(-most..=most)
}

/// A client of the release, with or without changes; or an applicant of no file, with their raw records.
///
/// Either `client_id` stands there or `application`, never both. Fields that are not known are refused by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRequest {
    /// `SK_ID_CURR` of a client of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<u32>,
    /// Beside `client_id`: new values of raw fields of the application, by the column's name. All that is derived
    /// from a changed field follows; the client's history stays.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changes: Record,
    /// A new applicant's application: raw columns of `application_train.csv` by name, without `TARGET`. Columns that
    /// are not given are missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Record>,
    /// Beside `application`: rows of `bureau.csv`. A list that is absent says that the table is not known; an empty
    /// one, that the applicant has no row in it. The same holds of the lists below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bureau: Option<Vec<Record>>,
    /// Rows of `bureau_balance.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bureau_balance: Option<Vec<Record>>,
    /// Rows of `previous_application.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_applications: Option<Vec<Record>>,
    /// Rows of `POS_CASH_balance.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pos_cash_balance: Option<Vec<Record>>,
    /// Rows of `installments_payments.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installments_payments: Option<Vec<Record>>,
    /// Rows of `credit_card_balance.csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_card_balance: Option<Vec<Record>>,
}

/// Raw values by the column's name.
pub type Record = BTreeMap<String, Cell>;

/// A raw value, as it would stand in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// The number in a numeric column.
    Number(f64),
    /// The value of a category column, as the file writes it.
    Text(String),
    /// `null`: there is no value.
    Missing,
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The body of `POST /predict/batch`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchRequest {
    /// What is to be scored: 1 to [`LARGEST_BATCH`] parts, each as `POST /predict` takes it.
    pub requests: Vec<ScoreRequest>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_written_as_partners_write_it() {
        let changes = [
            ("AMT_CREDIT", Cell::from(180_000.0)),
            ("FLAG_OWN_CAR", Cell::from("Y")),
            ("OWN_CAR_AGE", Cell::Missing),
        ];
        let changes: Record = changes.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect();
        let request = ScoreRequest { client_id: Some(7), changes, ..ScoreRequest::default() };
        let json = serde_json::json!({
            "client_id": 7, "changes": {"AMT_CREDIT": 180_000.0, "FLAG_OWN_CAR": "Y", "OWN_CAR_AGE": null}
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), json);
        assert_eq!(serde_json::from_value::<ScoreRequest>(json).unwrap(), request);
        assert!(serde_json::from_str::<ScoreRequest>(r#"{"client": 7}"#).is_err());
    }
}
