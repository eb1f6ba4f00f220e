//! What a client lives on: work, income, home and car.

use crate::draw::Draw;
use crate::latent::Latent;
use crate::person::Person;

/// Work, income and property of a client.
#[derive(Debug, Clone)]
pub(crate) struct Livelihood {
    /// Yearly income in the currency of the data.
    pub(crate) income: f64,
    /// Days in the present job; `None` for those who have none.
    pub(crate) employed: Option<f64>,
    /// `OCCUPATION_TYPE`, where it is known.
    pub(crate) occupation: Option<&'static str>,
    /// `ORGANIZATION_TYPE`.
    pub(crate) organization: &'static str,
    /// `NAME_HOUSING_TYPE`.
    pub(crate) housing: &'static str,
    /// Whether the client owns a home.
    pub(crate) owns_home: bool,
    /// The age in years of the client's car.
    pub(crate) car: Option<f64>,
}

const JOB_DAYS: [(f64, f64); 7] = [
    (0.0, 20.0),
    (0.083, 282.0),
    (0.39, 1_200.0),
    (0.694, 2_750.0),
    (0.939, 6_762.0),
    (0.988, 10_804.0),
    (1.0, 16_400.0),
];

const CAR_YEARS: [(f64, f64); 8] =
    [(0.0, 0.0), (0.05, 1.0), (0.25, 5.0), (0.5, 9.0), (0.75, 15.0), (0.95, 27.0), (0.97, 40.0), (1.0, 65.0)];

/// Occupations of those who work and say at what; shares for women and for men.
const OCCUPATIONS: [(&str, f64, f64); 18] = [
    ("Laborers", 0.160, 0.400),
    ("Sales staff", 0.220, 0.055),
    ("Core staff", 0.160, 0.085),
    ("Managers", 0.090, 0.110),
    ("Drivers", 0.005, 0.210),
    ("High skill tech staff", 0.058, 0.045),
    ("Accountants", 0.076, 0.006),
    ("Medicine staff", 0.070, 0.005),
    ("Security staff", 0.012, 0.058),
    ("Cooking staff", 0.044, 0.006),
    ("Cleaning staff", 0.036, 0.003),
    ("Private service staff", 0.020, 0.003),
    ("Low-skill Laborers", 0.005, 0.018),
    ("Secretaries", 0.011, 0.001),
    ("Waiters/barmen staff", 0.008, 0.004),
    ("Realty agents", 0.004, 0.002),
    ("HR staff", 0.004, 0.001),
    ("IT staff", 0.001, 0.005),
];

const ORGANIZATIONS: [(&str, f64); 57] = [
    ("Business Entity Type 3", 0.2211),
    ("Self-employed", 0.1249),
    ("Other", 0.0543),
    ("Medicine", 0.0364),
    ("Business Entity Type 2", 0.0343),
    ("Government", 0.0338),
    ("School", 0.0289),
    ("Trade: type 7", 0.0255),
    ("Kindergarten", 0.0224),
    ("Construction", 0.0219),
    ("Business Entity Type 1", 0.0195),
    ("Transport: type 4", 0.0175),
    ("Trade: type 3", 0.0114),
    ("Industry: type 9", 0.0110),
    ("Industry: type 3", 0.0107),
    ("Security", 0.0106),
    ("Housing", 0.0096),
    ("Industry: type 11", 0.0088),
    ("Military", 0.0086),
    ("Bank", 0.0082),
    ("Agriculture", 0.0080),
    ("Police", 0.0076),
    ("Transport: type 2", 0.0072),
    ("Postal", 0.0070),
    ("Security Ministries", 0.0064),
    ("Trade: type 2", 0.0062),
    ("Restaurant", 0.0059),
    ("Services", 0.0051),
    ("University", 0.0043),
    ("Industry: type 7", 0.0043),
    ("Transport: type 3", 0.0039),
    ("Industry: type 1", 0.0034),
    ("Hotel", 0.0031),
    ("Electricity", 0.0031),
    ("Industry: type 4", 0.0029),
    ("Trade: type 6", 0.0021),
    ("Industry: type 5", 0.0020),
    ("Insurance", 0.0019),
    ("Telecom", 0.0019),
    ("Emergency", 0.0018),
    ("Industry: type 2", 0.0015),
    ("Advertising", 0.0014),
    ("Realtor", 0.0013),
    ("Culture", 0.0012),
    ("Industry: type 12", 0.0012),
    ("Trade: type 1", 0.0011),
    ("Mobile", 0.0010),
    ("Legal Services", 0.0010),
    ("Cleaning", 0.0008),
    ("Transport: type 1", 0.0007),
    ("Industry: type 6", 0.0004),
    ("Industry: type 10", 0.0004),
    ("Religion", 0.0003),
    ("Industry: type 13", 0.0002),
    ("Trade: type 4", 0.0002),
    ("Trade: type 5", 0.0002),
    ("Industry: type 8", 0.0001),
];

