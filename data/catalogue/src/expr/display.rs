//! Formulas as an analyst writes them.

use std::fmt;

use super::{Aggregate, Condition, Expr, Latest, Statistic};

/// Writes the formula as an analyst would: `ratio(AMT_CREDIT, AMT_INCOME_TOTAL)`.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Column(column) => f.write_str(column.get().name),
            Self::Code(column) => write!(f, "code({})", column.get().name),
            Self::Indicator(condition) => write!(f, "[{condition}]"),
            Self::Add(a, b) => write!(f, "({a} + {b})"),
            Self::Subtract(a, b) => write!(f, "({a} - {b})"),
            Self::Multiply(a, b) => write!(f, "{a} * {b}"),
            Self::Divide(a, b) => write!(f, "ratio({a}, {b})"),
            Self::Sum(all) => call(f, "sum", all),
            Self::Mean(all) => call(f, "mean", all),
            Self::Min(all) => call(f, "min", all),
            Self::Max(all) => call(f, "max", all),
            Self::Apply(function, all) => call(f, function.name(), all),
            Self::Aggregate(aggregate) => aggregate.fmt(f),
        }
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.table.name();
        match self.statistic {
            Statistic::Count => write!(f, "count of {table}")?,
            statistic => write!(f, "{statistic} of {} over {table}", self.value)?,
        }
        match &self.filter {
            Some(filter) => write!(f, " where {filter}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
            Self::Slope(column) => return write!(f, "slope by {}", column.get().name),
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(column, codes) => {
                let column = column.get();
                let values: Vec<_> = codes.iter().map(|&code| column.categories()[code].value).collect();
                write!(f, "{} is {}", column.name, values.join(" or "))
            }
            Self::Less(a, b) => write!(f, "{a} < {b}"),
            Self::AtMost(a, b) => write!(f, "{a} <= {b}"),
            Self::Present(a) => write!(f, "{a} is present"),
            Self::All(all) => {
                let all: Vec<_> = all.iter().map(ToString::to_string).collect();
                f.write_str(&all.join(" and "))
            }
            Self::Not(condition) => write!(f, "not ({condition})"),
            Self::Latest(latest) => latest.fmt(f),
        }
    }
}

impl fmt::Display for Latest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "among the {} latest by {}", self.count, self.by.get().name)?;
        match self.per {
            Some(key) => write!(f, " of each {}", key.get().name),
            None => Ok(()),
        }
    }
}

fn call(f: &mut fmt::Formatter<'_>, name: &str, arguments: &[Expr]) -> fmt::Result {
    let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
    write!(f, "{name}({})", arguments.join(", "))
}
