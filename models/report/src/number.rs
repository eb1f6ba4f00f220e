//! Numbers as each language writes them: a decimal comma and narrow no-break spaces in French, a point and commas in
//! English; a minus as wide as the plus in both.

use catalogue::Language;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// As it is.
    Decimal,
    /// In percent, 1 being the whole.
    Percent,
    /// With its sign; what rounds to zero has none.
    Signed,
    /// In hundredths (percentage points), with its sign and without a unit.
    SignedHundredths,
}

impl Style {
    /// What a number is multiplied by before it is written.
    pub const fn factor(self) -> f64 {
        match self {
            Self::Decimal | Self::Signed => 1.0,
            Self::Percent | Self::SignedHundredths => 100.0,
        }
    }
}

/// A number with just so many decimals.
///
/// ```
/// use catalogue::Language;
/// use documents::number::{Style, write};
/// assert_eq!(write(Language::Fr, 20_000.0, Style::Decimal, 0), "20\u{202f}000");
/// assert_eq!(write(Language::Fr, 0.0805, Style::Percent, 1), "8,1\u{202f}%");
/// assert_eq!(write(Language::En, -0.0125, Style::Signed, 4), "\u{2212}0.0125");
/// ```
pub fn write(language: Language, value: f64, style: Style, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    // Halves go away from zero: what a reader does with the figure in the report (0.0805 is a little under in binary).
    let scale = 10_f64.powi(decimals as i32);
    let scaled = value * style.factor();
    let near = (scaled * scale * (1.0 + f64::EPSILON * 4.0)).round() / scale;
    let plain = format!("{:.decimals$}", near.abs());
    let zero = plain.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let signed = matches!(style, Style::Signed | Style::SignedHundredths);
    let sign = match near {
        _ if zero => "",
        negative if negative < 0.0 => "\u{2212}",
        _ if signed => "+",
        _ => "",
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (group, point) = match language {
        Language::Fr => ('\u{202f}', ','),
        Language::En => (',', '.'),
    };
    let mut text = sign.to_owned();
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
    if style == Style::Percent {
        text.push_str(match language {
            Language::Fr => "\u{202f}%",
            Language::En => "%",
        });
    }
    text
}

/// The number behind a written one, with how much it may be rounded by; `None` where it is no number.
pub fn read(language: Language, text: &str) -> Option<f64> {
    let plain: String = text
        .chars()
        .filter(|&symbol| !matches!((language, symbol), (_, '\u{202f}' | '%' | '+') | (Language::En, ',')))
        .map(|symbol| match symbol {
            '\u{2212}' => '-',
            ',' => '.',
            other => other,
        })
        .collect();
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_in_its_own_way() {
        let cases = [
            (1_234_567.25, Style::Decimal, 2, "1\u{202f}234\u{202f}567,25", "1,234,567.25"),
            (0.757_149, Style::Decimal, 4, "0,7571", "0.7571"),
            (-0.000_04, Style::Signed, 3, "0,000", "0.000"),
            (0.02, Style::SignedHundredths, 1, "+2,0", "+2.0"),
            (-0.312, Style::SignedHundredths, 0, "\u{2212}31", "\u{2212}31"),
            (0.5, Style::Percent, 0, "50\u{202f}%", "50%"),
            (999.6, Style::Decimal, 0, "1\u{202f}000", "1,000"),
        ];
        for (value, style, decimals, french, english) in cases {
            assert_eq!(write(Language::Fr, value, style, decimals), french);
            assert_eq!(write(Language::En, value, style, decimals), english);
            for language in Language::ALL {
                let back = read(language, &write(language, value, style, decimals)).unwrap();
                let half = 0.5 * 10_f64.powi(-i32::from(decimals)) + 1e-9;
                assert!((back - value * style.factor()).abs() <= half, "{value} reads back as {back}");
            }
        }
    }
}
