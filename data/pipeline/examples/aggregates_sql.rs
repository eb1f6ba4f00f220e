//! Prints the catalogue's aggregates as SQL for DuckDB, so that both can be timed on the same work.
//!
//! usage: `aggregates_sql TABLES_FOLDER`. The answer is one statement: for each history table a query that gives a
//! row a client with every distinct aggregate, all of them joined to the applications.

use std::fmt::Write;
use std::path::PathBuf;

use catalogue::expr::Part;
use catalogue::{Aggregate, ColumnRef, Condition, Expr, Function, Latest, Statistic, Table};
use pipeline::tables::Tables;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| anyhow::anyhow!("usage: aggregates_sql TABLES_FOLDER"))?;
    let tables = Tables::open(&folder)?;
    let file = |table: Table| format!("read_parquet('{}')", tables.path(table).display());
    let mut ctes = Vec::new();
    let mut joins = String::new();
    let mut columns = vec!["a.SK_ID_CURR".to_owned()];
    for table in Table::HISTORY.into_iter().filter(|&table| tables.rows(table).is_some()) {
        let aggregates = aggregates(table);
        let mut query = format!("{} AS (SELECT SK_ID_CURR", table.name());
        for (place, aggregate) in aggregates.iter().enumerate() {
            write!(query, ",\n  {} AS a{place}", sql(aggregate))?;
            columns.push(format!("{0}.a{place} AS {0}_{place}", table.name()));
        }
        write!(query, "\nFROM ({}) GROUP BY SK_ID_CURR)", rows(table, &file, &aggregates))?;
        ctes.push(query);
        write!(joins, "\nLEFT JOIN {0} ON a.SK_ID_CURR = {0}.SK_ID_CURR", table.name())?;
    }
    println!(
        "WITH {}\nSELECT {}\nFROM {} a{joins}\nORDER BY a.SK_ID_CURR",
        ctes.join(",\n"),
        columns.join(", "),
        file(Table::Application)
    );
    Ok(())
}

/// The distinct aggregates over a table.
fn aggregates(table: Table) -> Vec<&'static Aggregate> {
    let mut all: Vec<&'static Aggregate> = Vec::new();
    for feature in catalogue::features() {
        feature.formula.visit_row(&mut |part| {
            if let Part::Expr(Expr::Aggregate(aggregate)) = part
                && aggregate.table == table
                && !all.contains(&aggregate.as_ref())
            {
                all.push(aggregate);
            }
        });
    }
    all
}

/// The rows of a table with their client, sentinels taken for missing, and the marks of the latest.
fn rows(table: Table, file: &dyn Fn(Table) -> String, aggregates: &[&Aggregate]) -> String {
    let mut marks: Vec<Latest> = Vec::new();
    for filter in aggregates.iter().filter_map(|aggregate| aggregate.filter.as_ref()) {
        filter.visit_row(&mut |part| {
            if let Part::Condition(Condition::Latest(latest)) = part
                && !marks.contains(latest)
            {
                marks.push(*latest);
            }
        });
    }
    let cleaned: Vec<String> = table
        .columns()
        .iter()
        .filter_map(|column| Some(format!("nullif({0}, {1}) AS {0}", column.name, column.sentinel?)))
        .collect();
    let replace =
        if cleaned.is_empty() { String::new() } else { format!(" REPLACE ({})", cleaned.join(", ")) };
    let mut source = match table {
        Table::BureauBalance => format!(
            "SELECT b.*, l.SK_ID_CURR FROM {} b JOIN (SELECT DISTINCT SK_ID_BUREAU, SK_ID_CURR FROM {}) l \
             USING (SK_ID_BUREAU)",
            file(table),
            file(Table::Bureau)
        ),
        _ => format!("SELECT *{replace} FROM {}", file(table)),
    };
    for latest in marks {
        let per = latest.per.map_or(String::new(), |key| format!(", {}", key.get().name));
        source = format!(
            "SELECT *, row_number() OVER (PARTITION BY SK_ID_CURR{per} ORDER BY {} DESC NULLS LAST) <= {} AS {} \
             FROM ({source})",
            latest.by.get().name,
            latest.count,
            mark(&latest)
        );
    }
    source
}

