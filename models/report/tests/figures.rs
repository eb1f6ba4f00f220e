//! The documents say what the report says, nothing else, and the same in both languages.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use catalogue::Language;
use documents::document::Screenshots;
use documents::mark::{Rendered, Shown};
use documents::picture::Picture;
use documents::{Document, Facts, number, rendered};
use serde_json::Value;

/// A release of synthetic data with every part of a report, curves and samples thinned.
const RELEASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/release");

/// The parts that a report may lack.
const OPTIONAL: [&str; 11] = [
    "method",
    "quality",
    "repeated",
    "precision_recall",
    "distribution",
    "cost_evidence",
    "fairness",
    "beeswarm",
    "rounding",
    "drift",
    "study",
];

/// What a template may say in digits: the rest is read from the release.
const ALLOWED: [&str; 7] = [
    "95\u{202f}%", // the level of intervals
    "95%",
    "1 / (1 + ", // the theoretical threshold
    "29 CFR 1607.4 D",
    "2024/1689",
    "point 5 b",
    "article 22",
];

fn json(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(Path::new(RELEASE).join(name)).unwrap()).unwrap()
}

/// The report as it is, and without what a report may lack.
fn reports() -> [Value; 2] {
    let whole = json("report.json");
    let mut bare = whole.clone();
    for part in OPTIONAL {
        assert!(bare.as_object_mut().unwrap().remove(part).is_some(), "the test's report has no {part}");
    }
    [whole, bare]
}

fn each(check: impl Fn(&Value, Document, Language, &Rendered)) {
    for report in reports() {
        let facts = Arc::new(Facts::of(report.clone(), json("manifest.json")).unwrap());
        for document in Document::ALL {
            for language in Language::ALL {
                let rendered = rendered(&facts, document, language, &Screenshots::default()).unwrap();
                check(&report, document, language, &rendered);
            }
        }
    }
}

#[test]
fn every_figure_is_the_reports() {
    each(|report, document, language, rendered| {
        assert!(rendered.figures.len() > 10, "{document:?}");
        for shown in &rendered.figures {
            let Shown { path, style, decimals, text } = shown;
            let expected = expected(report, path) * style.factor();
            let read = number::read(language, text).unwrap();
            let half = 0.5 * 10_f64.powi(-i32::from(*decimals)) + 1e-9 * expected.abs().max(1.0);
            assert!(
                (read - expected).abs() <= half,
                "{document:?} {language:?}: {text} at {path}, not {expected}"
            );
            assert!(rendered.text.contains(text.as_str()), "{text}");
        }
    });
}

/// The number at a path, found or worked out anew.
fn expected(report: &Value, path: &str) -> f64 {
    let at = |path: &str| {
        let (root, path) = match path.strip_prefix("manifest.") {
            Some(path) => (json("manifest.json"), path.to_owned()),
            None => (report.clone(), path.to_owned()),
        };
        root.pointer(&format!("/{}", path.replace('.', "/"))).cloned()
    };
    let number = |path: &str| at(path).and_then(|value| value.as_f64()).unwrap_or_else(|| panic!("{path}"));
    if let Some(list) = path.strip_suffix('#') {
        return match list {
            "derived.findings" => {
                let attributes = report["fairness"].as_array().unwrap();
                attributes
                    .iter()
                    .map(|attribute| attribute["findings"].as_array().unwrap().len())
                    .sum::<usize>() as f64
            }
            list => at(list).unwrap().as_array().unwrap().len() as f64,
        };
    }
    let share = |part: &str, rest: &str| {
        let of = |name: &str| number(&format!("cost_evidence.confusion.{name}"));
        of(part) / (of(part) + of(rest))
    };
    match path {
        "derived.default_rate" => number("defaults") / number("labelled_clients"),
        "derived.base_odds" => (-number("manifest.scale.base_log_odds")).exp(),
        "derived.saving_on_granting_all" => {
            1.0 - number("cost_evidence.cost_at_threshold") / number("cost_evidence.cost_granting_all")
        }
        "derived.saving_on_half" => {
            1.0 - number("cost_evidence.cost_at_threshold") / number("cost_evidence.cost_at_half")
        }
        "derived.defaults_refused" => share("refused_defaulted", "granted_defaulted"),
        "derived.good_refused" => share("refused_repaid", "granted_repaid"),
        _ => match path.strip_prefix("derived.drift.") {
            Some(verdict) => {
                let features = report["drift"]["features"].as_array().unwrap();
                features.iter().filter(|feature| feature["verdict"] == verdict).count() as f64
            }
            None if path == "derived.external_share" => {
                let of = |features: &[Value]| -> f64 {
                    features.iter().map(|feature| feature["points"].as_f64().unwrap()).sum()
                };
                let all = report["importance"].as_array().unwrap();
                let external = |feature: &&Value| {
                    catalogue::feature(feature["feature"].as_str().unwrap()).unwrap().theme
                        == catalogue::Theme::ExternalScores
                };
                of(&all.iter().filter(external).cloned().collect::<Vec<_>>()) / of(all)
            }
            None if path.starts_with("derived.themes.") => theme_share(report, path),
            None => number(path),
        },
    }
}

