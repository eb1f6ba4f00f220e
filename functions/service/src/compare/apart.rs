//! Cohorts that are told of are far apart: by comparing two of them, nobody is singled out.
//!
//! Two cohorts of thousands that differ by one person would give that person away: the difference of their figures is
//! the person's. So who is in a cohort is not what the conditions say to the letter:
//!
//! 1. **Steps.** A range reaches to the borders of steps on its column, each of at least [`LEAST_COHORT`] of those who meet all
//!    other conditions, where the values allow it.
//! 2. **No small step.** A step, a value or a category that fewer of them have counts for nothing, and a condition that fewer of
//!    them fail is passed over, the first one first. A condition that changes a cohort changes it by many.
//! 3. **Some are left out.** Of what remains some are left out by a draw that depends on the key and on who is in it: one in
//!    sixteen, and at least ten or so. The same cohort has the same figures always; of another one, others are left out.
//!    So sums and differences over several cohorts carry more of those than of anybody who is looked for.
//!
//! Where the conditions hold of all clients, they are told of as they are: from everyone there is nothing to take away.

use api::compare::LEAST_COHORT;

use super::filter::{Condition, Filter};
use crate::artifacts::Column;

/// The share of a cohort that is left out.
const SHARE: f64 = 1.0 / 16.0;
/// How many are left out of a small one, about.
const FEWEST: f64 = 10.0;

/// The rows of those who are told of, rising; `None` for all clients. `columns` are those of [`Filter::columns`].
pub(super) fn rows<C: AsRef<Column>>(
    filter: &Filter,
    clients: usize,
    columns: &[C],
    key: u64,
) -> Option<Vec<u32>> {
    let mut conditions: Vec<(usize, Asked<'_>)> = filter
        .conditions()
        .iter()
        .zip(columns)
        .map(|((position, condition), column)| (*position, Asked::new(condition, column.as_ref(), clients)))
        .collect();
    // The order in which they are written makes no difference.
    conditions.sort_by_key(|(position, _)| *position);
    let mut conditions: Vec<Asked<'_>> = conditions.into_iter().map(|(_, condition)| condition).collect();
    // How many conditions each client fails.
    let mut failed = vec![0_u8; clients];
    for condition in &conditions {
        condition.each(&mut failed, |failed, meets| *failed += u8::from(!meets));
    }
    // Few are not made more by a step.
    let meet: usize = failed.iter().map(|&failed| usize::from(failed == 0)).sum();
    if meet < LEAST_COHORT {
        return Some(Vec::new());
    }
    // What makes no difference goes first, and then what few have: the steps of ranges must not move by them.
    conditions.retain_mut(|condition| {
        let counts = condition.leaves_out(&failed) >= LEAST_COHORT;
        if !counts {
            condition.change(&mut failed, None);
        }
        counts
    });
    for condition in conditions.iter_mut().filter(|condition| !condition.is_range) {
        let keeps = condition.keeps(&failed);
        condition.change(&mut failed, keeps);
    }
    let mut kept = vec![true; clients];
    for condition in &mut conditions {
        if condition.is_range {
            let Some(keeps) = condition.keeps(&failed) else {
                condition.change(&mut failed, None);
                continue;
            };
            condition.want(keeps);
        }
        condition.each(&mut kept, |kept, meets| *kept &= meets);
    }
    let members = places(&kept);
    (members.len() < clients).then(|| left_in(members, key))
}

/// A condition by the classes of its column.
struct Asked<'a> {
    classes: &'a [u16],
    /// Whether the clients of each class are wanted, to the border of the class.
    wanted: Vec<bool>,
    /// The first class that is wanted, and how many are, where they follow each other.
    run: Option<(u16, u16)>,
    /// Whether neighbouring classes are steps together.
    is_range: bool,
}

impl<'a> Asked<'a> {
    fn new(condition: &Condition, column: &'a Column, clients: usize) -> Self {
        let ranks = column.ranks();
        let wants = |class: usize| match (ranks.borders.get(class), condition) {
            (Some(&(least, greatest)), Condition::Range(range)) => {
                least <= *range.end() && greatest >= *range.start()
            }
            (Some(&(least, greatest)), Condition::OneOf { values, .. }) => {
                values.iter().any(|value| (least..=greatest).contains(value))
            }
            (None, Condition::Range(_)) => false,
            (None, Condition::OneOf { missing, .. }) => *missing,
        };
        let mut asked = Self {
            classes: &ranks.classes[..clients],
            wanted: Vec::new(),
            run: None,
            is_range: matches!(condition, Condition::Range(_)),
        };
        asked.want((0..=ranks.missing()).map(wants).collect());
        asked
    }

