//! One column: what its cells hold, and which rules they violate.

use std::collections::{HashMap, HashSet};

use catalogue::{Column, Kind, Table};
use polars::prelude::{Float64Chunked, StringChunked};

use super::histogram::{histogram, quantile};
use super::ranges;
use super::report::{ColumnReport, CountedValue, EXAMPLES, Values};
use super::rules::{MOSTLY, REQUIRED, Rule};
use super::written::{counted, number, share};

/// As many different categories of a column as are counted one by one: a column that has been mistaken for a category
/// must not fill the memory.
const COUNTED: usize = 10_000;
/// As many categories as a report lists.
const LISTED: usize = 8;
/// As many undeclared categories as a finding names.
const NAMED: usize = 5;
/// As many characters of an undeclared category as a finding repeats.
const REPEATED: usize = 60;

/// A column's part of the report, and the rules that it violates.
#[derive(Debug)]
pub(super) struct Inspected {
    pub(super) report: ColumnReport,
    pub(super) violations: Vec<Violation>,
}

/// A rule that cells violate.
#[derive(Debug)]
pub(super) struct Violation {
    pub(super) rule: Rule,
    pub(super) count: u64,
    pub(super) text: String,
    /// The places of the first such rows.
    pub(super) rows: Vec<usize>,
}

/// Rows that have something in common.
#[derive(Debug, Default)]
struct Noted {
    count: u64,
    rows: Vec<usize>,
}

impl Noted {
    fn note(&mut self, row: usize) {
        self.count += 1;
        if self.rows.len() < EXAMPLES {
            self.rows.push(row);
        }
    }

    fn violate(self, rule: Rule, text: String) -> Violation {
        Violation { rule, count: self.count, text, rows: self.rows }
    }
}

/// A column of numbers.
pub(super) fn of_numbers(table: Table, column: &Column, cells: &Float64Chunked) -> Inspected {
    let range = ranges::range(table, column);
    let (mut missing, mut sentinels, mut outside) = (0, Noted::default(), Noted::default());
    let mut first_outside = None;
    let mut values = Vec::with_capacity(cells.len());
    for (row, cell) in cells.iter().enumerate() {
        let Some(value) = cell else {
            missing += 1;
            continue;
        };
        if column.sentinel == Some(value) {
            sentinels.note(row);
            continue;
        }
        values.push(value);
        if range.is_some_and(|range| !(range.holds)(value)) {
            first_outside.get_or_insert(value);
            outside.note(row);
        }
    }

    let rows = cells.len() as u64;
    let mut violations = Vec::from_iter(emptiness(table, column, missing, rows));
    if let (Some(range), Some(first)) = (range, first_outside) {
        let (rows, value) = (counted(outside.count, "row breaks", "rows break"), number(first));
        let text = format!("{} {}: {rows} this, the first with {value}", column.name, range.says);
        violations.push(outside.violate(range.rule, text));
    }
    if let Some(sentinel) = column.sentinel.filter(|_| sentinels.count > 0) {
        let cells = counted(sentinels.count, "cell holds", "cells hold");
        let share = share(sentinels.count, rows);
        // As it stands in the file, without thousands set apart.
        let text = format!("{cells} {sentinel}, which stands for \"none\" ({share} of the rows)");
        violations.push(Violation { rows: Vec::new(), ..sentinels.violate(Rule::Sentinel, text) });
    }
    let sentinels = column.sentinel.map(|_| rows - missing - values.len() as u64);
    let values = numbers(&mut values, matches!(column.kind, Kind::Integer));
    if let Values::Numbers { least, greatest, .. } = values
        && least == greatest
    {
        violations.extend(constant(column, &number(least), rows - missing));
    }
    Inspected { report: report(column, missing, rows, sentinels, values), violations }
}

fn numbers(values: &mut [f64], whole: bool) -> Values {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let least = values.iter().copied().min_by(f64::total_cmp);
    let greatest = values.iter().copied().max_by(f64::total_cmp);
    let median = quantile(values, 0.5);
    match (least, median, greatest, histogram(values, whole)) {
        (Some(least), Some(median), Some(greatest), Some(histogram)) => {
            Values::Numbers { least, median, mean, greatest, histogram }
        }
        _ => Values::None,
    }
}

