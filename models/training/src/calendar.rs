//! The date of a release.

use std::time::{SystemTime, UNIX_EPOCH};

/// A moment in UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    seconds: u64,
}

impl Moment {
    /// The present, by the system's clock; a clock before 1970 is read as 1970.
    pub fn now() -> Self {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::from_unix(elapsed.as_secs())
    }

    /// So many seconds after 1970 began.
    pub const fn from_unix(seconds: u64) -> Self {
        Self { seconds }
    }

    /// The date as eight digits.
    ///
    /// ```
    /// use training::calendar::Moment;
    /// assert_eq!(Moment::from_unix(1_709_164_800).date(), "20240229");
    /// ```
    pub fn date(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}{month:02}{day:02}")
    }

    /// The moment as RFC 3339 writes it.
    ///
    /// ```
    /// use training::calendar::Moment;
    /// assert_eq!(Moment::from_unix(1_709_164_799).rfc3339(), "2024-02-28T23:59:59Z");
    /// ```
    pub fn rfc3339(self) -> String {
        let (year, month, day) = self.civil();
        let second = self.seconds % 86_400;
        let (hour, minute) = (second / 3_600, second / 60 % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z", second % 60)
    }

    /// Year, month and day. Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*, `civil_from_days`.
    fn civil(self) -> (u64, u64, u64) {
        // Years begin in March here, so that the leap day is the last.
        let day = self.seconds / 86_400 + 719_468;
        let (era, day) = (day / 146_097, day % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let shifted = (5 * day + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (era * 400 + year + u64::from(month <= 2), month, day - (153 * shifted + 2) / 5 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_leap_years_and_centuries() {
        for (seconds, date) in [
            (0, "19700101"),
            (951_782_400, "20000229"),
            (951_868_800, "20000301"),
            (4_107_542_399, "21000228"),
            (4_107_542_400, "21000301"),
            (1_767_225_599, "20251231"),
        ] {
            assert_eq!(Moment::from_unix(seconds).date(), date, "{seconds}");
        }
    }
}
