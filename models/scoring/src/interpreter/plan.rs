//! Which aggregates the features need.

use std::collections::HashMap;
use std::sync::LazyLock;

use catalogue::expr::Part;
use catalogue::{Aggregate, Expr};

/// The distinct aggregates of all features, and which of them stands at each place of a formula.
///
/// The features are static, so the address of an aggregate says which one it is.
pub(super) struct Plan {
    pub(super) distinct: Vec<&'static Aggregate>,
    pub(super) slots: HashMap<usize, usize>,
}

pub(super) static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let mut plan = Plan { distinct: Vec::new(), slots: HashMap::new() };
    for feature in catalogue::features() {
        feature.formula.visit_row(&mut |part| {
            if let Part::Expr(Expr::Aggregate(aggregate)) = part {
                let known = plan.distinct.iter().position(|&known| known == &**aggregate);
                let slot = known.unwrap_or_else(|| {
                    plan.distinct.push(aggregate);
                    plan.distinct.len() - 1
                });
                plan.slots.insert(address(aggregate), slot);
            }
        });
    }
    plan
});

pub(super) fn address(aggregate: &Aggregate) -> usize {
    std::ptr::from_ref(aggregate).addr()
}
