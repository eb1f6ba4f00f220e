//! A feature by its name, checked.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use catalogue::Feature;
use serde::{Deserialize, Serialize};

/// A feature of the catalogue, known by its stable name: a name that no feature has cannot become one.
///
/// ```
/// use scoring::FeatureId;
/// let burden: FeatureId = "annuity_to_income".parse()?;
/// assert_eq!(burden.feature().label.en, "Instalment as a share of income");
/// let error = "annuity".parse::<FeatureId>().unwrap_err();
/// assert_eq!(error.to_string(), "the catalogue declares no feature \"annuity\"");
/// # Ok::<(), scoring::UnknownFeature>(())
/// ```
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub struct FeatureId(&'static Feature);

/// A name that no feature of the catalogue has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the catalogue declares no feature {0:?}")]
pub struct UnknownFeature(pub String);

impl FeatureId {
    /// The name.
    pub fn name(self) -> &'static str {
        &self.0.id
    }

    /// What the catalogue declares.
    pub fn feature(self) -> &'static Feature {
        self.0
    }
}

impl FromStr for FeatureId {
    type Err = UnknownFeature;

    fn from_str(name: &str) -> Result<Self, UnknownFeature> {
        catalogue::feature(name).map(Self).ok_or_else(|| UnknownFeature(name.to_owned()))
    }
}

impl TryFrom<String> for FeatureId {
    type Error = UnknownFeature;

    fn try_from(name: String) -> Result<Self, UnknownFeature> {
        name.parse()
    }
}

impl From<&'static Feature> for FeatureId {
    fn from(feature: &'static Feature) -> Self {
        Self(feature)
    }
}

impl From<FeatureId> for &'static str {
    fn from(id: FeatureId) -> Self {
        id.name()
    }
}

impl fmt::Display for FeatureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}

impl PartialEq for FeatureId {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for FeatureId {}

impl Hash for FeatureId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_feature_has_an_id_that_reads_back() {
        let ids: HashSet<FeatureId> = catalogue::features().iter().map(FeatureId::from).collect();
        assert_eq!(ids.len(), catalogue::features().len());
        for id in ids {
            let text = serde_json::to_string(&id).unwrap();
            assert_eq!(text, format!("{:?}", id.to_string()));
            assert_eq!(serde_json::from_str::<FeatureId>(&text).unwrap(), id);
        }
    }

    #[test]
    fn a_name_of_no_feature_is_refused() {
        for name in ["", "amt_credit", "AMT_CREDIT ", "SK_ID_CURR", "TARGET"] {
            assert_eq!(name.parse::<FeatureId>(), Err(UnknownFeature(name.to_owned())));
            assert!(serde_json::from_str::<FeatureId>(&format!("{name:?}")).is_err());
        }
    }
}
