//! What a formula is made of.

use std::collections::HashSet;

use super::{Condition, Expr, Latest};
use crate::column::ColumnRef;

/// A part of a formula.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// A value.
    Expr(&'a Expr),
    /// A condition.
    Condition(&'a Condition),
}

impl Part<'_> {
    /// Adds the columns that this part itself reads; of an aggregate, only the one that a slope is taken over.
    pub fn columns(self, columns: &mut Vec<ColumnRef>) {
        match self {
            Self::Expr(Expr::Column(column) | Expr::Code(column))
            | Self::Condition(Condition::Is(column, _)) => columns.push(*column),
            Self::Expr(Expr::Aggregate(aggregate)) => columns.extend(aggregate.statistic.column()),
            Self::Condition(Condition::Latest(Latest { by, per, .. })) => {
                columns.push(*by);
                columns.extend(*per);
            }
            _ => {}
        }
    }
}

impl Expr {
    /// Calls `visit` on this formula and on every part of it that is evaluated on the same row: an aggregate is
    /// visited, what stands inside it is not.
    pub fn visit_row<'a>(&'a self, visit: &mut impl FnMut(Part<'a>)) {
        visit(Part::Expr(self));
        match self {
            Self::Number(_) | Self::Column(_) | Self::Code(_) | Self::Aggregate(_) => {}
            Self::Indicator(condition) => condition.visit_row(visit),
            Self::Add(a, b) | Self::Subtract(a, b) | Self::Multiply(a, b) | Self::Divide(a, b) => {
                a.visit_row(visit);
                b.visit_row(visit);
            }
            Self::Sum(all) | Self::Mean(all) | Self::Min(all) | Self::Max(all) | Self::Apply(_, all) => {
                for expr in all {
                    expr.visit_row(visit);
                }
            }
        }
    }

    /// Calls `visit` on this formula and on every part of it, those inside aggregates included.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(Part<'a>)) {
        self.visit_row(&mut |part| {
            visit(part);
            if let Part::Expr(Self::Aggregate(aggregate)) = part {
                aggregate.value.visit_row(visit);
                if let Some(filter) = &aggregate.filter {
                    filter.visit_row(visit);
                }
            }
        });
    }

    /// Every column that the formula reads, those inside aggregates included, in the order of first use.
    pub fn columns(&self) -> Vec<ColumnRef> {
        let mut all = Vec::new();
        self.visit(&mut |part| part.columns(&mut all));
        let mut seen = HashSet::new();
        all.retain(|column| seen.insert(*column));
        all
    }
}

impl Condition {
    /// Calls `visit` on this condition and on every part of it that is evaluated on the same row.
    pub fn visit_row<'a>(&'a self, visit: &mut impl FnMut(Part<'a>)) {
        visit(Part::Condition(self));
        match self {
            Self::Is(..) | Self::Latest(_) => {}
            Self::Less(a, b) | Self::AtMost(a, b) => {
                a.visit_row(visit);
                b.visit_row(visit);
            }
            Self::Present(a) => a.visit_row(visit),
            Self::All(all) => {
                for condition in all {
                    condition.visit_row(visit);
                }
            }
            Self::Not(condition) => condition.visit_row(visit),
        }
    }
}
