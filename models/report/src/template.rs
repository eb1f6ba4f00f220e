//! What a template can ask for. All of it is a function of a path in the facts; a path that leads nowhere is an error,
//! unless it is asked for with `has`.
//!
//! | function | what it writes |
//! | --- | --- |
//! | `count(path)` | a whole number |
//! | `decimal(path, n)`, `signed(path, n)` | a number with n decimals; with its sign |
//! | `percent(path, n)`, `points(path, n)` | a share in percent; a difference of shares in percentage points, signed |
//! | `span(path, n)`, `percent_span(path, n)`, `points_span(path, n)` | the interval of a figure |
//! | `length(path)` | how many a list has |
//! | `text(path)`, `date(path)`, `list(path)` | a string of the report; a day; a list of names |
//! | `words(path)`, `feature(path)`, `theme(path)` | a name, a feature, a theme in the document's language |
//! | `population(path)` | the size and seed of a synthetic population |
//! | `has(path)`, `value(path)`, `size(path)` | for conditions and loops; never printed |
//! | `picture(name)`, `drawn(name)`, `screen(name)` | a picture's file, whether there is one, a screenshot's file |

use std::sync::Arc;

use catalogue::Language;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use crate::document::{Document, Screenshots};
use crate::facts::Facts;
use crate::mark::{self, Shown};
use crate::number::{self, Style};
use crate::picture::Picture;
use crate::words;

type Answer = Result<String, Error>;

/// What the functions answer from.
#[derive(Clone)]
struct Source {
    facts: Arc<Facts>,
    language: Language,
    markdown: bool,
}

impl Source {
    fn value(&self, path: &str) -> Result<&serde_json::Value, Error> {
        self.facts.get(path).ok_or_else(|| lacking(path, "nothing"))
    }

    fn number(&self, path: &str) -> Result<f64, Error> {
        self.value(path)?.as_f64().ok_or_else(|| lacking(path, "no number"))
    }

    fn string(&self, path: &str) -> Result<&str, Error> {
        self.value(path)?.as_str().ok_or_else(|| lacking(path, "no text"))
    }

    fn length(&self, path: &str) -> Result<usize, Error> {
        self.value(path)?.as_array().map(Vec::len).ok_or_else(|| lacking(path, "no list"))
    }

    fn figure(&self, path: &str, style: Style, decimals: u8) -> Answer {
        Ok(self.shown(path, self.number(path)?, style, decimals))
    }

    fn shown(&self, path: &str, value: f64, style: Style, decimals: u8) -> String {
        let text = number::write(self.language, value, style, decimals);
        mark::figure(&Shown { path: path.to_owned(), style, decimals, text })
    }

    /// `low ; high` in French, `low to high` in English.
    fn span(&self, path: &str, style: Style, decimals: u8) -> Answer {
        let [low, high] = ["low", "high"].map(|end| self.figure(&format!("{path}.{end}"), style, decimals));
        let between = if self.language == Language::Fr { " à " } else { " to " };
        Ok(format!("{}{between}{}", low?, high?))
    }

    /// A name between marks, with what Markdown would take for its own made harmless.
    fn named(&self, name: &str) -> String {
        if !self.markdown {
            return mark::name(name);
        }
        let mut escaped = String::new();
        for symbol in name.chars() {
            if matches!(symbol, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '|') {
                escaped.push('\\');
            }
            escaped.push(symbol);
        }
        mark::name(&escaped)
    }
}

fn lacking(path: &str, what: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{what} at {path:?}"))
}

/// An environment that can render one document.
pub(crate) fn environment(
    facts: &Arc<Facts>,
    document: Document,
    language: Language,
    screenshots: &Screenshots,
) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A line that holds nothing but a tag leaves no line behind.
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
    );
    let source = Source { facts: Arc::clone(facts), language, markdown: document.is_markdown() };
    figures(&mut environment, &source);
    names(&mut environment, &source);
    questions(&mut environment, &source);
    pictures(&mut environment, &source, screenshots);
    environment.add_global("lang", language.code());
    environment.add_template(document.template(language), document.text(language))?;
    Ok(environment)
}

