//! The model's card: what it is for, what it rests on and where it ends, from what the release says of itself.

use api::{CardSection, ModelCard, ModelReport};
use catalogue::{Language, Protection, Text};
use scoring::format;

use crate::artifacts::{Explaining, Scoring};

/// The card in one language.
pub(super) fn card(release: &Explaining, language: Language) -> ModelCard {
    let (scoring, report) = (&release.scoring, &release.report);
    let fixed = |text: &Text| text.get(language).to_owned();
    let sections = [
        ("intended_use", Text::new("Usage prévu", "Intended use"), fixed(&USE)),
        ("out_of_scope", Text::new("Usages exclus", "Out of scope"), fixed(&NOT_FOR)),
        ("data", Text::new("Données", "Data"), data(report, language)),
        ("method", Text::new("Méthode", "Method"), method(scoring, language)),
        ("decision", Text::new("Décision", "Decision"), decision(scoring, language)),
        ("quality", Text::new("Qualité", "Quality"), quality(report, language)),
        (
            "protected",
            Text::new("Caractéristiques protégées", "Protected characteristics"),
            protected(scoring, language),
        ),
        ("limits", Text::new("Limites", "Limits"), fixed(&LIMITS)),
    ];
    let section = |(code, title, text): (&str, Text, String)| CardSection {
        code: code.to_owned(),
        title: title.get(language).to_owned(),
        text,
    };
    ModelCard { sections: sections.map(section).into() }
}

static USE: Text = Text::new(
    "Estimer la probabilité qu’un client ait du mal à rembourser un crédit à la consommation, et l’expliquer au client \
     et au conseiller. La décision proposée est toujours revue par une personne lorsque le client le demande.",
    "To estimate the probability that a client will have difficulties in repaying a consumer loan, and to explain it to \
     client and advisor. The decision that is proposed is looked at by a person whenever the client asks for it.",
);
static NOT_FOR: Text = Text::new(
    "Le modèle ne fixe ni le taux ni le montant d’un crédit, ne juge pas d’autres crédits que ceux à la consommation, et \
     ne dit rien des causes\u{a0}: une proposition de changement dit ce que le modèle répondrait.",
    "The model sets neither the rate nor the amount of a loan, judges no other loans than consumer loans, and says \
     nothing of causes: a proposed change says what the model would answer.",
);
static LIMITS: Text = Text::new(
    "Le modèle a appris de clients à qui un crédit fut accordé\u{202f}; il sait peu de ceux qui n’en ont jamais demandé. Sa qualité \
     se mesure sur le passé et doit être suivie.",
    "The model has learned from clients who were granted a loan; it knows little of those who never asked for one. Its \
     quality is measured on the past and has to be followed.",
);

static MADE_UP: Text =
    Text::new("Données synthétiques\u{a0}: des clients inventés", "Synthetic data: clients who are made up");

fn count(count: u32, language: Language) -> String {
    format::number(f64::from(count), 0, language)
}

/// The source in its own words, which are those of who gave the data; of made-up clients that they are made up.
fn data(report: &ModelReport, language: Language) -> String {
    let (labelled, defaults) = (count(report.labelled_clients, language), count(report.defaults, language));
    let source = match report.source_kind.as_str() {
        "synthetic" => MADE_UP.get(language),
        _ => report.source.as_str(),
    };
    match language {
        Language::Fr => format!(
            "{source}. Appris sur {labelled} clients dont l’issue est connue, dont {defaults} ont eu des difficultés de paiement."
        ),
        Language::En => format!(
            "{source}. Learned from {labelled} clients whose outcome is known, of whom {defaults} had payment difficulties."
        ),
    }
}

fn method(scoring: &Scoring, language: Language) -> String {
    let inputs = scoring.model.inputs().len();
    match language {
        Language::Fr => format!(
            "Arbres de décision boostés sur {inputs} variables, calibrés par la méthode de Platt. Chaque score est expliqué par \
             des valeurs de Shapley exactes (TreeSHAP), dont la somme redonne le score."
        ),
        Language::En => format!(
            "Boosted decision trees on {inputs} inputs, calibrated by Platt’s method. Every score is explained by exact Shapley \
             values (TreeSHAP), which add up to the score."
        ),
    }
}

fn decision(scoring: &Scoring, language: Language) -> String {
    let rule = scoring.model.rule();
    let (ratio, from, to) = (format::number(rule.cost_ratio, 1, language), rule.review_from, rule.review_to);
    match language {
        Language::Fr => format!(
            "Un défaut manqué coûte {ratio} refus à tort. Accordé à partir de {to} points, refusé en dessous de {from}\u{202f}; entre les \
             deux, une personne décide."
        ),
        Language::En => format!(
            "A missed default costs as much as {ratio} wrong refusals. Granted from {to} points on, refused below {from}; \
             between the two a person decides."
        ),
    }
}

fn quality(report: &ModelReport, language: Language) -> String {
    let figure = |value: f64| format::number(value, 4, language);
    let error = figure(report.calibration.expected_calibration_error);
    match (report.candidates.iter().find(|candidate| candidate.served), language) {
        (Some(served), Language::Fr) => format!(
            "Hors échantillon\u{a0}: aire sous la courbe ROC {} (erreur type {}), score de Brier {}, erreur de calibration {error}.",
            figure(served.auc),
            figure(served.auc_standard_error),
            figure(served.brier)
        ),
        (Some(served), Language::En) => format!(
            "Out of fold: area under the ROC curve {} (standard error {}), Brier score {}, calibration error {error}.",
            figure(served.auc),
            figure(served.auc_standard_error),
            figure(served.brier)
        ),
        (None, Language::Fr) => format!("Erreur de calibration hors échantillon\u{a0}: {error}."),
        (None, Language::En) => format!("Calibration error, out of fold: {error}."),
    }
}

/// Which protected characteristics are kept from the model, and which it uses without ever giving them as a reason.
fn protected(scoring: &Scoring, language: Language) -> String {
    let labels = |protection: Protection, used: bool| {
        let of = catalogue::features().iter().filter(|feature| feature.protection == protection);
        let of = of.filter(|feature| !used || scoring.model.inputs().contains(&feature.id));
        of.map(|feature| feature.label.get(language)).collect::<Vec<_>>().join(", ")
    };
    let (kept_out, unsaid) =
        (labels(Protection::AuditOnly, false), labels(Protection::UsedNeverAReason, true));
    match (language, unsaid.is_empty()) {
        (Language::Fr, true) => {
            format!("Jamais utilisés, conservés pour l’audit d’équité\u{a0}: {kept_out}.")
        }
        (Language::En, true) => format!("Never used, kept for the fairness audit: {kept_out}."),
        (Language::Fr, false) => format!(
            "Jamais utilisés, conservés pour l’audit d’équité\u{a0}: {kept_out}. Utilisés, mais jamais donnés comme raison\u{a0}: {unsaid}."
        ),
        (Language::En, false) => format!(
            "Never used, kept for the fairness audit: {kept_out}. Used, but never given as a reason: {unsaid}."
        ),
    }
}