    /// Wants those classes from now on.
    fn want(&mut self, wanted: Vec<bool>) {
        let first = wanted.iter().position(|&wanted| wanted).unwrap_or(0);
        let length = wanted.iter().filter(|&&wanted| wanted).count();
        let follow = wanted[first..][..length].iter().all(|&wanted| wanted);
        self.run = follow.then_some((first as u16, length as u16));
        self.wanted = wanted;
    }

    /// Tells for each client, with what is noted of it, whether it meets the condition. Many are looked at by one
    /// instruction where the wanted classes follow each other, as those of a range do.
    fn each<N>(&self, noted: impl IntoIterator<Item = N>, mut tell: impl FnMut(N, bool)) {
        let clients = noted.into_iter().zip(self.classes);
        if let Some((first, length)) = self.run {
            clients.for_each(|(noted, class)| tell(noted, class.wrapping_sub(first) < length));
        } else {
            clients.for_each(|(noted, &class)| tell(noted, self.wanted[class as usize]));
        }
    }

    /// How many meet all conditions but this one.
    fn leaves_out(&self, failed: &[u8]) -> usize {
        let mut count = 0_u32;
        self.each(failed, |&failed, meets| count += u32::from((failed == 1) & !meets));
        count as usize
    }

    /// Those who meet all conditions but this one, whether they meet it or not, by class.
    fn others(&self, failed: &[u8]) -> Vec<usize> {
        let mut others = vec![0; self.wanted.len()];
        self.each(failed.iter().zip(self.classes), |(&failed, &class), meets| {
            others[class as usize] += usize::from(failed == u8::from(!meets));
        });
        others
    }

    /// Whether the clients of each class are kept; `None` where the condition is passed over.
    fn keeps(&self, failed: &[u8]) -> Option<Vec<bool>> {
        let count = self.wanted.len();
        let others = self.others(failed);
        let step = if self.is_range { merged(&others) } else { (0..count).collect() };
        let (mut held, mut asked) = (vec![0; count], vec![false; count]);
        for (class, &step) in step.iter().enumerate() {
            held[step] += others[class];
            asked[step] |= self.wanted[class] && others[class] > 0;
        }
        let keeps = |step: usize| asked[step] && held[step] >= LEAST_COHORT;
        let left: usize = (0..count).filter(|&step| !keeps(step)).map(|step| held[step]).sum();
        (left >= LEAST_COHORT).then(|| step.iter().map(|&step| keeps(step)).collect())
    }

    /// Wants those classes from now on; all of them where it is passed over.
    fn change(&mut self, failed: &mut [u8], keeps: Option<Vec<bool>>) {
        self.each(&mut *failed, |failed, meets| *failed -= u8::from(!meets));
        self.want(keeps.unwrap_or_else(|| vec![true; self.wanted.len()]));
        self.each(failed, |failed, meets| *failed += u8::from(!meets));
    }
}

/// The step of each class: neighbours together until they are enough. Too few at the end belong to the step before; missing
/// values, the last class, are a step of their own.
fn merged(counts: &[usize]) -> Vec<usize> {
    let (mut step, mut held) = (0, 0);
    let mut steps = Vec::with_capacity(counts.len());
    for (class, &count) in counts.iter().enumerate() {
        let is_last = class + 1 == counts.len();
        if is_last || held >= LEAST_COHORT {
            if is_last && held < LEAST_COHORT && step > 0 {
                steps.iter_mut().filter(|known| **known == step).for_each(|known| *known -= 1);
            }
            step += usize::from(class > 0);
            held = 0;
        }
        steps.push(step);
        held += count;
    }
    steps
}

/// The places of those that are kept. Without a branch, that half of a cohort would take the wrong way.
fn places(kept: &[bool]) -> Vec<u32> {
    let mut places = vec![0; kept.len()];
    let mut count = 0;
    for (place, &kept) in kept.iter().enumerate() {
        places[count] = place as u32;
        count += usize::from(kept);
    }
    places.truncate(count);
    places
}

/// The rows without those that are left out.
fn left_in(mut rows: Vec<u32>, key: u64) -> Vec<u32> {
    let who = rows.iter().fold(0_u64, |sum, &row| sum.wrapping_add(mixed(key ^ u64::from(row))));
    let draw = mixed(key ^ who);
    let share = SHARE.max(FEWEST / rows.len().max(1) as f64).min(1.0);
    let border = (share * f64::from(u32::MAX)) as u64;
    rows.retain(|&row| mixed(draw ^ u64::from(row)) >> 32 >= border);
    rows
}

