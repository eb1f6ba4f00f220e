//! Ten explanations of a release's real clients, from the lowest score to the highest, as a person reads them.
//!
//! ```text
//! cargo run --release -p scoring --example explain -- [--release FOLDER] [--language fr|en]
//! ```
//!
//! Without a folder it takes the newest release that `make run` has made.

mod release;

use std::path::Path;
use std::process::ExitCode;

use catalogue::{Language, Text};
use release::{Client, Release, Result};
use scoring::{Breakdown, Decision, Reason, format, sentences};

const USAGE: &str = "usage: explain [--release FOLDER] [--language fr|en]";
/// Clients on the page.
const CLIENTS: usize = 10;
/// Effects that are shown one by one.
const LARGEST: usize = 6;
/// Characters in a line.
const WIDTH: usize = 100;

fn main() -> ExitCode {
    match page() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn page() -> Result<String> {
    let [folder, language] = release::options(["--release", "--language"], USAGE)?;
    let language = match language {
        None => Language::default(),
        Some(tag) => Language::from_tag(&tag).ok_or_else(|| format!("{tag} is not spoken here\n{USAGE}"))?,
    };
    let release = Release::open(folder.as_deref().map(Path::new))?;
    let page = Page { release: &release, language };
    let mut text = page.head();
    for position in spread(&release.points()?) {
        text.push_str(&page.client(&release.client(position)?));
    }
    Ok(text)
}

/// The clients in the middle of each tenth of the scores.
fn spread(points: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| points[a].total_cmp(&points[b]));
    let shown = CLIENTS.min(order.len());
    (0..shown).map(|place| order[(2 * place + 1) * order.len() / (2 * shown)]).collect()
}

/// The page in one language.
struct Page<'a> {
    release: &'a Release,
    language: Language,
}

