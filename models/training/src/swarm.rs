//! A sample of contributions for a beeswarm picture, in which no client can be told.

use matrix::FeatureFolder;
use scoring::ScoringModel;

use crate::evidence::Beeswarm;
use crate::evidence::beeswarm::Swarm;
use crate::sample::Sample;

/// Clients in the sample.
const CLIENTS: usize = 250;
/// Features that are shown.
const FEATURES: usize = 20;

/// The contributions of clients at even distances, for the features with the greatest `importance`.
pub fn beeswarm(
    folder: &FeatureFolder,
    sample: &Sample,
    model: &ScoringModel,
    importance: &[f64],
) -> Beeswarm {
    let clients = folder.ids.len().min(CLIENTS);
    let mut order: Vec<usize> = (0..sample.inputs.len()).collect();
    order.sort_by(|&a, &b| importance[b].total_cmp(&importance[a]));
    order.truncate(FEATURES);
    let (mut row, mut contributions) = (Vec::new(), vec![0.0; sample.inputs.len()]);
    let mut found: Vec<Vec<(f64, f32)>> = vec![Vec::with_capacity(clients); order.len()];
    let points = -model.calibration().slope * model.scale().factor();
    for client in 0..clients {
        sample.gather(folder.row(client * folder.ids.len() / clients), &mut row);
        model.scorer().contributions(&row, &mut contributions);
        for (&input, found) in order.iter().zip(&mut found) {
            found.push((points * contributions[input], row[input]));
        }
    }
    let swarm = |(&input, found): (&usize, &Vec<(f64, f32)>)| Swarm {
        feature: sample.inputs[input].name().to_owned(),
        points: ranked(found),
    };
    Beeswarm { clients: clients as u32, features: order.iter().zip(&found).map(swarm).collect() }
}

/// Contributions, rising, with the rank of the value among those present: 0 to 1, the mean rank of equal ones.
fn ranked(found: &[(f64, f32)]) -> Vec<(f64, Option<f64>)> {
    let mut present: Vec<f32> = found.iter().map(|one| one.1).filter(|value| !value.is_nan()).collect();
    present.sort_unstable_by(f32::total_cmp);
    let last = present.len().saturating_sub(1).max(1) as f64;
    let rank = |value: f32| {
        let below = present.partition_point(|&other| other < value);
        let upto = present.partition_point(|&other| other <= value);
        hundredths(((below + upto) as f64 - 1.0) / 2.0 / last)
    };
    let point = |&(points, value): &(f64, f32)| (hundredths(points), (!value.is_nan()).then(|| rank(value)));
    let mut points: Vec<(f64, Option<f64>)> = found.iter().map(point).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.unwrap_or(-1.0).total_cmp(&b.1.unwrap_or(-1.0))));
    points
}

/// Finer than a picture shows.
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_ranks_and_clients_lose_their_order() {
        let found = [(3.456, 20.0), (-1.0, f32::NAN), (2.0, 10.0), (2.5, 20.0), (0.0, 40.0)];
        // Ranks of 10, 20, 20, 40 are 0, 1.5, 1.5, 3 of 3.
        let expected =
            [(-1.0, None), (0.0, Some(1.0)), (2.0, Some(0.0)), (2.5, Some(0.5)), (3.46, Some(0.5))];
        assert_eq!(ranked(&found), expected);
    }
}
