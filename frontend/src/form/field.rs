//! A field of an application.

use std::fmt;

use api::{Cell, Profile};
use catalogue::unit::DAYS_A_YEAR;
use catalogue::{Category, Column, Kind, Table, Unit, plausible};

use crate::features;

/// A value that a field is set to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Setting {
    /// A number, in the raw unit of the file.
    Number(f64),
    /// A category, as the file writes it.
    Category(&'static str),
}

impl fmt::Display for Setting {
    /// As it stands in a link.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Category(value) => formatter.write_str(value),
        }
    }
}

impl Setting {
    /// The value as the functions take it.
    pub(crate) fn to_cell(self) -> Cell {
        match self {
            Self::Number(number) => Cell::Number(number),
            Self::Category(value) => Cell::from(value),
        }
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum FieldKind {
    /// A number between two bounds, both included.
    Number { least: f64, greatest: f64, whole: bool },
    /// Yes or no.
    Flag,
    /// One of the column's categories.
    Category,
}

/// A field, with what the client has there now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// The raw column.
    pub(crate) name: &'static str,
    pub(crate) unit: Unit,
    pub(crate) kind: FieldKind,
    pub(crate) present: Option<Setting>,
}

impl Field {
    /// The field of that name; `None` where an application has none, or only a key. Without a profile, nobody has a
    /// value yet.
    pub(crate) fn of(name: &str, profile: Option<&Profile>) -> Option<Self> {
        let column = features::column(name)?;
        let known = profile.and_then(|profile| profile.fields.iter().find(|field| field.feature == name));
        let present = known.and_then(|known| match &known.raw {
            Cell::Number(number) => Some(Setting::Number(*number)),
            Cell::Text(text) => {
                let mut categories = column.categories().iter();
                let found = categories.find(|category| category.value == text)?;
                Some(Setting::Category(found.value))
            }
            Cell::Missing => None,
        });
        let kind = match (column.kind, column.unit) {
            (Kind::Id, _) => return None,
            (Kind::Category(_), _) => FieldKind::Category,
            (_, Unit::Flag) => FieldKind::Flag,
            (kind, _) => {
                let (least, greatest) = plausible::range(Table::Application.column(name)?)?.into_inner();
                FieldKind::Number { least, greatest, whole: matches!(kind, Kind::Integer) }
            }
        };
        Some(Self { name: column.name, unit: column.unit, kind, present })
    }

    /// The same field within what the client can do about it; `None` where that is nothing.
    pub(crate) fn within_reach(mut self) -> Option<Self> {
        let Setting::Number(present) = self.present? else { return None };
        let (low, high) = features::reach(self.name, present)?;
        match &mut self.kind {
            FieldKind::Number { least, greatest, .. } => {
                (*least, *greatest) = (low.max(*least), high.min(*greatest));
                (*least < *greatest).then_some(self)
            }
            // Who has given an address can give no other.
            FieldKind::Flag => (low < high).then_some(self),
            FieldKind::Category => None,
        }
    }

    /// What the catalogue says of it.
    pub(crate) fn declaration(&self) -> &'static Column {
        features::column(self.name).expect("a field is made of a column")
    }

