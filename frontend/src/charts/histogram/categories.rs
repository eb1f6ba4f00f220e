//! The histogram of a category: one row each.

use api::{FeatureComparison, Value};
use yew::prelude::*;

use super::bins::{Bin, Bins};
use crate::charts::scale::{Scale, percent};
use crate::format::{share, whole};
use crate::i18n::{Speech, messages as m};
use crate::order;

/// So many rows are shown; what is rarer is summed up in one.
const ROWS: usize = 10;

/// A row of the drawing.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// The category's position; `None` for all the rarer ones together.
    category: Option<usize>,
    bin: Bin,
}

/// The rows to draw: the largest categories, the client's own whatever its size, and the others summed up.
fn rows(bins: &Bins, own: Option<usize>) -> Vec<Row> {
    let mut order: Vec<usize> =
        (0..bins.0.len()).filter(|&index| bins.0[index].total() > 0 || Some(index) == own).collect();
    order::sort(&mut order, |one, other| bins.0[*one].total() > bins.0[*other].total());
    let row = |&index: &usize| Row { category: Some(index), bin: bins.0[index] };
    if order.len() <= ROWS {
        return order.iter().map(row).collect();
    }
    let is_shown = |position: usize, index: usize| position < ROWS - 1 || Some(index) == own;
    let (shown, others): (Vec<_>, Vec<_>) =
        order.iter().enumerate().partition(|&(position, &index)| is_shown(position, index));
    let mut rows: Vec<Row> = shown.into_iter().map(|(_, index)| row(index)).collect();
    let rest = others.into_iter().fold(Bin::default(), |sum, (_, &index)| sum.with(bins.0[index]));
    rows.push(Row { category: None, bin: rest });
    rows
}

/// The position of the client's category.
pub(super) fn own_category(feature: &FeatureComparison) -> Option<usize> {
    match feature.value.as_ref()? {
        Value::Label(label) => feature.histogram.labels.iter().position(|known| known == label),
        Value::Number(code) => (0..feature.histogram.labels.len()).find(|&index| index as f64 == *code),
    }
}

pub(super) fn draw(speech: Speech, feature: &FeatureComparison, bins: &Bins) -> Html {
    let own = own_category(feature);
    let rows = rows(bins, own);
    let largest = rows.iter().map(|row| row.bin.total()).max().unwrap_or_default();
    let across = Scale::percent((0.0, f64::from(largest)));
    html! {
        <div class="categories">
            <p class="axis-title end">{ speech.say(&m::CATEGORY_COLUMNS) }</p>
            <ul>
            { for rows.iter().map(|row| {
                let is_own = row.category.is_some() && row.category == own;
                let label = row.category.map_or(speech.say(&m::OTHERS), |index| &feature.histogram.labels[index]);
                html! {
                    <li class={classes!("category", is_own.then_some("own"))}>
                        <span class="category-label">
                            { label.to_owned() }
                            if is_own {
                                <span class="tag">{ speech.say(&m::THIS_CLIENT) }</span>
                            }
                        </span>
                        { bar(row.bin, across) }
                        <span class="category-count">
                            { whole(speech, row.bin.total()) }
                            <span>{ row.bin.default_rate().map_or_else(|| "–".to_owned(), |rate| share(speech, rate)) }</span>
                        </span>
                    </li>
                }
            }) }
            </ul>
        </div>
    }
}

fn bar(bin: Bin, across: Scale) -> Html {
    let mut left = 0.0;
    let parts = [("bar-defaulted", bin.defaulted), ("bar-repaid", bin.repaid), ("bar-unknown", bin.unknown)]
        .map(|(class, count)| {
            let (x, width) = (left, across.place(f64::from(count)));
            left += width;
            html! { <rect {class} x={percent(x)} width={percent(width)} y="2" height="12" /> }
        });
    html! { <svg class="category-bar" width="100%" height="16" aria-hidden="true" focusable="false">{ for parts }</svg> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(sizes: &[u32]) -> Bins {
        Bins(sizes.iter().map(|&repaid| Bin { repaid, ..Bin::default() }).collect())
    }

    #[test]
    fn few_categories_are_all_shown_the_largest_first() {
        let order: Vec<_> = rows(&bins(&[5, 0, 9]), None).into_iter().map(|row| row.category).collect();
        assert_eq!(order, [Some(2), Some(0)]);
    }

    #[test]
    fn rare_categories_are_summed_up_but_never_the_clients_own() {
        let sizes: Vec<u32> = (1..=20).rev().collect();
        let rows = rows(&bins(&sizes), Some(19));
        assert_eq!(rows.len(), ROWS + 1);
        assert_eq!(rows[ROWS - 1].category, Some(19));
        let last = &rows[ROWS];
        assert_eq!(last.category, None);
        let total: u32 = rows.iter().map(|row| row.bin.total()).sum();
        assert_eq!(total, sizes.iter().sum::<u32>(), "nobody is lost");
    }
}
