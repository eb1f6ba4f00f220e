//! A client as all tables know him.

use crate::draw::{Draw, Part};
use crate::latent::Latent;
use crate::livelihood::Livelihood;
use crate::person::Person;

/// `SK_ID_CURR` of the first client.
const FIRST_ID: u32 = 100_001;

/// The share of labelled clients: 307,511 of Kaggle's 356,255.
const LABELLED: f64 = 307_511.0 / 356_255.0;

/// The share of clients whom the credit bureau knows.
const IN_BUREAU: f64 = 0.8595;

/// The share of clients who have asked this lender for credit before.
const KNOWN_HERE: f64 = 0.952;

/// A client, before any row is written.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// Seed of the population.
    pub(crate) seed: u64,
    /// Number of the client in the population, from 0.
    pub(crate) number: u64,
    /// `SK_ID_CURR`.
    pub(crate) id: u32,
    /// Whether the row stands in `application_train.csv`. Drawn apart from all else, so that the two files are alike.
    pub(crate) labelled: bool,
    /// Whether the credit bureau knows the client.
    pub(crate) in_bureau: bool,
    /// Whether the client has asked this lender for credit before.
    pub(crate) known_here: bool,
    /// Who the client is.
    pub(crate) person: Person,
    /// What no table shows.
    pub(crate) latent: Latent,
    /// What the client lives on.
    pub(crate) livelihood: Livelihood,
}

impl Client {
    /// Draws the client of that number.
    pub(crate) fn draw(seed: u64, number: u64) -> Self {
        let mut draw = Draw::new(seed, number, Part::Profile);
        let labelled = draw.chance(LABELLED);
        let in_bureau = draw.chance(IN_BUREAU);
        let known_here = draw.chance(KNOWN_HERE);
        let person = Person::draw(&mut draw);
        let latent = Latent::draw(&mut draw, &person);
        let livelihood = Livelihood::draw(&mut draw, &person, &latent);
        let id = FIRST_ID + u32::try_from(number).expect("the number of clients is bounded");
        Self { seed, number, id, labelled, in_bureau, known_here, person, latent, livelihood }
    }

    /// The client's stream of random numbers for one part.
    pub(crate) fn stream(&self, part: Part) -> Draw {
        Draw::new(self.seed, self.number, part)
    }

    /// Income against the median, as a logarithm.
    pub(crate) fn income_score(&self) -> f64 {
        (self.livelihood.income / 148_500.0).ln()
    }
}
