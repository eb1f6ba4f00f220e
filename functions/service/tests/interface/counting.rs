//! The figures of a large cohort, which are found by counting, against those of its sorted values.

use service::artifacts::Column;
use service::compare::group::Group;
use service::compare::summary::{Scale, Summary};

const CLIENTS: u32 = 20_000;

/// A column of each kind that behaves differently.
fn columns() -> Vec<Vec<f32>> {
    let mut state = 7_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u64 << 24) as f32
    };
    let mut column = |value: fn(f32) -> f32| -> Vec<f32> { (0..CLIENTS).map(|_| value(uniform())).collect() };
    vec![
        column(|it| it * 1e6),
        column(|it| if it < 0.3 { f32::NAN } else { it }),
        column(|it| if it < 0.9 { 0.0 } else { it * 1e5 }),
        column(|it| if it < 0.6 { it * 1e5 } else { (it * 3.0).round() * 1e4 }),
        column(|it| if it < 0.9999 { (it * 2e5).round() } else { it }),
        column(|it| (it * it * 12.0).floor()),
        column(|it| -(it * 20_000.0).round()),
        column(|_| f32::NAN),
        column(|_| 3.5),
        column(|it| if it < 0.0005 { it } else { f32::NAN }),
    ]
}

#[test]
fn counting_gives_what_sorting_gives() {
    let target: Vec<f32> = (0..CLIENTS).map(|row| [0.0, 1.0, f32::NAN, 0.0][row as usize % 4]).collect();
    for (number, values) in columns().into_iter().enumerate() {
        let column = Column::new(values);
        // A fourth, a third, half, most, and all of the clients.
        let kept: [fn(u32) -> bool; 6] = [
            |row| row % 4 == 0,
            |row| row % 3 == 0,
            |row| row % 2 == 0,
            |row| row % 9 > 0,
            |row| row > 1,
            |_| true,
        ];
        for keep in kept {
            let rows: Vec<u32> = (0..CLIENTS).filter(|&row| keep(row)).collect();
            assert!(rows.len() > 4_096, "few are sorted");
            let of_rows = |column: &[f32]| rows.iter().map(|&row| column[row as usize]).collect::<Vec<f32>>();
            let sorted = Summary::new(&of_rows(&column.values), &of_rows(&target), Scale::Number);
            let group = Group::new(rows.clone(), &target);
            for own in [column.values[17], column.values[4_000], f32::NAN, -1e9, 1e9] {
                let counted = group.summary(&column, Scale::Number, own);
                assert_eq!(counted.summary.five, sorted.five, "column {number}");
                assert_eq!(counted.summary.histogram, sorted.histogram, "column {number}");
                assert_eq!(counted.summary.present, sorted.present, "column {number}");
                let at_most = of_rows(&column.values).into_iter().filter(|&value| value <= own).count();
                assert_eq!(counted.at_most, at_most, "column {number}, {own}");
                // To the last bit: both add up the values in the order of the clients.
                assert_eq!(counted.summary.mean.map(f64::to_bits), sorted.mean.map(f64::to_bits), "{number}");
                assert_eq!(counted.summary.missing_share, sorted.missing_share, "column {number}");
            }
        }
    }
}

#[test]
fn categories_are_counted_by_outcome() {
    let values: Vec<f32> =
        (0..9_000).map(|row| if row % 5 == 4 { f32::NAN } else { (row % 3) as f32 }).collect();
    let target: Vec<f32> = (0..9_000).map(|row| [0.0, 1.0, f32::NAN][row % 3]).collect();
    let column = Column::new(values.clone());
    for keep in [1, 2, 3] {
        // A third, most and all of the clients.
        let rows: Vec<u32> = (0..9_000).filter(|row| row % 3 < keep).collect();
        let of_rows = |column: &[f32]| rows.iter().map(|&row| column[row as usize]).collect::<Vec<f32>>();
        let counted = Group::new(rows.clone(), &target).summary(&column, Scale::Category(3), 1.0).summary;
        assert_eq!(counted, Summary::new(&of_rows(&values), &of_rows(&target), Scale::Category(3)));
    }
}

#[test]
fn a_cohort_s_totals_are_those_of_its_rows() {
    let target: Vec<f32> = (0..CLIENTS).map(|row| [0.0, 1.0, f32::NAN, 0.0, 0.0][row as usize % 5]).collect();
    let points: Vec<f32> = (0..CLIENTS).map(|row| (row * 37 % 1_001) as f32).collect();
    let decisions: Vec<f32> = (0..CLIENTS).map(|row| (row % 7 % 3) as f32).collect();
    let rows: Vec<u32> = (0..CLIENTS).filter(|row| row % 3 == 1).collect();
    let granted = f32::from(scoring::Decision::Granted.code());
    let of = |column: &[f32]| rows.iter().map(|&row| column[row as usize]).collect::<Vec<f32>>();
    let outcomes = of(&target);
    let totals = Group::new(rows.clone(), &target).totals(&points, &decisions);
    let among = |is: fn(f32) -> bool| outcomes.iter().filter(|&&outcome| is(outcome)).count();
    assert_eq!(totals.outcomes, [among(|it| it == 0.0), among(|it| it == 1.0), among(f32::is_nan), 0]);
    let sum: f64 = of(&points).into_iter().map(f64::from).sum();
    assert_eq!(totals.mean_points, sum / rows.len() as f64);
    assert_eq!(totals.granted, of(&decisions).into_iter().filter(|&it| it == granted).count());
    assert!(totals.granted > 0);
}
