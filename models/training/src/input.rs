//! An input of a model.

use catalogue::column::Category;
use catalogue::{Direction, Feature};

/// A column of a feature folder, as a model takes it in.
#[derive(Debug, Clone)]
pub enum Input {
    /// A feature of the catalogue: all that a release may rest on.
    Declared(&'static Feature),
    /// A column of a folder that another catalogue declared. Such a folder can be compared with; nothing is known of
    /// the column but its name.
    Undeclared(String),
}

impl Input {
    /// The feature of that name, or an undeclared column.
    ///
    /// ```
    /// use training::input::Input;
    /// assert_eq!(Input::named("NAME_CONTRACT_TYPE").categories().len(), 2);
    /// assert_eq!(Input::named("of another catalogue").name(), "of another catalogue");
    /// ```
    pub fn named(name: &str) -> Self {
        catalogue::feature(name).map_or_else(|| Self::Undeclared(name.to_owned()), Self::Declared)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Declared(feature) => &feature.id,
            Self::Undeclared(name) => name,
        }
    }

    /// The categories behind its codes; empty where it is a number.
    pub fn categories(&self) -> &'static [Category] {
        match self {
            Self::Declared(feature) => feature.categories(),
            Self::Undeclared(_) => &[],
        }
    }

    /// The only direction in which it may move the risk, where one is declared.
    pub fn direction(&self) -> Option<Direction> {
        match self {
            Self::Declared(feature) => feature.monotone.map(|monotone| monotone.direction),
            Self::Undeclared(_) => None,
        }
    }
}
