//! Parts of a cohort that are told of singly: bins and cells.
//!
//! Of fewer than [`LEAST_COHORT`] nothing is told but how many they are. Nor may that be had by taking all other parts from
//! the whole, so those who are kept back are at least as many together (statisticians call it secondary suppression).

use api::Histogram;
use api::compare::LEAST_COHORT;

/// Whether clients of a cohort are so few that their figures would speak of persons.
pub(super) fn is_withheld(clients: usize) -> bool {
    (1..LEAST_COHORT).contains(&clients)
}

/// Of which parts the figures are told; `elsewhere` counts those of the whole who are in no part.
pub(super) fn told(parts: &[u32], elsewhere: u32) -> Vec<bool> {
    let least = LEAST_COHORT as u32;
    let mut told: Vec<bool> = parts.iter().map(|&part| part >= least).collect();
    let kept_back = elsewhere + parts.iter().filter(|&&part| part < least).sum::<u32>();
    if (1..least).contains(&kept_back) {
        // The smallest of those that are told: it is large enough to hide the others among its own.
        let smallest = (0..parts.len()).filter(|&part| told[part]).min_by_key(|&part| parts[part]);
        if let Some(smallest) = smallest {
            told[smallest] = false;
        }
    }
    told
}

/// A histogram in which the outcomes of small bins are not told. `known` clients of the cohort have an outcome, with a value
/// or without one.
pub(super) fn outcomes(mut histogram: Histogram, known: usize) -> Histogram {
    let parts: Vec<u32> = histogram.repaid.iter().zip(&histogram.defaulted).map(|(a, b)| a + b).collect();
    let elsewhere = (known as u32).saturating_sub(parts.iter().sum());
    for (bin, told) in told(&parts, elsewhere).into_iter().enumerate() {
        if !told {
            histogram.unknown[bin] += parts[bin];
            histogram.repaid[bin] = 0;
            histogram.defaulted[bin] = 0;
        }
    }
    histogram
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_parts_are_never_alone_in_what_is_kept_back() {
        assert_eq!(told(&[40, 30, 500], 0), [true, true, true]);
        assert_eq!(told(&[40, 1, 30, 500], 0), [true, false, false, true], "one could be had from the whole");
        assert_eq!(told(&[40, 29, 1, 500], 0), [true, false, false, true], "thirty hide each other");
        assert_eq!(told(&[40, 1, 500], 29), [true, false, true], "so do those in no part");
        assert_eq!(told(&[40, 500], 3), [false, true], "whose figures could be had, too");
        assert_eq!(told(&[0, 70], 0), [false, true], "of nobody there is nothing to tell");
        assert_eq!(told(&[5, 7], 0), [false, false]);
        assert_eq!(told(&[], 12), [false; 0]);
    }

    #[test]
    fn of_small_bins_only_their_size_is_told() {
        let histogram = Histogram {
            edges: vec![0.0, 1.0, 2.0, 3.0],
            labels: vec![],
            repaid: vec![28, 400, 50],
            defaulted: vec![1, 30, 9],
            unknown: vec![100, 7, 0],
        };
        let found = outcomes(histogram.clone(), 518);
        assert_eq!((&found.repaid, &found.defaulted), (&vec![0, 400, 0], &vec![0, 30, 0]));
        assert_eq!(found.unknown, [129, 7, 59]);
        let with_others = outcomes(histogram, 519);
        assert_eq!(with_others.repaid, [0, 400, 50], "one without a value makes thirty of them");
    }
}