/// The shares of the themes, largest first.
fn theme_share(report: &Value, path: &str) -> f64 {
    let mut points: BTreeMap<&str, f64> = BTreeMap::new();
    let mut total = 0.0;
    for importance in report["importance"].as_array().unwrap() {
        let feature = catalogue::feature(importance["feature"].as_str().unwrap()).unwrap();
        let of_feature = importance["points"].as_f64().unwrap();
        *points.entry(feature.theme.code()).or_default() += of_feature;
        total += of_feature;
    }
    let mut shares: Vec<f64> = points.into_values().map(|of_theme| of_theme / total).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let position: usize = path.split('.').nth(2).unwrap().parse().unwrap();
    shares[position]
}

#[test]
fn no_template_has_a_number_of_its_own() {
    each(|_, document, language, rendered| {
        let mut own = without_targets(&without_tags(&rendered.own, document));
        for allowed in ALLOWED {
            own = own.replace(allowed, " ");
        }
        let line = own.lines().find(|line| line.contains(|symbol: char| symbol.is_ascii_digit()));
        assert_eq!(line, None, "{document:?} {language:?}");
    });
}

/// HTML without tags: their attributes are not text.
fn without_tags(text: &str, document: Document) -> String {
    if document.is_markdown() {
        return text.to_owned();
    }
    let parts = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ")
}

/// Markdown without the files of its pictures.
fn without_targets(text: &str) -> String {
    let parts = text.split("](").enumerate().map(|(position, part)| match part.split_once(')') {
        Some((_, after)) if position > 0 => after,
        _ => part,
    });
    parts.collect::<Vec<_>>().join(" ")
}

#[test]
fn both_languages_show_the_same_figures() {
    for report in reports() {
        let facts = Arc::new(Facts::of(report, json("manifest.json")).unwrap());
        for document in Document::ALL {
            let [french, english] = Language::ALL.map(|language| {
                let rendered = rendered(&facts, document, language, &Screenshots::default()).unwrap();
                let mut figures: Vec<_> = rendered
                    .figures
                    .into_iter()
                    .map(|shown| (shown.path, shown.style, shown.decimals))
                    .collect();
                figures.sort();
                figures
            });
            assert_eq!(french, english, "{document:?}");
        }
    }
}

#[test]
fn the_source_of_the_data_is_told_before_anything_else() {
    each(|_, document, language, rendered| {
        let start: String = rendered.text.chars().take(600).collect();
        let word = if language == Language::Fr { "ynthétique" } else { "ynthetic" };
        assert!(start.contains(word), "{document:?} {language:?}: {start}");
    });
}

