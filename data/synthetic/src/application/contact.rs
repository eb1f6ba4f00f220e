//! Phones, identity papers, cities, documents, social circle, and enquiries with the credit bureau.

use super::loan::Loan;
use crate::client::Client;
use crate::draw::Draw;

/// How a client can be reached, and what was handed in and asked for.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    /// Days since the registration was changed.
    pub(crate) registration: f64,
    /// Days since the identity document was issued.
    pub(crate) identity: f64,
    /// Days since the phone was changed.
    pub(crate) phone_change: f64,
    /// `FLAG_WORK_PHONE`, `FLAG_CONT_MOBILE`, `FLAG_PHONE`, `FLAG_EMAIL`.
    pub(crate) phones: [bool; 4],
    /// `REG_REGION_NOT_LIVE_REGION`, `REG_REGION_NOT_WORK_REGION`, `LIVE_REGION_NOT_WORK_REGION`, and the
    /// same for the city.
    pub(crate) elsewhere: [bool; 6],
    /// `REGION_RATING_CLIENT_W_CITY`.
    pub(crate) city_rating: i32,
    /// `REGION_POPULATION_RELATIVE`.
    pub(crate) population: f64,
    /// People around the client: seen and in default within 30 days, the same for 60 days.
    pub(crate) circle: Option<[u32; 4]>,
    /// `FLAG_DOCUMENT_2` to `FLAG_DOCUMENT_21`.
    pub(crate) documents: [bool; 20],
    /// Enquiries in the last hour, day, week, month, quarter and year.
    pub(crate) enquiries: Option<[u32; 6]>,
}

const REGISTRATION: [(f64, f64); 8] = [
    (0.0, 0.0),
    (0.05, 315.0),
    (0.25, 1_966.0),
    (0.5, 4_496.0),
    (0.75, 7_479.0),
    (0.95, 11_483.0),
    (0.99, 13_928.0),
    (1.0, 22_000.0),
];

const IDENTITY: [(f64, f64); 8] = [
    (0.0, 0.0),
    (0.05, 372.0),
    (0.25, 1_708.0),
    (0.5, 3_271.0),
    (0.75, 4_311.0),
    (0.95, 4_939.0),
    (0.99, 5_425.0),
    (1.0, 6_230.0),
];

const PHONE_CHANGE: [(f64, f64); 8] = [
    (0.0, 0.0),
    (0.10, 0.0),
    (0.25, 270.0),
    (0.5, 744.0),
    (0.75, 1_555.0),
    (0.95, 2_521.0),
    (0.99, 3_174.0),
    (1.0, 4_170.0),
];

/// Population by region rating, best first.
const POPULATION: [[(f64, f64); 5]; 3] = [
    [(0.0, 0.003_541), (0.15, 0.010_006), (0.4, 0.035_792), (0.6, 0.046_22), (1.0, 0.072_508)],
    [(0.0, 0.000_533), (0.25, 0.010_147), (0.5, 0.018_85), (0.8, 0.028_663), (1.0, 0.035_792)],
    [(0.0, 0.000_290), (0.25, 0.008_575), (0.5, 0.018_029), (0.8, 0.025_164), (1.0, 0.031_329)],
];

/// Documents handed in with a cash loan, 2 to 21 without the three that follow the client's situation.
const DOCUMENTS: [f64; 20] = [
    0.000_04, 0.0, 0.000_08, 0.0167, 0.0, 0.000_2, 0.0, 0.0043, 0.000_02, 0.0043, 0.000_01, 0.0039, 0.0032,
    0.0013, 0.0109, 0.000_3, 0.0090, 0.000_6, 0.000_5, 0.000_4,
];

/// Places in [`DOCUMENTS`] of numbers 3, 6 and 8.
const DOCUMENT_3: usize = 1;
const DOCUMENT_6: usize = 4;
const DOCUMENT_8: usize = 6;

impl Contact {
    /// Whether the client is registered in another city than he lives in.
    pub(crate) fn moved(&self) -> bool {
        self.elsewhere[3]
    }

