//! `EXT_SOURCE_1` to `_3`: three scores bought from outside, each a noisy look at the latent traits.

use crate::client::Client;
use crate::draw::Draw;

/// The three outside scores, between 0 and 1, higher is safer.
#[derive(Debug, Clone)]
pub(crate) struct Scores {
    /// Follows age and creditworthiness; known of fewer than half.
    pub(crate) first: Option<f64>,
    /// Follows creditworthiness, and region; known of nearly all.
    pub(crate) second: Option<f64>,
    /// Follows discipline and stress; hardly ever known of those whom the credit bureau does not know.
    pub(crate) third: Option<f64>,
}

const FIRST: [(f64, f64); 9] = [
    (0.0, 0.014),
    (0.01, 0.083),
    (0.05, 0.158),
    (0.25, 0.332),
    (0.5, 0.507),
    (0.75, 0.674),
    (0.95, 0.833),
    (0.99, 0.891),
    (1.0, 0.950),
];

const SECOND: [(f64, f64); 9] = [
    (0.0, 0.0002),
    (0.01, 0.028),
    (0.05, 0.132),
    (0.25, 0.391),
    (0.5, 0.565),
    (0.75, 0.664),
    (0.95, 0.748),
    (0.99, 0.783),
    (1.0, 0.855),
];

const THIRD: [(f64, f64); 9] = [
    (0.0, 0.0006),
    (0.01, 0.063),
    (0.05, 0.153),
    (0.25, 0.371),
    (0.5, 0.534),
    (0.75, 0.668),
    (0.95, 0.786),
    (0.99, 0.835),
    (1.0, 0.890),
];

impl Scores {
    /// Draws the scores of a client.
    pub(crate) fn draw(draw: &mut Draw, client: &Client) -> Self {
        let latent = client.latent;
        let age = client.person.age_score();
        // The first bureau knows the better schooled more often.
        let first_known = draw.odds(-0.27 + 0.20 * client.person.schooling_score());
        let first = draw.quantile_with(
            &FIRST,
            &[(0.50, age), (0.38, latent.worth), (-0.15, latent.stress), (0.15, latent.discipline)],
        );
        let second = draw.quantile_with(
            &SECOND,
            &[
                (0.34, latent.worth),
                (-0.24, latent.stress),
                (0.24, latent.discipline),
                (0.15, client.person.region_score()),
            ],
        );
        let third = draw.quantile_with(
            &THIRD,
            &[(0.15, age), (0.18, latent.worth), (-0.34, latent.stress), (0.34, latent.discipline)],
        );
        let third_known = draw.chance(if client.in_bureau { 0.934 } else { 0.024 });
        let second_known = draw.chance(0.9979);
        Self {
            first: first_known.then_some(first),
            second: second_known.then_some(second),
            third: third_known.then_some(third),
        }
    }
}
