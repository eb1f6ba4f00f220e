//! The seven tables of the Home Credit data: their files, keys and columns.

use serde::{Deserialize, Serialize};

use crate::column::{Column, ColumnRef};
use crate::columns;
use crate::text::Text;

/// One of the tables that a client is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// The application itself: one row a client.
    Application,
    /// Loans with other lenders, from the credit bureau.
    Bureau,
    /// The monthly status of those loans.
    BureauBalance,
    /// Earlier applications with this lender.
    PreviousApplication,
    /// Monthly balances of earlier point-of-sale and cash loans.
    PosCashBalance,
    /// What was due and what was paid, instalment by instalment.
    InstallmentsPayments,
    /// Monthly balances of earlier credit cards.
    CreditCardBalance,
}

impl Table {
    /// The tables of a client's past: all but [`Table::Application`].
    pub const HISTORY: [Self; 6] = [
        Self::Bureau,
        Self::BureauBalance,
        Self::PreviousApplication,
        Self::PosCashBalance,
        Self::InstallmentsPayments,
        Self::CreditCardBalance,
    ];

    /// The stable name of the table, for example `bureau_balance`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Bureau => "bureau",
            Self::BureauBalance => "bureau_balance",
            Self::PreviousApplication => "previous_application",
            Self::PosCashBalance => "pos_cash_balance",
            Self::InstallmentsPayments => "installments_payments",
            Self::CreditCardBalance => "credit_card_balance",
        }
    }

    /// The files that hold the table in Kaggle's layout: two for the applications, one for the others.
    pub const fn files(self) -> &'static [&'static str] {
        match self {
            Self::Application => &["application_train.csv", "application_test.csv"],
            Self::Bureau => &["bureau.csv"],
            Self::BureauBalance => &["bureau_balance.csv"],
            Self::PreviousApplication => &["previous_application.csv"],
            Self::PosCashBalance => &["POS_CASH_balance.csv"],
            Self::InstallmentsPayments => &["installments_payments.csv"],
            Self::CreditCardBalance => &["credit_card_balance.csv"],
        }
    }

    /// The column that leads from a row to its client: `SK_ID_CURR`, but for `bureau_balance`, whose rows
    /// name a loan of `bureau`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::BureauBalance => "SK_ID_BUREAU",
            _ => "SK_ID_CURR",
        }
    }

    /// The columns in the order of Kaggle's files. `TARGET` is not among them: it is known of past clients
    /// only, and is never an input.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Application => &columns::application::COLUMNS,
            Self::Bureau => columns::bureau::COLUMNS,
            Self::BureauBalance => columns::bureau_balance::COLUMNS,
            Self::PreviousApplication => columns::previous_application::COLUMNS,
            Self::PosCashBalance => columns::pos_cash_balance::COLUMNS,
            Self::InstallmentsPayments => columns::installments_payments::COLUMNS,
            Self::CreditCardBalance => columns::credit_card_balance::COLUMNS,
        }
    }

    /// The column of that name, or `None` where the table has none.
    pub fn column(self, name: &str) -> Option<ColumnRef> {
        let index = self.columns().iter().position(|column| column.name == name)?;
        Some(ColumnRef { table: self, index })
    }
}

/// The label of past clients: 1 for a client who had payment difficulties, 0 for one who repaid.
pub const TARGET: &str = "TARGET";
/// Its name for a lay person.
pub const TARGET_LABEL: Text = Text::new("Difficultés de paiement", "Payment difficulties");
/// One sentence that says what it is.
pub const TARGET_EXPLANATION: Text = Text::new(
    "Indique si le client a eu du mal à payer les premières échéances de ce crédit, ce qui n’est connu que des anciens clients.",
    "Whether the client had difficulties in paying the first instalments of this loan, which is known of past clients only.",
);