/// Bits that depend on all bits (the finisher of `SplitMix64`: Steele, Lea, Flood 2014).
fn mixed(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENTS: usize = 2_000;

    /// Two numbers that rise together, and a category with few in its last value.
    fn columns() -> Vec<Column> {
        let number = |row: usize| ((row * 7_919) % CLIENTS) as f32;
        let near = |row: usize| number(row) + (row % 3) as f32 * 0.25;
        let category = |row: usize| if row % 400 == 7 { 3.0 } else { (row % 3) as f32 };
        let missing = |row: usize| if row % 9 == 4 { f32::NAN } else { number(row) };
        let column = |value: &dyn Fn(usize) -> f32| Column::new((0..CLIENTS).map(value).collect());
        vec![column(&number), column(&near), column(&category), column(&missing)]
    }

    fn told(conditions: Vec<(usize, Condition)>) -> Option<Vec<u32>> {
        let columns: Vec<_> = columns().into_iter().map(std::sync::Arc::new).collect();
        let asked: Vec<_> =
            conditions.iter().map(|(column, _)| std::sync::Arc::clone(&columns[*column])).collect();
        rows(&Filter::new(conditions), CLIENTS, &asked, 7)
    }

    fn up_to(column: usize, greatest: f32) -> (usize, Condition) {
        (column, Condition::Range(f32::NEG_INFINITY..=greatest))
    }

    #[test]
    fn a_range_changes_by_steps() {
        // One client more at a time: most of the time nothing changes, and then all of a step does.
        let told: Vec<_> = (300..400).map(|greatest| told(vec![up_to(0, greatest as f32)])).collect();
        let changes = told.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert_eq!(changes, 3);
    }

    #[test]
    fn a_condition_that_few_fail_is_passed_over() {
        let most = told(vec![up_to(1, 1_000.0)]);
        // Five have the last category.
        let others = Condition::OneOf { values: vec![0.0, 1.0, 2.0], missing: false };
        assert_eq!(told(vec![up_to(1, 1_000.0), (2, others.clone())]), most);
        assert_eq!(told(vec![(2, others)]), None, "all but five are all");
        let few = Condition::OneOf { values: vec![3.0], missing: false };
        assert_eq!(told(vec![(2, few)]), Some(vec![]));
        let with_few = Condition::OneOf { values: vec![0.0, 3.0], missing: false };
        let without = Condition::OneOf { values: vec![0.0], missing: false };
        assert_eq!(told(vec![(2, with_few)]), told(vec![(2, without)]), "few count for nothing");
    }

    #[test]
    fn a_condition_that_says_the_same_again_changes_nothing() {
        // The second column is the first, but for less than a step.
        for border in [500.0, 777.0] {
            let one = told(vec![up_to(0, border)]);
            assert_eq!(told(vec![up_to(0, border), up_to(1, border + 40.0)]), one, "{border}");
            assert_eq!(told(vec![up_to(1, border + 40.0), up_to(0, border)]), one, "{border}");
        }
        // Each of two leaves out few of whom the other lets in: the first is passed over, and the second is not.
        let both = told(vec![up_to(0, 1_234.0), up_to(1, 1_245.0)]);
        assert_eq!(both, told(vec![up_to(1, 1_245.0)]));
    }

    #[test]
    fn the_same_cohort_has_the_same_left_out_and_another_has_others() {
        let (one, again) = (told(vec![up_to(0, 999.0)]).unwrap(), told(vec![up_to(0, 999.0)]).unwrap());
        assert_eq!(one, again);
        let other = told(vec![up_to(0, 1_199.0)]).unwrap();
        assert!(one.windows(2).all(|pair| pair[0] < pair[1]));
        let gone = one.iter().filter(|row| !other.contains(row)).count();
        assert!(gone > 20, "only {gone} of the smaller one are left out of the larger");
        let out = 1_000 - one.len();
        assert!((30..100).contains(&out), "{out} of a thousand are left out");
        let small: Vec<u32> = left_in((0..40).collect(), 3);
        assert!((22..=38).contains(&small.len()), "{}", small.len());
    }

    #[test]
    fn few_are_not_made_more_by_steps() {
        let between = |column, least, greatest| (column, Condition::Range(least..=greatest));
        // Forty meet each of the two, and three meet both.
        assert_eq!(told(vec![between(0, 100.0, 139.0), between(1, 136.8, 176.0)]), Some(vec![]));
        assert!(
            told(vec![between(0, 100.0, 139.0), between(1, 70.0, 176.0)]).is_some_and(|rows| rows.len() > 20)
        );
    }

    #[test]
    fn missing_values_are_a_step_of_their_own() {
        let missing = Condition::OneOf { values: vec![], missing: true };
        let found = told(vec![(3, missing)]).unwrap();
        assert!(found.len() > 180 && found.iter().all(|row| row % 9 == 4));
        let ranged = told(vec![up_to(3, f32::INFINITY)]).unwrap();
        assert!(ranged.len() > 1_600 && ranged.iter().all(|row| row % 9 != 4));
    }
}
