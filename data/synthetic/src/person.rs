//! Who a client is: what stands before any trait of credit behaviour.

use crate::draw::{Draw, Quantiles};

/// Age, sex, schooling, family and region of a client.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// `CODE_GENDER`.
    pub(crate) gender: &'static str,
    /// `NAME_INCOME_TYPE`.
    pub(crate) income_type: &'static str,
    /// Age in days.
    pub(crate) age: f64,
    /// `NAME_EDUCATION_TYPE`.
    pub(crate) education: &'static str,
    /// `NAME_FAMILY_STATUS`.
    pub(crate) family: &'static str,
    /// Number of children.
    pub(crate) children: i32,
    /// `REGION_RATING_CLIENT`: 1 is the best, 3 the worst.
    pub(crate) region: i32,
}

const GENDERS: [(&str, f64); 3] = [("F", 0.658_34), ("M", 0.341_65), ("XNA", 0.000_01)];

const INCOME_TYPES: [(&str, f64); 8] = [
    ("Working", 0.5163),
    ("Commercial associate", 0.2325),
    ("Pensioner", 0.1800),
    ("State servant", 0.0706),
    ("Unemployed", 0.000_07),
    ("Student", 0.000_06),
    ("Businessman", 0.000_03),
    ("Maternity leave", 0.000_02),
];

const AGE_AT_WORK: [(f64, f64); 7] = [
    (0.0, 7_680.0),
    (0.05, 9_100.0),
    (0.25, 11_800.0),
    (0.5, 14_550.0),
    (0.75, 17_750.0),
    (0.95, 21_300.0),
    (1.0, 24_000.0),
];

const AGE_OF_PENSIONERS: [(f64, f64); 7] = [
    (0.0, 9_000.0),
    (0.03, 17_000.0),
    (0.25, 20_900.0),
    (0.5, 22_050.0),
    (0.75, 23_100.0),
    (0.95, 24_300.0),
    (1.0, 25_200.0),
];

const SCHOOLING: [(&str, [f64; 4]); 5] = [
    // Shares among workers, associates, pensioners and state servants.
    ("Secondary / secondary special", [0.742, 0.614, 0.813, 0.551]),
    ("Higher education", [0.213, 0.329, 0.145, 0.401]),
    ("Incomplete higher", [0.035, 0.049, 0.009, 0.041]),
    ("Lower secondary", [0.0096, 0.007, 0.0323, 0.006]),
    ("Academic degree", [0.0004, 0.001, 0.0007, 0.001]),
];

const FAMILIES: [(&str, f64); 5] = [
    ("Married", 0.640),
    ("Single / not married", 0.146),
    ("Civil marriage", 0.097),
    ("Separated", 0.064),
    ("Widow", 0.053),
];

const CHILDREN: [(i32, f64); 6] = [(0, 0.635), (1, 0.240), (2, 0.105), (3, 0.0165), (4, 0.0025), (5, 0.0005)];

const REGIONS: [(i32, f64); 3] = [(1, 0.105), (2, 0.739), (3, 0.156)];

/// Mean and standard deviation of the age in years.
const AGE: (f64, f64) = (43.9, 11.9);

impl Person {
    /// Draws a person.
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        let income_type = draw.pick(&INCOME_TYPES);
        let retired = income_type == "Pensioner";
        let ages: &Quantiles = if retired { &AGE_OF_PENSIONERS } else { &AGE_AT_WORK };
        let age = draw.quantile(ages).round();
        let years = age / 365.25;
        let column = match income_type {
            "Commercial associate" => 1,
            "Pensioner" => 2,
            "State servant" => 3,
            _ => 0,
        };
        let gender = draw.pick(&GENDERS);
        let education = draw.pick(&SCHOOLING.map(|(name, shares)| (name, shares[column])));
        let family = draw.pick_by(&FAMILIES, |name, weight| match name {
            "Widow" => weight * ((years - 43.0) / 9.0).exp().clamp(0.02, 6.0),
            "Single / not married" => weight * ((42.0 - years) / 11.0).exp().clamp(0.3, 3.0),
            _ => weight,
        });
        let alone = matches!(family, "Single / not married" | "Widow");
        let children = draw.pick_by(&CHILDREN, |count, weight| {
            let fertile = if years > 55.0 { 0.02 } else { ((52.0 - years) / 14.0).clamp(0.05, 1.25) };
            if count == 0 { weight } else { weight * fertile * if alone { 0.45 } else { 1.15 } }
        });
        let region = draw.pick(&REGIONS);
        Self { gender, income_type, age, education, family, children, region }
    }

    /// Whether the client lives on a pension.
    pub(crate) fn retired(&self) -> bool {
        self.income_type == "Pensioner"
    }

    /// Whether the client says that he is a man.
    pub(crate) fn male(&self) -> bool {
        self.gender == "M"
    }

    /// Age in years.
    pub(crate) fn years(&self) -> f64 {
        self.age / 365.25
    }

    /// Age in standard deviations from the mean.
    pub(crate) fn age_score(&self) -> f64 {
        (self.years() - AGE.0) / AGE.1
    }

    /// Schooling in standard deviations from the mean, roughly.
    pub(crate) fn schooling_score(&self) -> f64 {
        match self.education {
            "Lower secondary" => -1.4,
            "Incomplete higher" => 0.4,
            "Higher education" => 1.6,
            "Academic degree" => 2.0,
            _ => -0.55,
        }
    }

    /// How good the region is, in standard deviations from the mean, roughly.
    pub(crate) fn region_score(&self) -> f64 {
        f64::from(2 - self.region) * 2.0
    }
}
