//! Earlier applications with this lender.
//!
//! [`Previous`] is one of them; what became of an approved loan is in `repayment` and `card`.

mod cash;
mod consumer;
mod details;
mod revolving;
mod write;

pub(crate) use details::Details;

use crate::client::Client;
use crate::draw::{Draw, Part};

/// `SK_ID_PREV` of the first application of the first client.
const FIRST_ID: u32 = 1_000_001;

/// The identifiers set aside for one client: no client has more earlier applications.
pub(crate) const APPLICATIONS_PER_CLIENT: u32 = 48;

/// The share of approved loans that have monthly rows and instalments, but no row of their own.
const ORPHANS: f64 = 0.045;

/// The same among cards.
const ORPHAN_CARDS: f64 = 0.12;

/// What is applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contract {
    /// Money.
    Cash,
    /// Goods in a shop.
    Consumer,
    /// A card.
    Revolving,
    /// Not recorded.
    Unknown,
}

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Granted.
    Approved,
    /// Refused by the lender.
    Refused,
    /// Withdrawn by the client.
    Canceled,
    /// Granted, and not taken up.
    UnusedOffer,
}

/// What was asked for and granted; `None` where it is not recorded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    /// The monthly instalment.
    pub(crate) annuity: Option<f64>,
    /// The sum asked for.
    pub(crate) application: f64,
    /// The sum granted.
    pub(crate) credit: f64,
    /// Paid at once.
    pub(crate) down_payment: Option<f64>,
    /// The price of the goods.
    pub(crate) goods: Option<f64>,
    /// Number of instalments; 0 for a card.
    pub(crate) months: Option<i32>,
    /// Interest a year; what `NAME_YIELD_GROUP` is a band of.
    pub(crate) yearly_rate: f64,
}

/// The life of a loan that was taken up. Days are relative to the present application.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Life {
    /// The first instalment is due.
    pub(crate) first_due: f64,
    /// Instalments paid before the rest was paid at once; `None` for a loan that runs its course.
    pub(crate) early_after: Option<i32>,
    /// Instalments paid before the client stopped paying for a long time.
    pub(crate) lapsed_after: Option<i32>,
    /// Whether the life insurance was taken.
    pub(crate) insured: bool,
    /// Whether a card is used; true for other loans.
    pub(crate) drawn_on: bool,
    /// Days from the last instalment to the end of the contract.
    pub(crate) settling: f64,
}

/// An earlier application.
#[derive(Debug, Clone)]
pub(crate) struct Previous {
    /// `SK_ID_PREV`.
    pub(crate) id: u32,
    /// What was applied for.
    pub(crate) contract: Contract,
    /// What became of it.
    pub(crate) status: Status,
    /// The day of the decision.
    pub(crate) decision: f64,
    /// Whether it has a row of its own; its months and instalments may stand without.
    pub(crate) listed: bool,
    /// What was asked for and granted.
    pub(crate) terms: Terms,
    /// Its life, where it was taken up.
    pub(crate) life: Option<Life>,
    /// The rest of its row.
    pub(crate) details: Details,
}

/// Kinds of applications with their shares and days since the decision.
type Kind = (Contract, Status);

const KINDS: [(Kind, f64); 11] = [
    ((Contract::Consumer, Status::Approved), 0.380),
    ((Contract::Consumer, Status::Refused), 0.040),
    ((Contract::Consumer, Status::UnusedOffer), 0.0158),
    ((Contract::Consumer, Status::Canceled), 0.0009),
    ((Contract::Cash, Status::Approved), 0.187),
    ((Contract::Cash, Status::Refused), 0.088),
    ((Contract::Cash, Status::Canceled), 0.165),
    ((Contract::Revolving, Status::Approved), 0.0605),
    ((Contract::Revolving, Status::Refused), 0.027),
    ((Contract::Revolving, Status::Canceled), 0.030),
    ((Contract::Unknown, Status::Canceled), 0.0003),
];