/// A column of categories.
pub(super) fn of_categories(table: Table, column: &Column, cells: &StringChunked) -> Inspected {
    let declared: HashSet<&str> = column.categories().iter().map(|category| category.value).collect();
    let (mut missing, mut undeclared) = (0, Noted::default());
    let mut counts: HashMap<&str, u64> = HashMap::new();
    let mut beyond = 0;
    for (row, cell) in cells.iter().enumerate() {
        let Some(value) = cell else {
            missing += 1;
            continue;
        };
        if let Some(count) = counts.get_mut(value) {
            *count += 1;
        } else if counts.len() < COUNTED {
            counts.insert(value, 1);
        } else {
            beyond += 1;
        }
        if !declared.contains(value) {
            undeclared.note(row);
        }
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));

    let rows = cells.len() as u64;
    let mut violations = Vec::from_iter(emptiness(table, column, missing, rows));
    let undeclared_cells = undeclared.count;
    if undeclared.count > 0 {
        let mut others = counts.iter().filter(|(value, _)| !declared.contains(value));
        let named: Vec<_> = others.by_ref().take(NAMED).map(|(value, _)| shortened(value)).collect();
        let more = if others.next().is_some() || beyond > 0 { " and others" } else { "" };
        let cells = counted(undeclared.count, "cell holds a value", "cells hold values");
        let text = format!("{cells} not declared: {}{more}", named.join(", "));
        violations.push(undeclared.violate(Rule::UndeclaredCategory, text));
    }
    if let [(value, _)] = counts.as_slice() {
        violations.extend(constant(column, &shortened(value), rows - missing));
    }
    let values = if counts.is_empty() {
        Values::None
    } else {
        let count = |&(value, count): &(&str, u64)| CountedValue { value: value.to_owned(), count };
        let top: Vec<_> = counts.iter().take(LISTED).map(count).collect();
        let others = rows - missing - top.iter().map(|value| value.count).sum::<u64>();
        Values::Categories { distinct: counts.len() as u64, top, others, undeclared: undeclared_cells }
    };
    Inspected { report: report(column, missing, rows, None, values), violations }
}

/// A part of the report.
pub(super) fn report(
    column: &Column,
    missing: u64,
    rows: u64,
    sentinels: Option<u64>,
    values: Values,
) -> ColumnReport {
    let missing_share = if rows == 0 { 0.0 } else { missing as f64 / rows as f64 };
    ColumnReport { name: column.name.to_owned(), missing, missing_share, sentinels, values }
}

/// What there is to say of empty cells.
fn emptiness(table: Table, column: &Column, missing: u64, rows: u64) -> Option<Violation> {
    let violation = |rule, text| Some(Violation { rule, count: missing, text, rows: Vec::new() });
    if missing == rows && rows > 0 && table == Table::Application && REQUIRED.contains(&column.name) {
        let text = format!("{} is empty in every row", column.name);
        return violation(Rule::RequiredEmpty, text);
    }
    if missing as f64 > MOSTLY * rows as f64 {
        let text = format!("{} is empty in {} of the rows", column.name, share(missing, rows));
        return violation(Rule::MostlyMissing, text);
    }
    None
}

/// What there is to say of a column of one value: nothing, if it stands there once.
fn constant(column: &Column, value: &str, cells: u64) -> Option<Violation> {
    let text = format!("{} has one value only: {value}", column.name);
    (cells > 1).then(|| Violation { rule: Rule::Constant, count: cells, text, rows: Vec::new() })
}

