//! The themes that features are grouped by when a score is explained.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// A group of features that a client understands as one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Scores bought from outside sources.
    ExternalScores,
    /// What the client earns, and the burden of the loan on it.
    Income,
    /// The loan that is asked for.
    Loan,
    /// How earlier instalments were paid.
    Repayment,
    /// Loans with other lenders, as the credit bureau reports them.
    Bureau,
    /// Earlier applications with this lender.
    PreviousApplications,
    /// Use of credit cards.
    Cards,
    /// Employment.
    Employment,
    /// Person and family.
    Person,
    /// Home and region.
    Home,
    /// Documents and contact details.
    Documents,
}

impl Theme {
    /// All themes, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::ExternalScores,
        Self::Income,
        Self::Loan,
        Self::Repayment,
        Self::Bureau,
        Self::PreviousApplications,
        Self::Cards,
        Self::Employment,
        Self::Person,
        Self::Home,
        Self::Documents,
    ];

    /// The stable name used on the wire, for example `external_scores`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ExternalScores => "external_scores",
            Self::Income => "income",
            Self::Loan => "loan",
            Self::Repayment => "repayment",
            Self::Bureau => "bureau",
            Self::PreviousApplications => "previous_applications",
            Self::Cards => "cards",
            Self::Employment => "employment",
            Self::Person => "person",
            Self::Home => "home",
            Self::Documents => "documents",
        }
    }

    /// The theme's name for a lay person.
    pub const fn label(self) -> Text {
        match self {
            Self::ExternalScores => Text::new("Scores externes", "External scores"),
            Self::Income => Text::new("Revenus et charge", "Income and burden"),
            Self::Loan => Text::new("Crédit demandé", "Loan asked for"),
            Self::Repayment => Text::new("Remboursements passés", "Past repayments"),
            Self::Bureau => Text::new("Crédits auprès d’autres prêteurs", "Loans with other lenders"),
            Self::PreviousApplications => Text::new("Demandes précédentes", "Earlier applications"),
            Self::Cards => Text::new("Cartes de crédit", "Credit cards"),
            Self::Employment => Text::new("Emploi", "Employment"),
            Self::Person => Text::new("Situation personnelle", "Personal situation"),
            Self::Home => Text::new("Logement et région", "Home and region"),
            Self::Documents => Text::new("Documents et contact", "Documents and contact"),
        }
    }
}