#[test]
fn a_part_that_is_missing_is_said_to_be() {
    let [_, bare] = reports();
    let facts = Arc::new(Facts::of(bare, json("manifest.json")).unwrap());
    let note = rendered(&facts, Document::Note, Language::Fr, &Screenshots::default()).unwrap().text;
    assert!(note.contains("Cette version ne contient pas d’audit d’équité"));
    assert!(note.contains("n’a pas été faite pour cette version"));
    assert!(!note.contains("beeswarm") && !note.contains("distribution.fr.svg"));
    let slides =
        rendered(&facts, Document::Presentation, Language::En, &Screenshots::default()).unwrap().text;
    assert!(slides.contains("This release was not audited"));
}

/// The documents in this crate's folder are those of the test's release. `CLAIRSCORE_RENEW=1` writes them anew.
#[test]
fn the_documents_that_are_kept_are_those_of_the_release() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let written = documents::write(Path::new(RELEASE), folder.path(), &Screenshots::default()).unwrap();
    let renew = std::env::var_os("CLAIRSCORE_RENEW").is_some();
    let mut compared = 0;
    for path in written {
        let name = path.strip_prefix(folder.path()).unwrap();
        // What is Markdown is kept as such: its HTML is for the printer.
        if path.with_extension("md").exists() && path.extension().unwrap() == "html" {
            continue;
        }
        let (made, place) = (std::fs::read_to_string(&path).unwrap(), kept.join(name));
        if renew {
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(&place, &made).unwrap();
        }
        let found = std::fs::read_to_string(&place).unwrap_or_default();
        assert!(found == made, "{} is not what the release gives: set CLAIRSCORE_RENEW=1", place.display());
        compared += 1;
    }
    assert_eq!(compared, 2 * (Picture::ALL.len() + 3));
}

#[test]
fn a_presentation_has_twelve_to_fifteen_slides() {
    each(|_, document, _, rendered| {
        let slides = rendered.text.matches("<section").count();
        assert!(document != Document::Presentation || (12..=15).contains(&slides), "{slides}");
    });
}

/// The words of a picture that would be cut off at its left or right, by a width on the wide side.
fn beyond(svg: &str) -> Vec<&str> {
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    let number = |tag: &str, name: &str| attribute(tag, name).unwrap().parse::<f64>().unwrap();
    let whole = number(svg.split('>').next().unwrap(), "width");
    let texts = svg.split("<text").skip(1).filter_map(|text| text.split_once('>'));
    let level = texts.filter(|(tag, _)| attribute(tag, "transform").is_none());
    let clipped = level.filter_map(|(tag, rest)| {
        let words = rest.split('<').next()?.trim();
        let width = 0.56 * number(tag, "font-size") * words.chars().count() as f64;
        let left = number(tag, "x")
            - width
                * match attribute(tag, "text-anchor").as_deref() {
                    Some("end") => 1.0,
                    Some("middle") => 0.5,
                    _ => 0.0,
                };
        (left < 0.0 || left + width > whole).then_some(words)
    });
    clipped.collect()
}

#[test]
fn every_document_is_written_with_its_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let shots = tempfile::tempdir().unwrap();
    for page in Screenshots::PAGES {
        std::fs::write(shots.path().join(format!("{page}-fr-light-1366.png")), b"png").unwrap();
    }
    let written =
        documents::write(Path::new(RELEASE), folder.path(), &Screenshots::of(Some(shots.path()))).unwrap();
    assert_eq!(written.len(), 2 * (Picture::ALL.len() + 5) + Screenshots::PAGES.len());
    for path in &written {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        let kind = path.extension().unwrap();
        if kind == "svg" {
            assert!(text.starts_with("<svg") && text.trim_end().ends_with("</svg>"), "{name}");
            assert!(text.contains("<title>") && !text.contains("NaN"), "{name}");
            assert_eq!(beyond(&text), Vec::<&str>::new(), "{name}");
        }
        if kind == "html" {
            assert!(!text.contains(['\u{e000}', '\u{e001}', '\u{e002}', '\u{e003}', '\u{e004}']), "{name}");
            for target in text.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(folder.path().join(target).is_file(), "{name}: {target}");
            }
        }
    }
}