fn figures(environment: &mut Environment<'static>, source: &Source) {
    for (name, style) in [
        ("decimal", Style::Decimal),
        ("percent", Style::Percent),
        ("signed", Style::Signed),
        ("points", Style::SignedHundredths),
    ] {
        let source = source.clone();
        environment
            .add_function(name, move |path: String, decimals: u8| source.figure(&path, style, decimals));
    }
    for (name, style) in
        [("span", Style::Decimal), ("percent_span", Style::Percent), ("points_span", Style::SignedHundredths)]
    {
        let source = source.clone();
        environment.add_function(name, move |path: String, decimals: u8| source.span(&path, style, decimals));
    }
    let of = source.clone();
    environment.add_function("count", move |path: String| of.figure(&path, Style::Decimal, 0));
    let of = source.clone();
    environment.add_function("length", move |path: String| -> Answer {
        Ok(of.shown(&format!("{path}#"), of.length(&path)? as f64, Style::Decimal, 0))
    });
}

fn names(environment: &mut Environment<'static>, source: &Source) {
    let of = source.clone();
    environment.add_function("text", move |path: String| -> Answer { Ok(of.named(of.string(&path)?)) });
    let of = source.clone();
    environment.add_function("date", move |path: String| -> Answer {
        Ok(of.named(&words::day(of.string(&path)?, of.language)))
    });
    for (name, told) in [
        ("words", words::words as fn(&str, Language) -> String),
        ("feature", words::feature),
        ("theme", words::theme),
        ("population", words::population),
    ] {
        let of = source.clone();
        environment.add_function(name, move |path: String| -> Answer {
            Ok(of.named(&told(of.string(&path)?, of.language)))
        });
    }
    let of = source.clone();
    environment.add_function("list", move |path: String| -> Answer {
        let names = of.value(&path)?.as_array().ok_or_else(|| lacking(&path, "no list"))?;
        let names: Vec<String> = names
            .iter()
            .filter_map(|name| name.as_str())
            .map(|name| words::words(name, of.language))
            .collect();
        Ok(of.named(&names.join(", ")))
    });
}

fn questions(environment: &mut Environment<'static>, source: &Source) {
    let of = source.clone();
    environment.add_function("has", move |path: String| of.facts.get(&path).is_some());
    let of = source.clone();
    environment.add_function("size", move |path: String| of.length(&path));
    let of = source.clone();
    environment.add_function("value", move |path: String| -> Result<Value, Error> {
        let value = of.value(&path)?;
        let text = value.as_str().map(Value::from);
        let number = value.as_f64().map(|number| {
            if number.fract() == 0.0 { Value::from(number as i64) } else { Value::from(number) }
        });
        text.or(number).or(value.as_bool().map(Value::from)).ok_or_else(|| lacking(&path, "no plain value"))
    });
}

fn pictures(environment: &mut Environment<'static>, source: &Source, screenshots: &Screenshots) {
    let of = source.clone();
    environment.add_function("drawn", move |name: String| -> Result<bool, Error> {
        let picture = Picture::from_name(&name).ok_or_else(|| lacking(&name, "no picture"))?;
        Ok(picture.is_possible(&of.facts.evidence))
    });
    let language = source.language;
    environment.add_function("picture", move |name: String| -> Result<Value, Error> {
        let picture = Picture::from_name(&name).ok_or_else(|| lacking(&name, "no picture"))?;
        Ok(Value::from_safe_string(picture.file(language)))
    });
    let screenshots = screenshots.clone();
    environment.add_function("screen", move |name: String| {
        Value::from_safe_string(screenshots.file(&name, language).unwrap_or_default())
    });
}
