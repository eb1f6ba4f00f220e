//! Which clients are meant: conditions, as `GET /clients` and `GET /compare` take them.

use std::collections::BTreeMap;
use std::fmt;

/// Conditions by the name that they are put on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter(BTreeMap<String, String>);

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Least,
    Greatest,
}

/// What stands between the ends of a range.
const BETWEEN: &str = "..";

impl Filter {
    /// The conditions of a text such as `points:480..;decision:granted`. What is no condition is left out.
    pub(crate) fn read(text: &str) -> Self {
        let conditions = text.split(';').filter_map(|condition| condition.split_once(':'));
        Self(conditions.map(|(name, values)| (name.to_owned(), values.to_owned())).collect())
    }

    /// The value that a name must have; empty where any will do.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// An end of the range that a name must lie in; empty where it is open.
    pub(crate) fn end(&self, name: &str, end: End) -> &str {
        let (least, greatest) = self.value(name).split_once(BETWEEN).unwrap_or_default();
        match end {
            End::Least => least,
            End::Greatest => greatest,
        }
    }

    /// The same with a value for a name; an empty one lifts the condition.
    pub(crate) fn with_value(&self, name: &str, value: &str) -> Self {
        let mut next = self.clone();
        if value.is_empty() || value == BETWEEN {
            next.0.remove(name);
        } else {
            next.0.insert(name.to_owned(), value.to_owned());
        }
        next
    }

    /// The same with an end of a range.
    pub(crate) fn with_end(&self, name: &str, end: End, value: &str) -> Self {
        let range = match end {
            End::Least => format!("{value}{BETWEEN}{}", self.end(name, End::Greatest)),
            End::Greatest => format!("{}{BETWEEN}{value}", self.end(name, End::Least)),
        };
        self.with_value(name, &range)
    }

    /// How many conditions there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conditions: Vec<_> = self.0.iter().map(|(name, values)| format!("{name}:{values}")).collect();
        formatter.write_str(&conditions.join(";"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_written_as_the_functions_read_it() {
        let filter = Filter::default()
            .with_value("decision", "granted")
            .with_end("points", End::Least, "480")
            .with_end("age_years", End::Greatest, "40")
            .with_end("age_years", End::Least, "30");
        assert_eq!(filter.to_string(), "age_years:30..40;decision:granted;points:480..");
        assert_eq!(Filter::read(&filter.to_string()), filter);
        assert_eq!((filter.end("points", End::Greatest), filter.len()), ("", 3));
    }

    #[test]
    fn an_open_range_is_no_condition() {
        let filter =
            Filter::default().with_end("points", End::Least, "480").with_end("points", End::Least, "");
        assert_eq!(filter, Filter::default());
        assert_eq!(Filter::read("nonsense;;x"), Filter::default());
    }
}
