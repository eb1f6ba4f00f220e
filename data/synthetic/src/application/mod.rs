//! The application itself: one row a client.

pub(crate) mod building;
pub(crate) mod contact;
pub(crate) mod loan;
pub(crate) mod scores;
mod write;

use building::Building;
use contact::Contact;
use loan::Loan;
use scores::Scores;

use crate::client::Client;
use crate::draw::Part;
use crate::outcome;

/// Everything that the application's row says, but for what [`Client`] knows already.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    /// The loan asked for.
    pub(crate) loan: Loan,
    /// The scores bought from outside.
    pub(crate) scores: Scores,
    /// Phones, papers, cities, circle and enquiries.
    pub(crate) contact: Contact,
    /// The building that the client lives in, where it is known.
    pub(crate) building: Building,
    /// Whether the client defaults: `TARGET`, drawn for unlabelled clients too and then not written.
    pub(crate) defaulted: bool,
}

impl Application {
    /// Draws the application of a client.
    pub(crate) fn draw(client: &Client) -> Self {
        let mut draw = client.stream(Part::Application);
        let loan = Loan::draw(&mut draw, client);
        let scores = Scores::draw(&mut draw, client);
        let contact = Contact::draw(&mut draw, client, &loan);
        let building = Building::draw(&mut draw, client);
        let defaulted = outcome::draw_default(&mut draw, client, &loan, contact.moved());
        Self { loan, scores, contact, building, defaulted }
    }

    /// The probability of default by the process itself.
    #[cfg(test)]
    pub(crate) fn default_probability(&self, client: &Client) -> f64 {
        outcome::default_probability(client, &self.loan, self.contact.moved())
    }
}
