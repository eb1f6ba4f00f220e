//! The latent process: four traits of each client that no table shows, and that all tables follow.
//!
//! | trait | high means | follows |
//! | --- | --- | --- |
//! | creditworthiness `W` | steady means and prudence | age, schooling, region |
//! | stress `S` | obligations press on means now | low `W`, children |
//! | discipline `D` | instalments are paid on time | `W`, age |
//! | appetite `A` | asks for credit often | `S` |
//!
//! Each is about standard normal over the population. What follows from them:
//!
//! | table | creditworthiness | stress | discipline | appetite |
//! | --- | --- | --- | --- | --- |
//! | application | income, amounts, `EXT_SOURCE_*`, time in the job, interest of the loan | instalment against income, circle in default, `EXT_SOURCE_2` and `_3` | `EXT_SOURCE_2` and `_3`, age of the identity document | enquiries |
//! | `bureau` | amounts | use of cards, overdue amounts, prolongations, microloans | overdue days and amounts | number of loans |
//! | `bureau_balance` | | late months | late months | |
//! | `previous_application` | refusals | refusals, cash loans | refusals | number of applications |
//! | `POS_CASH_balance`, `installments_payments` | early repayment | late and lapsed payments | late, split and lapsed payments | |
//! | `credit_card_balance` | limit | balance, cash withdrawals | missed minimum payments | |
//!
//! `TARGET` is drawn last, by the logistic model in [`outcome`](crate::outcome), from the traits themselves
//! and a few visible facts. A model sees the traits through the tables alone, each time with noise, and so
//! cannot reach the process's own discrimination.

use crate::draw::Draw;
use crate::person::Person;

/// The four hidden traits of a client, each about standard normal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Latent {
    /// Steady means and prudence.
    pub(crate) worth: f64,
    /// How hard obligations press on means at the time of the application.
    pub(crate) stress: f64,
    /// How reliably instalments are paid.
    pub(crate) discipline: f64,
    /// How often credit is asked for.
    pub(crate) appetite: f64,
}

impl Latent {
    /// Draws the traits of a person.
    pub(crate) fn draw(draw: &mut Draw, person: &Person) -> Self {
        let worth = draw.blend(&[
            (0.25, person.age_score()),
            (0.30, person.schooling_score()),
            (0.15, person.region_score()),
        ]);
        let stress = draw.blend(&[(-0.30, worth), (0.15, f64::from(person.children.min(3)) - 0.4)]);
        let discipline = draw.blend(&[(0.25, worth), (0.15, person.age_score())]);
        let appetite = draw.blend(&[(0.35, stress)]);
        Self { worth, stress, discipline, appetite }
    }

    /// The log-odds that an instalment is paid late, less a constant that each table adds.
    pub(crate) fn lateness(self) -> f64 {
        -0.80 * self.discipline + 0.35 * self.stress
    }

    /// How risky a lender holds the client to be who sees him through a glass: about standard normal.
    pub(crate) fn apparent_risk(self, draw: &mut Draw) -> f64 {
        draw.blend(&[(-0.45, self.worth), (0.35, self.stress), (-0.35, self.discipline)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Part;

    #[test]
    fn traits_are_about_standard_normal_and_correlate_as_documented() {
        let all: Vec<_> = (0..20_000)
            .map(|client| {
                let mut draw = Draw::new(5, client, Part::Profile);
                let person = Person::draw(&mut draw);
                Latent::draw(&mut draw, &person)
            })
            .collect();
        let mean = |f: &dyn Fn(&Latent) -> f64| all.iter().map(f).sum::<f64>() / all.len() as f64;
        for trait_of in
            [|l: &Latent| l.worth, |l: &Latent| l.stress, |l: &Latent| l.discipline, |l: &Latent| l.appetite]
        {
            let m = mean(&trait_of);
            let sd = mean(&|l| (trait_of(l) - m).powi(2)).sqrt();
            assert!(m.abs() < 0.1 && (0.9..1.1).contains(&sd), "mean {m}, standard deviation {sd}");
        }
        assert!(mean(&|l| l.worth * l.stress) < -0.2);
        assert!(mean(&|l| l.worth * l.discipline) > 0.2);
        assert!(mean(&|l| l.appetite * l.stress) > 0.25);
    }
}