impl Page<'_> {
    fn say<'t>(&self, fr: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Fr => fr,
            Language::En => en,
        }
    }

    fn head(&self) -> String {
        let (rule, count) = (self.release.model.rule(), self.release.clients());
        let (granted, refused) = (rule.review_to, rule.review_from);
        let clients = format::number(count as f64, 0, self.language);
        let text = match self.language {
            Language::Fr => format!(
                "{} des {clients} clients de la version {}, du score le plus bas au plus haut. Un score va de 0 à 1000 \
                 points, et plus il est haut, plus un remboursement est sûr. À partir de {granted} points le crédit \
                 est accordé, sous {refused} il est refusé, entre les deux un conseiller décide. Chaque explication \
                 part du client moyen et ajoute ou retire des points jusqu’au score. Le risque bouge avec eux, ligne après \
                 ligne, dans l’ordre du tableau («\u{202f}incréments ordonnés\u{202f}»).",
                CLIENTS.min(count),
                self.release.manifest.release
            ),
            Language::En => format!(
                "{} of the {clients} clients of release {}, from the lowest score to the highest. A score goes from 0 \
                 to 1000 points, and the higher it is, the surer is repayment. From {granted} points on a loan is \
                 granted, under {refused} it is refused, in between an advisor decides. Each explanation starts from \
                 the average client and adds or takes away points until the score is reached. The risk moves with them, \
                 line after line, in the order of the table (“ordered path increments”).",
                CLIENTS.min(count),
                self.release.manifest.release
            ),
        };
        wrapped("", &text)
    }

    fn client(&self, client: &Client) -> String {
        let model = &self.release.model;
        let breakdown = model.explain(&client.row);
        let rule = "─".repeat(WIDTH);
        let name = self.say("Client", "Client");
        let mut text = format!("\n{rule}\n{name} {}\n", client.id);
        text.push_str(&wrapped("", &self.decision(&breakdown)));
        let told = [
            (
                self.say("Ce qui pèse contre le crédit", "What speaks against the loan"),
                '\u{2212}',
                model.reasons(&breakdown),
            ),
            (
                self.say("Ce qui parle pour le crédit", "What speaks for the loan"),
                '+',
                model.strengths(&breakdown),
            ),
        ];
        for (title, sign, reasons) in told {
            if !reasons.is_empty() {
                text.push('\n');
                text.push_str(title);
                text.push('\n');
            }
            for reason in reasons {
                text.push_str(&wrapped(&format!("  {sign} "), &self.sentence(client, &reason)));
            }
        }
        text.push_str(&self.themes(&breakdown));
        text.push_str(&self.largest(client, &breakdown));
        text
    }

    fn sentence(&self, client: &Client, reason: &Reason) -> String {
        let value = f64::from(client.row[reason.input]);
        sentences::effect(reason, value, self.release.model.usual(reason.input), self.language)
    }

    /// The decision, the score, how far it is from a grant, and the risk.
    fn decision(&self, breakdown: &Breakdown) -> String {
        let score = breakdown.score;
        let decision = match score.decision {
            Decision::Granted => self.say("Crédit accordé", "Loan granted"),
            Decision::Review => self.say("Un conseiller décide", "An advisor decides"),
            Decision::Refused => self.say("Crédit refusé", "Loan refused"),
        };
        let distance = score.points.get() - self.release.model.rule().review_to;
        let risk = format::in_unit(catalogue::Unit::Share, score.probability.get(), self.language);
        let (points, away) = (score.points, distance.abs());
        let noun = if away == 1 { "point" } else { "points" };
        match (self.language, distance >= 0) {
            (Language::Fr, true) => format!(
                "{decision}\u{a0}: {points} points, soit {away} {noun} au-dessus du seuil d’accord. Risque de défaut\u{a0}: {risk}."
            ),
            (Language::Fr, false) => format!(
                "{decision}\u{a0}: {points} points, il manque {away} {noun} pour un accord. Risque de défaut\u{a0}: {risk}."
            ),
            (Language::En, true) => format!(
                "{decision}: {points} points, {away} {noun} above what a grant takes. Risk of default: {risk}."
            ),
            (Language::En, false) => format!(
                "{decision}: {points} points, {away} {noun} short of a grant. Risk of default: {risk}."
            ),
        }
    }

    /// From the average client to the score and to the risk, theme by theme.
    fn themes(&self, breakdown: &Breakdown) -> String {
        let model = &self.release.model;
        let base = breakdown.base_log_odds.probability().get();
        let title = self.say("Comment le score se forme", "How the score comes about");
        let (points, risk) = (self.say("points", "points"), self.say("risque de défaut", "risk of default"));
        let mut text = format!("\n{}{points:>8}{risk:>20}\n", padded(title));
        let average = self.say("Client moyen", "Average client");
        text.push_str(&line(average, &breakdown.base_points.to_string(), &self.tenths(tenths(base), false)));
        let mut path = base;
        let themes = breakdown.by_theme(model).into_iter().zip(breakdown.theme_increments(model));
        // A theme that the model does not use of this client says nothing.
        for (theme, effect) in themes.filter(|(theme, _)| theme.log_odds != 0.0) {
            // Rounded along the path, so that what is shown adds up as well.
            let (before, after) = (tenths(path), tenths(path + effect.probability));
            path += effect.probability;
            let label: Text = theme.theme.label();
            let points = format::signed(theme.points, self.language);
            text.push_str(&line(label.get(self.language), &points, &self.tenths(after - before, true)));
        }
        let score = breakdown.score;
        let risk = self.tenths(tenths(score.probability.get()), false);
        text.push_str(&line(
            self.say("Score de ce client", "This client’s score"),
            &score.points.to_string(),
            &risk,
        ));
        text
    }

    /// The largest effects, and the others in one line.
    fn largest(&self, client: &Client, breakdown: &Breakdown) -> String {
        let title = self.say("Les effets les plus forts, un par un", "The largest effects, one by one");
        let mut text = format!("\n{}{:>8}\n", padded(title), self.say("points", "points"));
        let summary = breakdown.summary(LARGEST);
        let mut add = |label: &str, points: String| text.push_str(&line(label, &points, ""));
        add(self.say("Client moyen", "Average client"), breakdown.base_points.to_string());
        for contribution in &summary.largest {
            let feature = contribution.feature(&self.release.model);
            let value = format::value(feature, f64::from(client.row[contribution.input]), self.language);
            let colon = self.say("\u{a0}: ", ": ");
            let label = format!("{}{colon}{value}", feature.label.get(self.language));
            add(&label, format::signed(contribution.points, self.language));
        }
        let count = summary.remainder.count;
        let others = match self.language {
            Language::Fr => format!("Les {count} autres informations ensemble"),
            Language::En => format!("The {count} other facts together"),
        };
        if count > 0 {
            add(&others, format::signed(summary.remainder.points, self.language));
        }
        add(self.say("Score de ce client", "This client’s score"), breakdown.score.points.to_string());
        text
    }

    /// So many tenths of a percent.
    fn tenths(&self, tenths: i32, signed: bool) -> String {
        let plus = if signed && tenths > 0 { "+" } else { "" };
        // One decimal in each line, so that the column can be added up by eye.
        let figures = match (format::number(f64::from(tenths) / 10.0, 1, self.language), tenths % 10) {
            (whole, 0) => format!("{whole}{}", self.say(",0", ".0")),
            (figures, _) => figures,
        };
        format!("{plus}{figures}{}", self.say("\u{202f}%", "%"))
    }
}

/// A probability in tenths of a percent.
fn tenths(probability: f64) -> i32 {
    (probability * 1000.0).round() as i32
}

/// A line of a table.
fn line(label: &str, points: &str, risk: &str) -> String {
    let line = format!("{}{points:>8}{risk:>20}", padded(&format!("  {label}")));
    format!("{}\n", line.trim_end())
}

/// A label, filled up to where the figures begin.
fn padded(label: &str) -> String {
    format!("{label:<width$}", width = WIDTH - 28)
}

/// A text in lines, the first after `start` and the others under it.
fn wrapped(start: &str, text: &str) -> String {
    let indent = " ".repeat(start.chars().count());
    let mut lines = String::new();
    let mut line = start.to_owned();
    let mut empty = true;
    // French keeps its signs with the word before them by no-break spaces, which do not part words here.
    for word in text.split(' ') {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    format!("{lines}{line}\n")
}
