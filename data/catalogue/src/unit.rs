//! What a number counts, and so how it is written.

use serde::{Deserialize, Serialize};

/// Days in a year, on average: what the columns in days are turned into years by.
pub const DAYS_A_YEAR: f64 = 365.25;

/// The unit of a column or feature. The value itself is always kept raw; the unit says how to write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// An amount in the currency of the data (which does not say which).
    Money,
    /// A share or rate, 1 being the whole; written in percent.
    Share,
    /// A number without a unit, such as an external score.
    Number,
    /// A count of things.
    Count,
    /// A moment in days relative to the application, negative before it.
    DaysRelative,
    /// A length of time up to the application, kept as negative days; written as a length, such as an age.
    DaysSince,
    /// A moment in months relative to the application, negative before it.
    MonthsRelative,
    /// A length of time in days.
    Days,
    /// A length of time in months.
    Months,
    /// A length of time in years.
    Years,
    /// An hour of the day, 0 to 23.
    Hour,
    /// 1 for yes and 0 for no.
    Flag,
    /// The position of a category in its column's list; written as the category's label.
    Category,
}
