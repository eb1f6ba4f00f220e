//! How numbers are written for people.

use progress::grouped;

/// A number, as short as it can be without misleading.
pub(super) fn number(number: f64) -> String {
    let magnitude = number.abs();
    let sign = if number < 0.0 { "-" } else { "" };
    if magnitude >= 1e15 || (magnitude > 0.0 && magnitude < 1e-4) {
        format!("{number:.2e}")
    } else if magnitude >= 1000.0 || number.fract() == 0.0 {
        format!("{sign}{}", grouped(magnitude.round() as u64))
    } else if magnitude >= 1.0 {
        format!("{number:.2}")
    } else {
        format!("{number:.4}")
    }
}

/// A count as a share of a whole, in percent: neither none nor all is said of what is not.
pub(super) fn share(count: u64, whole: u64) -> String {
    if count == 0 || whole == 0 {
        return "0 %".to_owned();
    }
    if count >= whole {
        return "100 %".to_owned();
    }
    let percent = 100.0 * count as f64 / whole as f64;
    if percent < 0.05 {
        "< 0.1 %".to_owned()
    } else if percent >= 99.95 {
        "> 99.9 %".to_owned()
    } else {
        format!("{percent:.1} %")
    }
}

/// A count and what it counts: `1 row`, `1,207,059 rows`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (value, expected) in [
            (0.0, "0"),
            (-17_912.0, "-17,912"),
            (365_243.0, "365,243"),
            (406_597.5, "406,598"),
            (-1.625, "-1.62"),
            (0.262_948, "0.2629"),
            (0.000_012, "1.20e-5"),
            (3e20, "3.00e20"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn shares() {
        for (count, whole, expected) in [
            (0, 10, "0 %"),
            (0, 0, "0 %"),
            (10, 10, "100 %"),
            (1, 3, "33.3 %"),
            (1, 100_000, "< 0.1 %"),
            (99_999, 100_000, "> 99.9 %"),
        ] {
            assert_eq!(share(count, whole), expected);
        }
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(1_207_059, "row", "rows"), "1,207,059 rows");
    }
}