const HOUSING: [(&str, f64); 6] = [
    ("House / apartment", 0.887),
    ("With parents", 0.0485),
    ("Municipal apartment", 0.0364),
    ("Rented apartment", 0.0159),
    ("Office apartment", 0.0085),
    ("Co-op apartment", 0.0037),
];

impl Livelihood {
    /// Draws the livelihood of a person.
    pub(crate) fn draw(draw: &mut Draw, person: &Person, latent: &Latent) -> Self {
        let years = person.years();
        // Pensioners have no job, but for a handful; the few unemployed have none either.
        let idle = person.income_type == "Unemployed" || (person.retired() && !draw.chance(0.0003));
        let employed = (!idle).then(|| {
            let days = draw.quantile_with(&JOB_DAYS, &[(0.30, latent.worth), (0.30, person.age_score())]);
            days.min(person.age - 17.0 * 365.25).max(10.0).round()
        });
        let organization = if idle { "XNA" } else { draw.pick(&ORGANIZATIONS) };
        let known = !idle && !draw.chance(0.160);
        let occupation = known.then(|| {
            let shares =
                OCCUPATIONS.map(|(name, women, men)| (name, if person.male() { men } else { women }));
            draw.pick_by(&shares, |name, share| share * fitting(name, person))
        });
        let median = match person.income_type {
            "Commercial associate" => 178_000.0,
            "Pensioner" => 118_000.0,
            "State servant" => 158_000.0,
            "Businessman" | "Student" => 400_000.0,
            _ => 144_000.0,
        };
        let lift =
            0.20 * latent.worth + if person.male() { 0.13 } else { -0.06 } + 0.04 * person.region_score();
        let income = (draw.log_normal(median, 0.38) * lift.exp()).clamp(25_650.0, 4_500_000.0);
        // Most people state a round sum.
        let step = draw.pick(&[(22_500.0, 0.62), (4_500.0, 0.36), (450.0, 0.02)]);
        let income = (income / step).round().max(1.0) * step;
        let housing = draw.pick_by(&HOUSING, |name, weight| match name {
            "With parents" => weight * ((38.0 - years) / 8.0).exp().clamp(0.1, 6.0),
            "Rented apartment" => weight * (0.35 * latent.stress).exp(),
            _ => weight,
        });
        let owns_home = draw.odds(
            match housing {
                "House / apartment" => 1.0,
                "Co-op apartment" => 0.2,
                _ => -0.2,
            } + 0.1 * latent.worth,
        );
        let has_car = draw.odds(
            if person.male() { 0.25 } else { -1.35 } - if person.retired() { 0.6 } else { 0.0 }
                + 0.30 * latent.worth,
        );
        let car = has_car.then(|| draw.quantile_with(&CAR_YEARS, &[(-0.25, latent.worth)]).round());
        Self { income, employed, occupation, organization, housing, owns_home, car }
    }
}

/// How much likelier an occupation is for this person's schooling.
fn fitting(occupation: &str, person: &Person) -> f64 {
    let higher = person.schooling_score() > 1.0;
    match occupation {
        "Managers" | "Accountants" | "Core staff" | "IT staff" | "HR staff" if higher => 2.2,
        "Laborers" | "Drivers" | "Cleaning staff" | "Cooking staff" | "Low-skill Laborers" if higher => 0.3,
        _ => 1.0,
    }
}