/// A value from the data as a message repeats it: on one line, and not a page of it.
fn shortened(value: &str) -> String {
    match value.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{:?}...", &value[..end]),
        None => format!("{value:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers_of(table: Table, column: &str, cells: &[Option<f64>]) -> Inspected {
        let column = table.column(column).unwrap().get();
        of_numbers(table, column, &cells.iter().copied().collect())
    }

    fn rules(inspected: &Inspected) -> Vec<(Rule, u64)> {
        inspected.violations.iter().map(|violation| (violation.rule, violation.count)).collect()
    }

    #[test]
    fn a_sentinel_is_neither_a_value_nor_missing() {
        let cells = [Some(-5.0), None, Some(365_243.0), Some(-1.0), Some(365_243.0), Some(-2.0)];
        let found = numbers_of(Table::Application, "DAYS_EMPLOYED", &cells);
        assert_eq!((found.report.missing, found.report.sentinels), (1, Some(2)));
        let Values::Numbers { least, median, mean, greatest, .. } = found.report.values else { panic!() };
        assert_eq!([least, median, greatest], [-5.0, -2.0, -1.0]);
        assert!((mean + 8.0 / 3.0).abs() < 1e-12);
        assert_eq!(rules(&found), [(Rule::Sentinel, 2)]);
        assert!(found.violations[0].text.contains("2 cells hold 365243"), "{:?}", found.violations);
    }

    #[test]
    fn the_first_rows_outside_a_range_are_named() {
        let cells: Vec<_> = (0..10).map(|row| Some(f64::from(row) - 8.0)).collect();
        let found = numbers_of(Table::Application, "CNT_CHILDREN", &cells);
        assert_eq!(rules(&found), [(Rule::OutOfRange, 8)]);
        assert_eq!(found.violations[0].rows, [0, 1, 2, 3, 4]);
        assert!(found.violations[0].text.ends_with(": 8 rows break this, the first with -8"), "{found:?}");
    }

    #[test]
    fn nothing_but_empty_cells() {
        let found = numbers_of(Table::Application, "AMT_ANNUITY", &[None, None]);
        assert_eq!((found.report.missing_share, &found.report.values), (1.0, &Values::None));
        assert_eq!(rules(&found), [(Rule::RequiredEmpty, 2)]);
        let found = numbers_of(Table::Application, "AMT_GOODS_PRICE", &[None, None]);
        assert_eq!(rules(&found), [(Rule::MostlyMissing, 2)]);
        assert_eq!(rules(&numbers_of(Table::Bureau, "AMT_ANNUITY", &[])), []);
    }

    #[test]
    fn one_value_is_constant_if_it_stands_twice() {
        assert_eq!(rules(&numbers_of(Table::Application, "FLAG_MOBIL", &[Some(1.0)])), []);
        let found = numbers_of(Table::Application, "FLAG_MOBIL", &[Some(1.0), None, Some(1.0)]);
        assert_eq!(rules(&found), [(Rule::Constant, 2)]);
    }

    #[test]
    fn categories_by_frequency() {
        let status = Table::BureauBalance.column("STATUS").unwrap().get();
        let cells = ["C", "0", "C", "Z\n", "C", "0"].map(Some).into_iter().chain([None]);
        let found = of_categories(Table::BureauBalance, status, &cells.collect());
        let Values::Categories { distinct, ref top, others, undeclared } = found.report.values else {
            panic!()
        };
        let top: Vec<_> = top.iter().map(|value| (value.value.as_str(), value.count)).collect();
        assert_eq!(
            (distinct, top.as_slice(), others, undeclared),
            (3, &[("C", 3), ("0", 2), ("Z\n", 1)][..], 0, 1)
        );
        assert_eq!(rules(&found), [(Rule::UndeclaredCategory, 1)]);
        assert_eq!(found.violations[0].rows, [3]);
        assert!(found.violations[0].text.ends_with(r#"not declared: "Z\n""#), "{found:?}");
    }

    #[test]
    fn a_flood_of_categories() {
        let status = Table::BureauBalance.column("STATUS").unwrap().get();
        let values: Vec<_> = (0..COUNTED + 500).map(|value| format!("value {value}")).collect();
        let cells: StringChunked = values.iter().map(|value| Some(value.as_str())).collect();
        let found = of_categories(Table::BureauBalance, status, &cells);
        let Values::Categories { distinct, top, others, undeclared } = found.report.values else { panic!() };
        assert_eq!((distinct as usize, top.len()), (COUNTED, LISTED));
        assert_eq!((others as usize, undeclared as usize), (COUNTED + 500 - LISTED, COUNTED + 500));
        assert!(found.violations[0].text.len() < 300, "{}", found.violations[0].text);
    }
}
