//! A feature's stored number, as it goes over the wire.

use std::collections::HashMap;

use api::{Cell, Value};
use catalogue::{Feature, Language};
use scoring::release::Manifest;

/// The decimal number that a stored `f32` stands for: 0.1, not 0.10000000149011612.
///
/// It is the shortest decimal that reads back as the same `f32`; both differ by less than the `f32`'s own precision.
pub fn decimal(stored: f32) -> f64 {
    // Whole numbers up to 2^24, most of what is stored, need no detour.
    if stored.fract() == 0.0 && stored.abs() <= 16_777_216.0 {
        return f64::from(stored);
    }
    stored.to_string().parse().unwrap_or(f64::from(stored))
}

/// The values behind the codes of the category features of a release.
///
/// They are the release's own where it says them: the catalogue that a function was built with may be newer.
#[derive(Debug, Default)]
pub struct Categories(HashMap<String, Vec<String>>);

impl Categories {
    /// The categories that a manifest declares.
    pub fn new(manifest: &Manifest) -> Self {
        let declared = manifest.clients.cohort.iter().filter(|column| !column.categories.is_empty());
        Self(declared.map(|column| (column.name.clone(), column.categories.clone())).collect())
    }

    /// How many categories a feature has; 0 when it is a number.
    pub fn count(&self, feature: &Feature) -> usize {
        self.0.get(&feature.id).map_or_else(|| feature.categories().len(), Vec::len)
    }

    /// The code of a category, by its name in the file.
    pub fn code(&self, feature: &Feature, name: &str) -> Option<usize> {
        self.names(feature).iter().position(|other| *other == name)
    }

    /// The names of a feature's categories in the file, in the order of their codes.
    pub fn names<'a>(&'a self, feature: &'a Feature) -> Vec<&'a str> {
        match self.0.get(&feature.id) {
            Some(values) => values.iter().map(String::as_str).collect(),
            None => feature.categories().iter().map(|category| category.value).collect(),
        }
    }

    /// The label of a category, by its code.
    pub fn label(&self, feature: &Feature, code: usize, language: Language) -> Option<String> {
        let declared = feature.categories();
        match self.0.get(&feature.id) {
            Some(values) => {
                let value = values.get(code)?;
                let category = declared.iter().find(|category| category.value == value);
                Some(category.map_or(value.as_str(), |category| category.label.get(language)).to_owned())
            }
            None => Some(declared.get(code)?.label.get(language).to_owned()),
        }
    }

    /// The value as the raw file has it, and as a changed application takes it.
    pub fn raw(&self, feature: &Feature, stored: f32) -> Cell {
        if stored.is_nan() {
            return Cell::Missing;
        }
        if self.count(feature) == 0 {
            return Cell::Number(decimal(stored));
        }
        self.names(feature).get(stored as usize).map_or(Cell::Missing, |name| Cell::from(*name))
    }

    /// The value of a feature, from its stored number; `None` where it is missing.
    pub fn value(&self, feature: &Feature, stored: f32, language: Language) -> Option<Value> {
        if stored.is_nan() {
            None
        } else if self.count(feature) > 0 {
            self.label(feature, stored as usize, language).map(Value::Label)
        } else {
            Some(Value::Number(decimal(stored)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_reads_as_it_was_written() {
        for (stored, expected) in
            [(0.1_f32, 0.1), (-2.5, -2.5), (202_500.0, 202_500.0), (1e-7, 1e-7), (-0.0, 0.0)]
        {
            assert_eq!(decimal(stored), expected);
        }
        for step in 0..10_000_u32 {
            let stored = f32::from_bits(step.wrapping_mul(429_496).wrapping_add(0x3000_0000));
            if stored.is_finite() {
                assert_eq!(decimal(stored) as f32, stored);
            }
        }
    }

    #[test]
    fn a_category_is_named_in_the_language_asked_for() {
        let feature = catalogue::features().iter().find(|feature| !feature.categories().is_empty()).unwrap();
        let first = &feature.categories()[0];
        let categories = Categories::default();
        for language in Language::ALL {
            let expected = Some(Value::Label(first.label.get(language).to_owned()));
            assert_eq!(categories.value(feature, 0.0, language), expected);
        }
        assert_eq!(categories.value(feature, f32::NAN, Language::Fr), None);
        assert_eq!(categories.value(feature, 10_000.0, Language::Fr), None);
    }

    #[test]
    fn the_release_s_own_categories_come_first() {
        let feature = catalogue::features().iter().find(|feature| feature.categories().len() > 1).unwrap();
        let [first, second] = [0, 1].map(|code| &feature.categories()[code]);
        let swapped = vec![second.value.to_owned(), first.value.to_owned(), "Unheard of".to_owned()];
        let categories = Categories(HashMap::from([(feature.id.clone(), swapped)]));
        assert_eq!(categories.count(feature), 3);
        assert_eq!(categories.label(feature, 0, Language::En).unwrap(), second.label.get(Language::En));
        assert_eq!(categories.label(feature, 2, Language::En).unwrap(), "Unheard of");
    }
}