    /// The categories to choose from.
    pub(crate) fn categories(&self) -> &'static [Category] {
        self.declaration().categories()
    }

    /// Whether the field may be set so.
    pub(crate) fn accepts(&self, setting: Setting) -> bool {
        match (self.kind, setting) {
            (FieldKind::Number { least, greatest, whole }, Setting::Number(number)) => {
                (least..=greatest).contains(&number) && (!whole || number.fract() == 0.0)
            }
            (FieldKind::Flag, Setting::Number(number)) => number == 0.0 || number == 1.0,
            (FieldKind::Category, Setting::Category(value)) => {
                self.categories().iter().any(|category| category.value == value)
            }
            _ => false,
        }
    }

    /// The setting that stands in a link, if the field accepts it.
    pub(crate) fn read(&self, text: &str) -> Option<Setting> {
        let setting = match self.kind {
            FieldKind::Category => {
                Setting::Category(self.categories().iter().find(|category| category.value == text)?.value)
            }
            _ => Setting::Number(text.parse().ok()?),
        };
        self.accepts(setting).then_some(setting)
    }

    /// What a raw number is multiplied by to be shown: days are asked for in years, shares in percent.
    fn factor(&self) -> f64 {
        match self.unit {
            Unit::DaysSince | Unit::DaysRelative => -1.0 / DAYS_A_YEAR,
            Unit::Share => 100.0,
            _ => 1.0,
        }
    }

    /// A raw number as it is asked for, with few decimals.
    pub(crate) fn to_shown(&self, raw: f64) -> f64 {
        let shown = raw * self.factor();
        let decimals = if self.factor() == 1.0 { 1e6 } else { 10.0 };
        (shown * decimals).round() / decimals + 0.0
    }

    /// The raw number that a shown one stands for; whole where the column is.
    pub(crate) fn to_raw(&self, shown: f64) -> f64 {
        let raw = shown / self.factor();
        match self.kind {
            FieldKind::Number { whole: true, .. } => raw.round() + 0.0,
            _ => raw + 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use api::ProfileField;
    use catalogue::Theme;

    use super::*;

    fn field(name: &str, raw: Cell) -> Field {
        let known = ProfileField {
            feature: name.to_owned(),
            theme: Theme::Loan,
            label: String::new(),
            explanation: String::new(),
            value: None,
            raw,
            formatted: String::new(),
            unit: Unit::Money,
            used: true,
        };
        let profile =
            Profile { release: String::new(), client_id: 7, fields: vec![known], themes: Vec::new() };
        Field::of(name, Some(&profile)).unwrap()
    }

    #[test]
    fn a_field_within_reach_has_the_bounds_of_its_action() {
        let credit = field("AMT_CREDIT", Cell::Number(500_000.0)).within_reach().unwrap();
        assert_eq!(credit.kind, FieldKind::Number { least: 100_000.0, greatest: 500_000.0, whole: false });
        assert!(credit.accepts(Setting::Number(300_000.0)) && !credit.accepts(Setting::Number(600_000.0)));
    }

    #[test]
    fn what_cannot_be_changed_is_out_of_reach() {
        assert_eq!(field("DAYS_BIRTH", Cell::Number(-12_000.0)).within_reach(), None);
        assert_eq!(field("FLAG_EMAIL", Cell::Number(1.0)).within_reach(), None, "given already");
        assert!(field("FLAG_EMAIL", Cell::Number(0.0)).within_reach().is_some());
        assert_eq!(Field::of("SK_ID_CURR", None), None, "a key");
    }

    #[test]
    fn a_category_is_known_and_told_by_its_value() {
        let housing = features::column("NAME_HOUSING_TYPE").unwrap();
        let value = housing.categories()[1].value;
        let field = field("NAME_HOUSING_TYPE", Cell::from(value));
        assert_eq!(field.present, Some(Setting::Category(value)));
        assert_eq!(field.read(value), Some(Setting::Category(value)));
        assert_eq!(field.read("Castle"), None);
    }

    #[test]
    fn days_are_asked_for_in_years_and_told_in_days() {
        let birth = field("DAYS_BIRTH", Cell::Number(-14_610.0));
        assert_eq!(birth.to_shown(-14_610.0), 40.0);
        assert_eq!(birth.to_raw(40.0), -14_610.0);
        assert!(birth.accepts(Setting::Number(birth.to_raw(33.3))), "whole days");
    }

    #[test]
    fn a_link_that_was_tampered_with_sets_nothing() {
        let credit = field("AMT_CREDIT", Cell::Number(500_000.0));
        assert_eq!(["", "x", "NaN", "-1", "1e300"].map(|text| credit.read(text)), [None; 5]);
    }
}