fn mark(latest: &Latest) -> String {
    let per = latest.per.map_or("client", |key| key.get().name);
    format!("latest_{}_{}_{per}", latest.count, latest.by.get().name)
}

fn sql(aggregate: &Aggregate) -> String {
    let value = value(&aggregate.value);
    let call = match aggregate.statistic {
        Statistic::Count => "count(*)".to_owned(),
        Statistic::Sum => format!("sum({value})"),
        Statistic::Mean => format!("avg({value})"),
        Statistic::Min => format!("min({value})"),
        Statistic::Max => format!("max({value})"),
        Statistic::Slope(column) => format!("regr_slope({value}, {})", column.get().name),
    };
    match &aggregate.filter {
        Some(filter) => format!("{call} FILTER (WHERE {})", holds(filter)),
        None => call,
    }
}

fn value(expr: &Expr) -> String {
    let all = |exprs: &[Expr]| exprs.iter().map(value).collect::<Vec<_>>();
    match expr {
        Expr::Number(number) => format!("{number:?}::DOUBLE"),
        Expr::Column(column) => format!("{}::DOUBLE", column.get().name),
        Expr::Code(column) => code(*column),
        Expr::Indicator(condition) => {
            format!("(CASE WHEN {} THEN 1.0::DOUBLE ELSE 0.0::DOUBLE END)", holds(condition))
        }
        Expr::Add(a, b) => format!("({} + {})", value(a), value(b)),
        Expr::Subtract(a, b) => format!("({} - {})", value(a), value(b)),
        Expr::Multiply(a, b) => format!("({} * {})", value(a), value(b)),
        Expr::Divide(a, b) => format!("({} / nullif({}, 0.0))", value(a), value(b)),
        Expr::Min(exprs) => format!("least({})", all(exprs).join(", ")),
        Expr::Max(exprs) => format!("greatest({})", all(exprs).join(", ")),
        Expr::Sum(exprs) => format!("list_sum([{}])", all(exprs).join(", ")),
        Expr::Mean(exprs) => format!("list_avg([{}])", all(exprs).join(", ")),
        // A stand-in of a like cost: an interest rate has no closed form, and SQL no loop.
        Expr::Apply(Function::MonthlyRate, arguments) => {
            let [payments, payment, credit] = [0, 1, 2].map(|place| value(&arguments[place]));
            format!(
                "(ln(greatest({payments} * {payment} / nullif({credit}, 0.0), 1.0)) / nullif({payments}, 0.0))"
            )
        }
        Expr::Apply(function, _) => unreachable!("no aggregate applies {}", function.name()),
        Expr::Aggregate(_) => unreachable!("an aggregate stands at the client's level only"),
    }
}

fn code(column: ColumnRef) -> String {
    let cases = column.get().categories().iter().enumerate();
    let cases: Vec<_> =
        cases.map(|(code, category)| format!("WHEN '{}' THEN {code}.0::DOUBLE", category.value)).collect();
    format!("(CASE {} {} END)", column.get().name, cases.join(" "))
}

/// A condition that is never null, as the catalogue's rules want it.
fn holds(condition: &Condition) -> String {
    match condition {
        Condition::Is(column, codes) => {
            let categories = column.get().categories();
            let values: Vec<_> = codes.iter().map(|&code| format!("'{}'", categories[code].value)).collect();
            format!("coalesce({} IN ({}), false)", column.get().name, values.join(", "))
        }
        Condition::Less(a, b) => format!("coalesce({} < {}, false)", value(a), value(b)),
        Condition::AtMost(a, b) => format!("coalesce({} <= {}, false)", value(a), value(b)),
        Condition::Present(a) => format!("({}) IS NOT NULL", value(a)),
        Condition::All(all) => {
            let all: Vec<_> = all.iter().map(holds).collect();
            format!("({})", all.join(" AND "))
        }
        Condition::Not(condition) => format!("(NOT {})", holds(condition)),
        Condition::Latest(latest) => mark(latest),
    }
}