    /// Draws the contact details of a client.
    pub(crate) fn draw(draw: &mut Draw, client: &Client, loan: &Loan) -> Self {
        let latent = client.latent;
        let person = &client.person;
        let age = person.age_score();
        let registration =
            draw.quantile_with(&REGISTRATION, &[(0.34, age), (0.08, latent.worth)]).min(person.age).round();
        let identity = draw.quantile_with(&IDENTITY, &[(0.26, age), (0.14, latent.discipline)]).round();
        let phone_change =
            draw.quantile_with(&PHONE_CHANGE, &[(0.16, latent.worth), (-0.08, latent.stress)]).round();
        let phones = [
            draw.chance(0.199),
            draw.chance(0.9982),
            draw.odds(-0.97 + 0.10 * latent.worth),
            draw.chance(0.0567),
        ];
        let region = elsewhere(draw, person.retired(), 0.018, 0.049);
        let city = elsewhere(draw, person.retired(), 0.078 * (0.15 * latent.stress).exp(), 0.205);
        let city_rating = match person.region {
            3 if draw.chance(0.10) => 2,
            2 if draw.chance(0.009) => 1,
            rating => rating,
        };
        let populations = &POPULATION[usize::try_from(person.region - 1).expect("ratings are 1 to 3")];
        let population = (draw.quantile(populations) * 1e6).round() / 1e6;
        Self {
            registration,
            identity,
            phone_change,
            phones,
            elsewhere: [region[0], region[1], region[2], city[0], city[1], city[2]],
            city_rating,
            population,
            circle: (!draw.chance(0.0033)).then(|| circle(draw, client)),
            documents: documents(draw, client, loan),
            // The lender sees enquiries of those alone whom the bureau knows.
            enquiries: draw
                .chance(if client.in_bureau { 1.0 } else { 0.045 })
                .then(|| enquiries(draw, client)),
        }
    }
}

/// Whether registered and home, registered and work, home and work are in different places.
fn elsewhere(draw: &mut Draw, retired: bool, moved: f64, commutes: f64) -> [bool; 3] {
    let moved = draw.chance(if retired { moved * 0.5 } else { moved });
    let commutes = !retired && draw.chance(commutes);
    // One who moved and commutes works where he is registered now and then.
    let registered_not_work =
        if moved && commutes { draw.chance(0.8) } else { !retired && (moved || commutes) };
    [moved, registered_not_work, commutes]
}

fn circle(draw: &mut Draw, client: &Client) -> [u32; 4] {
    let seen = draw.overdispersed(1.42, 0.55).min(30);
    let default_share = (0.088 * (0.30 * client.latent.stress - 0.2 * client.latent.worth).exp()).min(0.6);
    let within_30 = (0..seen).filter(|_| draw.chance(default_share)).count() as u32;
    let within_60 = (0..within_30).filter(|_| draw.chance(0.70)).count() as u32;
    let seen_60 = seen - u32::from(seen > within_60 && draw.chance(0.015));
    [seen, within_30, seen_60, within_60]
}

fn documents(draw: &mut Draw, client: &Client, loan: &Loan) -> [bool; 20] {
    let mut handed_in = DOCUMENTS.map(|share| draw.chance(share));
    if loan.revolving {
        // A card is opened with hardly a paper.
        handed_in = [false; 20];
        handed_in[DOCUMENT_3] = draw.chance(0.038);
        handed_in[DOCUMENT_8] = draw.chance(0.008);
        return handed_in;
    }
    // A pensioner's certificate, a statement of income or a second identity document: mostly one of the three.
    let (pension, second) = if client.person.retired() { (0.46, 0.010) } else { (0.010, 0.106) };
    let u = draw.uniform();
    handed_in[DOCUMENT_6] = u < pension;
    handed_in[DOCUMENT_8] = (pension..pension + second).contains(&u);
    handed_in[DOCUMENT_3] = u >= pension + second && draw.chance(0.897);
    handed_in
}

fn enquiries(draw: &mut Draw, client: &Client) -> [u32; 6] {
    let eager = (0.30 * client.latent.appetite).exp();
    [
        draw.poisson(0.0064),
        draw.poisson(0.0070 * eager),
        draw.poisson(0.034),
        draw.overdispersed(0.25, 0.5),
        draw.overdispersed(0.265, 1.5),
        draw.overdispersed(1.80 * eager, 4.0).min(25),
    ]
}
