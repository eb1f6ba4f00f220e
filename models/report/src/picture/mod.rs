//! The pictures, as SVG.
//!
//! Colours are Okabe and Ito's (2008), which are told apart by people who do not see all colours; what is told by
//! colour is told by shape or shade too, so that a print in black and white can be read. Words in a picture exist in
//! both languages; a picture's title is its text for who does not see it.

mod beeswarm;
mod canvas;
mod cost;
mod curves;
mod distribution;
mod fairness;
mod importance;
mod reliability;

use catalogue::{Language, Text};

use crate::error::Error;
use crate::evidence::Evidence;

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// The receiver operating characteristic.
    Roc,
    /// Precision over recall.
    PrecisionRecall,
    /// Observed over predicted.
    Reliability,
    /// Cost over threshold.
    Cost,
    /// Scores by outcome.
    Distribution,
    /// The features that matter most.
    Importance,
    /// Contributions of a sample of clients.
    Beeswarm,
    /// Impact ratios by group.
    Fairness,
}

impl Picture {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Roc,
        Self::PrecisionRecall,
        Self::Reliability,
        Self::Cost,
        Self::Distribution,
        Self::Importance,
        Self::Beeswarm,
        Self::Fairness,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Roc => "roc",
            Self::PrecisionRecall => "precision-recall",
            Self::Reliability => "reliability",
            Self::Cost => "cost",
            Self::Distribution => "distribution",
            Self::Importance => "importance",
            Self::Beeswarm => "beeswarm",
            Self::Fairness => "fairness",
        }
    }

    /// The picture of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|picture| picture.name() == name)
    }

    /// Its file, beside the documents.
    pub fn file(self, language: Language) -> String {
        format!("pictures/{}.{}.svg", self.name(), language.code())
    }

    /// What it shows.
    pub const fn title(self) -> Text {
        match self {
            Self::Roc => Text::new("Courbe ROC hors échantillon", "ROC curve, out of fold"),
            Self::PrecisionRecall => {
                Text::new("Courbe précision-rappel hors échantillon", "Precision-recall curve, out of fold")
            }
            Self::Reliability => Text::new(
                "Courbe de fiabilité : défauts observés selon la probabilité prédite",
                "Reliability curve: observed defaults over predicted probability",
            ),
            Self::Cost => Text::new("Coût par client selon le seuil", "Cost a client over the threshold"),
            Self::Distribution => {
                Text::new("Répartition des scores selon l’issue du crédit", "Scores by outcome of the loan")
            }
            Self::Importance => {
                Text::new("Variables qui pèsent le plus, en points", "Features that matter most, in points")
            }
            Self::Beeswarm => Text::new(
                "Contributions des variables pour un échantillon de clients",
                "Contributions of the features for a sample of clients",
            ),
            Self::Fairness => Text::new("Rapports d’impact par groupe", "Impact ratios by group"),
        }
    }

    /// Whether the report has what it shows.
    pub fn is_possible(self, evidence: &Evidence) -> bool {
        match self {
            Self::Roc => !evidence.roc.is_empty(),
            Self::PrecisionRecall => evidence.precision_recall.is_some(),
            Self::Reliability => !evidence.calibration.bins.is_empty(),
            Self::Cost => !evidence.cost.curve.is_empty(),
            Self::Distribution => evidence.distribution.is_some(),
            Self::Importance => !evidence.importance.is_empty(),
            Self::Beeswarm => evidence.beeswarm.as_ref().is_some_and(|swarm| !swarm.features.is_empty()),
            Self::Fairness => fairness::is_possible(evidence),
        }
    }

    /// The picture as SVG text; empty axes where the report lacks what it shows.
    pub fn draw(self, evidence: &Evidence, language: Language) -> Result<String, Error> {
        let svg = match self {
            Self::Roc => curves::roc(evidence, language),
            Self::PrecisionRecall => curves::precision_recall(evidence, language),
            Self::Reliability => reliability::draw(evidence, language),
            Self::Cost => cost::draw(evidence, language),
            Self::Distribution => distribution::draw(evidence, language),
            Self::Importance => importance::draw(evidence, language),
            Self::Beeswarm => beeswarm::draw(evidence, language),
            Self::Fairness => fairness::draw(evidence, language),
        }?;
        let titled = format!(">\n<title>{}</title>\n", self.title().get(language));
        Ok(svg.replacen(">\n", &titled, 1))
    }
}
