//! What the features need: aggregates, and columns of the application.

use std::collections::HashMap;
use std::sync::LazyLock;

use catalogue::expr::Part;
use catalogue::{Aggregate, ColumnRef, Expr, Feature, Table};

/// What all features are computed from.
///
/// The features are static, so the address of a feature or an aggregate says which one it is.
pub(crate) struct Plan {
    /// The distinct aggregates of all features.
    pub(crate) distinct: Vec<&'static Aggregate>,
    /// What each feature reads, in the order of [`catalogue::features`].
    pub(crate) needs: Vec<Needs>,
    /// For each column of the application, the features that read it.
    pub(crate) dependents: Vec<Vec<usize>>,
    /// Which of the distinct aggregates stands at each place of a formula.
    slots: HashMap<usize, usize>,
    positions: HashMap<usize, usize>,
}

/// What a feature reads at the client's level.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// Columns of the application.
    pub(crate) columns: Vec<ColumnRef>,
    /// Aggregates, as positions among the distinct ones.
    pub(crate) aggregates: Vec<usize>,
}

pub(crate) static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let mut plan = Plan {
        distinct: Vec::new(),
        needs: Vec::new(),
        dependents: vec![Vec::new(); Table::Application.columns().len()],
        slots: HashMap::new(),
        positions: HashMap::new(),
    };
    for (position, feature) in catalogue::features().iter().enumerate() {
        let needs = plan.needs(feature);
        for column in &needs.columns {
            plan.dependents[column.index].push(position);
        }
        plan.needs.push(needs);
        plan.positions.insert(address(feature), position);
    }
    plan
});

impl Plan {
    /// What a feature reads; notes the aggregates that no feature before it needs.
    fn needs(&mut self, feature: &'static Feature) -> Needs {
        let mut needs = Needs::default();
        feature.formula.visit_row(&mut |part| {
            if let Part::Expr(Expr::Aggregate(aggregate)) = part {
                let known = self.distinct.iter().position(|&known| known == &**aggregate);
                let slot = known.unwrap_or_else(|| {
                    self.distinct.push(aggregate);
                    self.distinct.len() - 1
                });
                self.slots.insert(address(&**aggregate), slot);
                needs.aggregates.push(slot);
            } else {
                part.columns(&mut needs.columns);
            }
        });
        needs.columns.sort_unstable_by_key(|column| column.index);
        needs.columns.dedup();
        needs
    }

    /// Which of the distinct aggregates this one of a feature's formula is.
    pub(crate) fn slot(&self, aggregate: &Aggregate) -> usize {
        self.slots[&address(aggregate)]
    }

    /// Where a feature of the catalogue stands in [`catalogue::features`].
    pub(crate) fn position(&self, feature: &'static Feature) -> usize {
        self.positions[&address(feature)]
    }
}

fn address<T>(of: &T) -> usize {
    std::ptr::from_ref(of).addr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependents_are_the_features_whose_formulas_read_the_column() {
        for (index, dependents) in PLAN.dependents.iter().enumerate() {
            let column = ColumnRef { table: Table::Application, index };
            let readers: Vec<_> = (0..catalogue::features().len())
                .filter(|&position| catalogue::features()[position].formula.columns().contains(&column))
                .collect();
            assert_eq!(*dependents, readers, "{}", column.get().name);
        }
    }

    #[test]
    fn a_feature_is_found_by_where_it_is() {
        for (position, feature) in catalogue::features().iter().enumerate() {
            assert_eq!(PLAN.position(feature), position);
        }
    }
}
