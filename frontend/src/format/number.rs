//! Numbers in the language's own way: by the browser's `Intl` in the page, by a small equivalent in host tests.

use catalogue::Language;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// With at most so many decimals.
    Decimal(u8),
    /// With exactly so many decimals, so that the figures of a column stand under each other.
    Fixed(u8),
    /// In percent, 1 being the whole, with at most so many decimals.
    Percent(u8),
    /// A whole number with its sign; zero has none.
    Signed,
    /// Short, with the thousands in a letter: `1.5M`.
    Compact,
}

/// A number in a language. The minus is the typographic one, which is as wide as the plus.
pub(crate) fn write(language: Language, value: f64, style: Style) -> String {
    // What rounds to zero has no sign.
    let value = if rounds_to_zero(value, style) { 0.0 } else { value };
    platform::write(language, value, style).replace('-', "\u{2212}")
}

fn rounds_to_zero(value: f64, style: Style) -> bool {
    let decimals = match style {
        Style::Decimal(decimals) | Style::Fixed(decimals) => decimals,
        Style::Percent(decimals) => decimals + 2,
        Style::Signed | Style::Compact => 0,
    };
    value.abs() < 0.5 * 10f64.powi(-i32::from(decimals)) && style != Style::Compact
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use std::cell::RefCell;
    use std::collections::HashMap;

    use catalogue::Language;
    use js_sys::{Array, Function, Intl, Object, Reflect};
    use wasm_bindgen::JsValue;

    use super::Style;

    thread_local! {
        /// A formatter costs some twenty microseconds to make, and a page writes hundreds of numbers.
        static FORMATTERS: RefCell<HashMap<(Language, Style), Function>> = RefCell::default();
    }

    pub(super) fn write(language: Language, value: f64, style: Style) -> String {
        let format = FORMATTERS.with_borrow_mut(|formatters| {
            formatters.entry((language, style)).or_insert_with(|| formatter(language, style)).clone()
        });
        let text = format.call1(&JsValue::UNDEFINED, &value.into()).ok().and_then(|text| text.as_string());
        text.unwrap_or_else(|| value.to_string())
    }

    fn formatter(language: Language, style: Style) -> Function {
        let locale = match language {
            Language::Fr => "fr-FR",
            Language::En => "en-GB",
        };
        let options = Object::new();
        let set = |name: &str, value: JsValue| {
            // Setting a property of a plain object cannot fail.
            Reflect::set(&options, &name.into(), &value).ok();
        };
        match style {
            Style::Decimal(decimals) => set("maximumFractionDigits", decimals.into()),
            Style::Fixed(decimals) => {
                set("minimumFractionDigits", decimals.into());
                set("maximumFractionDigits", decimals.into());
            }
            Style::Percent(decimals) => {
                set("style", "percent".into());
                set("maximumFractionDigits", decimals.into());
            }
            Style::Signed => {
                set("maximumFractionDigits", 0.into());
                set("signDisplay", "exceptZero".into());
            }
            Style::Compact => {
                set("notation", "compact".into());
                set("maximumFractionDigits", 1.into());
            }
        }
        Intl::NumberFormat::new(&Array::of1(&locale.into()), &options).format()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use catalogue::Language;

    use super::Style;

    pub(super) fn write(language: Language, value: f64, style: Style) -> String {
        let percent = match language {
            Language::Fr => "\u{202f}%",
            Language::En => "%",
        };
        match style {
            Style::Decimal(decimals) => decimal(language, value, decimals),
            Style::Fixed(decimals) => fixed(language, value, decimals),
            Style::Percent(decimals) => decimal(language, value * 100.0, decimals) + percent,
            Style::Signed if value > 0.0 => format!("+{}", decimal(language, value, 0)),
            Style::Signed => decimal(language, value, 0),
            Style::Compact => compact(language, value),
        }
    }

    fn compact(language: Language, value: f64) -> String {
        let (divisor, letter) = match value.abs() {
            large if large >= 1e9 => (1e9, ["\u{a0}Md", "B"]),
            large if large >= 1e6 => (1e6, ["\u{a0}M", "M"]),
            large if large >= 1e3 => (1e3, ["\u{a0}k", "k"]),
            _ => (1.0, ["", ""]),
        };
        decimal(language, value / divisor, 1) + letter[usize::from(language == Language::En)]
    }

    fn decimal(language: Language, value: f64, decimals: u8) -> String {
        let text = fixed(language, value, decimals);
        if decimals == 0 {
            return text;
        }
        text.trim_end_matches('0').trim_end_matches([',', '.']).to_owned()
    }

    fn fixed(language: Language, value: f64, decimals: u8) -> String {
        let (group, point) = match language {
            Language::Fr => ('\u{202f}', ','),
            Language::En => (',', '.'),
        };
        let plain = format!("{:.*}", usize::from(decimals), value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::from(if value < 0.0 { "-" } else { "" });
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_groups_by_narrow_no_break_spaces_and_has_a_decimal_comma() {
        assert_eq!(write(Language::Fr, 1_234_567.25, Style::Decimal(2)), "1\u{202f}234\u{202f}567,25");
        assert_eq!(write(Language::En, 1_234_567.25, Style::Decimal(2)), "1,234,567.25");
    }

    #[test]
    fn the_figures_of_a_column_have_as_many_decimals() {
        assert_eq!(write(Language::Fr, 13.0, Style::Fixed(1)), "13,0");
        assert_eq!(
            [13.0, 1_000.0].map(|value| write(Language::En, value, Style::Decimal(1))),
            ["13", "1,000"]
        );
    }

    #[test]
    fn what_rounds_to_zero_has_no_sign() {
        assert_eq!(write(Language::En, -0.04, Style::Decimal(1)), "0");
        assert_eq!(write(Language::En, -0.000_4, Style::Percent(1)), "0%");
        assert_eq!(write(Language::En, -0.4, Style::Decimal(1)), "\u{2212}0.4");
    }
}
