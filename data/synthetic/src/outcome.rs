//! How `TARGET` is drawn: a logistic model of the latent traits and of a few facts of the application.
//!
//! ```text
//! log-odds = INTERCEPT
//!          - 0.66 W + 0.58 S - 0.66 D + 0.10 A                      the latent traits
//!          + 0.26 max(S, 0) max(-D, 0)                              pressure on the careless
//!          + 0.28 [man] + 0.10 burden + 0.15 cover + 0.10 length    the person and the loan
//!          + 0.25 [registered in another city] + occupation
//!          - 0.35 [revolving loan] - 0.12 [owns a car]
//!          + 0.12 [first contact] + 0.10 [unknown to the bureau]
//! ```
//!
//! `burden` is the yearly instalment against income, `cover` how far the credit exceeds the price of the
//! goods (insurance), `length` the duration of the loan, each in standard deviations; `occupation` is +0.25
//! for the least secure kinds of work and -0.2 for the most secure. The intercept puts the default rate at
//! 8 %.

use crate::application::loan::Loan;
use crate::client::Client;
use crate::draw::{Draw, logistic};

/// Puts the default rate at 8 %: found by drawing a million clients.
const INTERCEPT: f64 = -3.38;

/// Draws whether the client defaults.
pub(crate) fn draw_default(draw: &mut Draw, client: &Client, loan: &Loan, moved: bool) -> bool {
    let probability = default_probability(client, loan, moved);
    draw.chance(probability)
}

/// The probability that the client defaults, by the process itself. No model can know it.
pub(crate) fn default_probability(client: &Client, loan: &Loan, moved: bool) -> f64 {
    let when = |holds: bool, weight: f64| if holds { weight } else { 0.0 };
    let latent = client.latent;
    let burden = (loan.annuity / client.livelihood.income / 0.165).ln() / 0.5;
    let cover = (loan.credit / loan.goods - 1.12) / 0.12;
    let length = (loan.credit / loan.annuity - 21.0) / 8.0;
    let log_odds = INTERCEPT - 0.66 * latent.worth + 0.58 * latent.stress - 0.66 * latent.discipline
        + 0.10 * latent.appetite
        + 0.26 * latent.stress.max(0.0) * (-latent.discipline).max(0.0)
        + when(client.person.male(), 0.28)
        + 0.10 * burden.clamp(-3.0, 3.0)
        + 0.15 * cover.clamp(-2.0, 3.0)
        + 0.10 * length.clamp(-2.0, 2.0)
        + when(moved, 0.25)
        + occupation(client)
        - when(loan.revolving, 0.35)
        - when(client.livelihood.car.is_some(), 0.12)
        + when(!client.known_here, 0.12)
        + when(!client.in_bureau, 0.10);
    logistic(log_odds)
}

fn occupation(client: &Client) -> f64 {
    match client.livelihood.occupation {
        Some("Low-skill Laborers" | "Drivers" | "Waiters/barmen staff" | "Laborers" | "Cooking staff") => {
            0.25
        }
        Some("Accountants" | "Core staff" | "Managers" | "High skill tech staff" | "Medicine staff") => -0.2,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::Application;

    #[test]
    fn the_default_rate_of_20_000_clients_is_near_8_percent_for_any_seed() {
        for seed in [0, 1, 42, 12_345, u64::MAX] {
            let (mut labelled, mut defaults) = (0_u32, 0_u32);
            for number in 0..20_000 {
                let client = Client::draw(seed, number);
                let application = Application::draw(&client);
                labelled += u32::from(client.labelled);
                defaults += u32::from(client.labelled && application.defaulted);
            }
            let rate = f64::from(defaults) / f64::from(labelled);
            assert!((0.07..0.09).contains(&rate), "seed {seed}: default rate {rate}");
        }
    }

    #[test]
    fn the_process_separates_better_than_a_good_model_but_not_perfectly() {
        let mut scored: Vec<(f64, bool)> = (0..20_000)
            .map(|number| {
                let client = Client::draw(42, number);
                let application = Application::draw(&client);
                (application.default_probability(&client), application.defaulted)
            })
            .collect();
        scored.sort_by(|a, b| a.0.total_cmp(&b.0));
        let defaults = scored.iter().filter(|(_, defaulted)| *defaulted).count() as f64;
        let others = scored.len() as f64 - defaults;
        let ranks: f64 =
            (1..).zip(&scored).filter(|(_, s)| s.1).map(|(rank, _): (u32, _)| f64::from(rank)).sum();
        let auc = (ranks - defaults * (defaults + 1.0) / 2.0) / (defaults * others);
        assert!((0.80..0.88).contains(&auc), "AUC of the process itself: {auc}");
    }
}
