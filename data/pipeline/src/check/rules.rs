//! The rules: how severe each is, and what a violation means.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A column that is empty in more than this share of the rows is remarked on.
pub(super) const MOSTLY: f64 = 0.95;
/// A history table in which more than this share of the rows lead to no client is of another extraction.
pub(super) const FOREIGN: f64 = 0.5;
/// The columns of the application that the best-known ratios are made of.
pub(super) const REQUIRED: [&str; 4] = ["AMT_CREDIT", "AMT_INCOME_TOTAL", "AMT_ANNUITY", "DAYS_BIRTH"];

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The tables are not fit for use: the check fails.
    Hard,
    /// Odd, and found in real data: worth a look.
    Soft,
    /// As the data are meant to be, and good to know.
    Note,
}

impl Severity {
    /// The gravest first.
    pub const ALL: [Self; 3] = [Self::Hard, Self::Soft, Self::Note];

    /// The word that stands before a finding.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "warning",
            Self::Note => "note",
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A Parquet file has more or fewer rows than `tables.json` says.
    RowCount,
    /// A Parquet file lacks a column.
    ColumnAbsent,
    /// A Parquet file has a column of another type.
    ColumnType,
    /// A key that must be unique stands in several rows.
    DuplicateKey,
    /// No client has a label.
    NoLabel,
    /// All labels are the same.
    OneClass,
    /// Most rows of a history table belong to no client.
    ForeignClients,
    /// A column that scoring rests on has no value.
    RequiredEmpty,
    /// A value that cannot be.
    OutOfRange,
    /// A row belongs to no client.
    OrphanClient,
    /// A row belongs to no loan.
    OrphanLoan,
    /// A loan has two rows for a month.
    DuplicateMonth,
    /// 365243 in a column that is not declared to use it for "none".
    UndeclaredSentinel,
    /// A category that is not declared.
    UndeclaredCategory,
    /// A column is empty nearly everywhere.
    MostlyMissing,
    /// A column has one value.
    Constant,
    /// An amount of money below zero.
    NegativeAmount,
    /// The present job begins after the application.
    EmployedLater,
    /// The number that stands for "none".
    Sentinel,
}

impl Rule {
    /// The gravest first.
    pub const ALL: [Self; 19] = [
        Self::RowCount,
        Self::ColumnAbsent,
        Self::ColumnType,
        Self::DuplicateKey,
        Self::NoLabel,
        Self::OneClass,
        Self::ForeignClients,
        Self::RequiredEmpty,
        Self::OutOfRange,
        Self::OrphanClient,
        Self::OrphanLoan,
        Self::DuplicateMonth,
        Self::UndeclaredSentinel,
        Self::UndeclaredCategory,
        Self::MostlyMissing,
        Self::Constant,
        Self::NegativeAmount,
        Self::EmployedLater,
        Self::Sentinel,
    ];

    /// How much a violation weighs.
    pub const fn severity(self) -> Severity {
        match self {
            Self::RowCount
            | Self::ColumnAbsent
            | Self::ColumnType
            | Self::DuplicateKey
            | Self::NoLabel
            | Self::OneClass
            | Self::ForeignClients
            | Self::RequiredEmpty
            | Self::OutOfRange => Severity::Hard,
            Self::OrphanClient
            | Self::OrphanLoan
            | Self::DuplicateMonth
            | Self::UndeclaredSentinel
            | Self::UndeclaredCategory
            | Self::MostlyMissing
            | Self::Constant
            | Self::NegativeAmount
            | Self::EmployedLater => Severity::Soft,
            Self::Sentinel => Severity::Note,
        }
    }

    /// The name that stands in `quality.json`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::RowCount => "row-count",
            Self::ColumnAbsent => "column-absent",
            Self::ColumnType => "column-type",
            Self::DuplicateKey => "duplicate-key",
            Self::NoLabel => "no-label",
            Self::OneClass => "one-class",
            Self::ForeignClients => "foreign-clients",
            Self::RequiredEmpty => "required-empty",
            Self::OutOfRange => "out-of-range",
            Self::OrphanClient => "orphan-client",
            Self::OrphanLoan => "orphan-loan",
            Self::DuplicateMonth => "duplicate-month",
            Self::UndeclaredSentinel => "undeclared-sentinel",
            Self::UndeclaredCategory => "undeclared-category",
            Self::MostlyMissing => "mostly-missing",
            Self::Constant => "constant",
            Self::NegativeAmount => "negative-amount",
            Self::EmployedLater => "employed-later",
            Self::Sentinel => "sentinel",
        }
    }

    /// What a violation means, and what to do about it.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::RowCount => {
                "The Parquet file and tables.json are of different runs, or the file was cut: ingest again."
            }
            Self::ColumnAbsent | Self::ColumnType => {
                "The Parquet file was not written by this program's ingest: ingest again."
            }
            Self::DuplicateKey => "A row would count twice: remove one of the two from the raw file.",
            Self::NoLabel => "There is nothing to learn from: give application_train.csv with its TARGET.",
            Self::OneClass => {
                "A model needs clients who repaid and clients who did not: give the whole application_train.csv."
            }
            Self::ForeignClients => {
                "The files are of different extractions, so that most clients would seem to have no past: give files \
                 of one extraction."
            }
            Self::RequiredEmpty => {
                "The best-known ratios rest on this column: see whether the raw file has it, and under this name."
            }
            Self::OutOfRange => "The value cannot be: correct it in the raw file, or leave the cell empty.",
            Self::OrphanClient => "These rows are in no client's history; features do not see them.",
            Self::OrphanLoan => {
                "Real data have such rows: the loan was left out of its own table. Features by client still see \
                 them, unless the loan is what leads to the client."
            }
            Self::DuplicateMonth => {
                "The month counts twice in sums and means: see which of the rows is right."
            }
            Self::UndeclaredSentinel => {
                "It most likely stands for \"none\", but is read as a thousand years: declare it in the catalogue."
            }
            Self::UndeclaredCategory => {
                "Features read it as missing: declare it in the catalogue if it is meant."
            }
            Self::MostlyMissing => "Little can be learned from the column.",
            Self::Constant => "Nothing can be learned from the column.",
            Self::NegativeAmount => "Real data have them: credits in the client's favour, and corrections.",
            Self::EmployedLater => {
                "A job that has not begun: a slip of the keyboard, or another number for \"none\"."
            }
            Self::Sentinel => "Features read it as missing.",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Table;

    use super::*;

    #[test]
    fn every_required_column_is_one() {
        REQUIRED.iter().for_each(|name| assert!(Table::Application.column(name).is_some(), "{name}"));
    }

    #[test]
    fn the_gravest_rules_come_first_and_every_name_is_its_own() {
        assert!(Rule::ALL.is_sorted_by_key(|rule| rule.severity()));
        for rule in Rule::ALL {
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.id());
            assert_eq!(Rule::ALL.iter().filter(|other| other.id() == rule.id()).count(), 1);
        }
    }
}