/// Draws a client's earlier applications, the oldest first.
pub(crate) fn draw_all(client: &Client) -> Vec<Previous> {
    if !client.known_here {
        return Vec::new();
    }
    let mut draw = client.stream(Part::Previous);
    let mean = 3.95 * (0.30 * client.latent.appetite + 0.05 * client.person.age_score()).exp();
    let count = (1 + draw.overdispersed(mean, 1.25)).min(APPLICATIONS_PER_CLIENT);
    let first_id = FIRST_ID + client.number as u32 * APPLICATIONS_PER_CLIENT;
    let mut dated: Vec<(f64, Kind)> = (0..count)
        .map(|_| {
            let kind = draw_kind(&mut draw, client);
            (-draw.quantile(details::days_since(kind)).round().max(2.0), kind)
        })
        .collect();
    dated.sort_by(|a, b| a.0.total_cmp(&b.0));
    (0..)
        .zip(dated)
        .map(|(place, (decision, kind))| {
            Previous::draw(&mut draw, client, first_id + place, kind, decision, place == 0)
        })
        .collect()
}

fn draw_kind(draw: &mut Draw, client: &Client) -> Kind {
    let risk = client.latent.apparent_risk(draw);
    draw.pick_by(&KINDS, |(contract, status), weight| {
        let refused = if status == Status::Refused { (0.60 * risk).exp() * 0.85 } else { 1.0 };
        let pressed = if contract == Contract::Consumer { 1.0 } else { (0.18 * client.latent.stress).exp() };
        weight * refused * pressed
    })
}

impl Previous {
    fn draw(draw: &mut Draw, client: &Client, id: u32, kind: Kind, decision: f64, first: bool) -> Self {
        let (contract, status) = kind;
        let terms = match contract {
            Contract::Cash => cash::terms(draw, client, status),
            Contract::Consumer => consumer::terms(draw, client, status),
            Contract::Revolving => revolving::terms(draw, client, status),
            Contract::Unknown => Terms::default(),
        };
        let taken_up = match contract {
            Contract::Cash => 0.922,
            Contract::Consumer => 0.977,
            Contract::Revolving => 0.955,
            Contract::Unknown => 0.0,
        };
        let life = (status == Status::Approved && draw.chance(taken_up))
            .then(|| Life::draw(draw, client, contract, &terms, decision));
        let orphan = match contract {
            Contract::Revolving => ORPHAN_CARDS,
            _ => ORPHANS,
        };
        let listed = life.is_none() || !draw.chance(orphan);
        let details = Details::draw(draw, kind, &terms, first);
        Self { id, contract, status, decision, listed, terms, life, details }
    }

    /// Whether this is a loan with a fixed number of instalments that was taken up.
    pub(crate) fn instalment_loan(&self) -> Option<(&Life, i32)> {
        if self.contract == Contract::Revolving {
            return None;
        }
        self.life.as_ref().zip(self.terms.months)
    }
}

impl Life {
    fn draw(draw: &mut Draw, client: &Client, contract: Contract, terms: &Terms, decision: f64) -> Self {
        let months = terms.months.unwrap_or(0);
        let early = match contract {
            Contract::Cash => 0.10,
            Contract::Consumer => -0.90,
            _ => -30.0,
        };
        let latent = client.latent;
        let early_after = (months > 3 && draw.odds(early + 0.30 * latent.worth - 0.20 * latent.stress))
            .then(|| draw.whole(1, months - 2));
        let lapsed_after = (months > 1 && early_after.is_none() && draw.odds(-5.0 + 1.5 * latent.lateness()))
            .then(|| draw.whole(1, months - 1));
        let insured = draw.chance(match contract {
            Contract::Cash => 0.80,
            Contract::Consumer => 0.166,
            _ => 0.005,
        });
        let first_due = decision + draw.pick(&[(30.0, 0.4), (31.0, 0.4), (32.0, 0.1), (35.0, 0.1)]);
        let drawn_on = contract != Contract::Revolving || draw.odds(0.45 + 0.30 * latent.stress);
        let settling = f64::from(draw.whole(2, 14));
        Self { first_due, early_after, lapsed_after, insured, drawn_on, settling }
    }

    /// The day that an instalment is due, counted from 0.
    pub(crate) fn due(&self, place: i32) -> f64 {
        self.first_due + 30.0 * f64::from(place)
    }

    /// The place of the last instalment, counted from 0: earlier than agreed where the rest was paid at once.
    pub(crate) fn last_place(&self, months: i32) -> i32 {
        match self.early_after {
            Some(paid) if self.due(paid) < 0.0 => paid,
            _ => months - 1,
        }
    }

    /// The day of the last instalment, where it has come.
    pub(crate) fn ended(&self, months: i32) -> Option<f64> {
        let last = self.due(self.last_place(months));
        (last < 0.0).then_some(last)
    }
}
