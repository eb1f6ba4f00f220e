//! Which credit, instalment and price of the goods go together.
//!
//! - The loan keeps the interest rate that its present credit and instalment imply over the customary term. The
//!   instalment follows from rate, credit and term; the term can be another one that is offered: a multiple of six
//!   months within [`catalogue::action::TERMS`]. An instalment between those of two terms is not proposed: it would be
//!   another rate, which is not the client's to choose.
//! - The instalment of a revolving loan is no choice: it stays the same share of the limit (5 % in all but three of
//!   3,055 real applications).
//! - The credit is at most the present multiple of the price of the goods, and at least that price, or the present
//!   share of it where the client pays a part: fewer than one in a thousand real applications ask for less than the
//!   price, so that the model knows nothing of them.

use catalogue::action::TERMS;
use catalogue::function::TERM_STEP;
use catalogue::{ColumnRef, Function, Table};

use super::field::Field;
use super::trial::Point;
use crate::records::{Row, Value};

/// What rounding may make of a ratio.
const ROUNDING: f64 = 1e-9;

/// The loan that is asked for now, and where its parts stand among the fields.
#[derive(Debug)]
pub(super) struct Loan {
    credit: Part,
    instalment: Part,
    goods: Part,
    terms: Terms,
}

#[derive(Debug, Clone, Copy)]
struct Part {
    /// The position among the fields, where it is one.
    field: Option<usize>,
    /// The present value; NaN where it is missing.
    present: f64,
}

#[derive(Debug)]
enum Terms {
    /// Level instalments.
    Level {
        /// The interest rate a month; NaN where credit and instalment imply none.
        rate: f64,
        /// The present term in months.
        present: f64,
        /// Other terms, each behind the instalment that the present credit has over it.
        others: Vec<(f64, f64)>,
    },
    /// The instalment is this share of the credit.
    Revolving { share: f64 },
}

impl Part {
    fn new(name: &str, application: &Row, fields: &[Field]) -> Self {
        let column = column(name);
        let present = match application.get(column) {
            Value::Number(number) => number,
            Value::Missing | Value::Category(_) => f64::NAN,
        };
        Self { field: fields.iter().position(|field| field.column == column), present }
    }

    fn of(self, point: &[f64]) -> f64 {
        self.field.map_or(self.present, |field| point[field])
    }

    fn moves(self, point: &[f64]) -> bool {
        self.field.is_some_and(|field| point[field] != self.present)
    }
}

fn column(name: &str) -> ColumnRef {
    Table::Application.column(name).expect("a column of the catalogue")
}

/// Whether a field is part of the loan.
pub(super) fn is_part(column: ColumnRef) -> bool {
    column.table == Table::Application
        && ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"].contains(&column.get().name)
}

/// The level instalment that repays a credit at a rate a month, in whole units.
fn level(rate: f64, months: f64, credit: f64) -> f64 {
    (-credit * rate / (-months * rate.ln_1p()).exp_m1()).round()
}

impl Loan {
    /// The loan of an application. The values of the instalment become those of the other terms.
    pub(super) fn new(application: &Row, fields: &mut [Field]) -> Self {
        let part = |name| Part::new(name, application, fields);
        let (credit, instalment, goods) = (part("AMT_CREDIT"), part("AMT_ANNUITY"), part("AMT_GOODS_PRICE"));
        let contract = column("NAME_CONTRACT_TYPE");
        let revolving = contract.get().code("Revolving loans").map(Value::Category);
        let mut choices = Vec::new();
        let terms = if Some(application.get(contract)) == revolving {
            Terms::Revolving { share: instalment.present / credit.present }
        } else {
            let present = Function::CustomaryTerm.value(&[instalment.present, credit.present]);
            let rate = Function::MonthlyRate.value(&[present, instalment.present, credit.present]);
            let offered = (0..).map(|index| TERMS.start() + TERM_STEP * f64::from(index));
            let others: Vec<(f64, f64)> = offered
                .take_while(|months| TERMS.contains(months))
                .filter(|&months| months != present)
                .map(|months| (level(rate, months, credit.present), months))
                .filter(|&(amount, _)| amount != instalment.present)
                .collect();
            choices.extend(others.iter().map(|&(amount, _)| amount));
            Terms::Level { rate, present, others }
        };
        if let Some(field) = instalment.field {
            fields[field].choose_among(&choices);
        }
        Self { credit, instalment, goods, terms }
    }

    /// The application that follows from a choice: another credit has another instalment.
    pub(super) fn complete(&self, choice: &[f64]) -> Point {
        let mut point = choice.to_vec();
        if let Some(field) = self.instalment.field.filter(|_| self.credit.moves(choice)) {
            let credit = self.credit.of(choice);
            point[field] = match &self.terms {
                Terms::Revolving { share } => (share * credit).round(),
                Terms::Level { rate, present, others } => {
                    let chosen = others.iter().find(|&&(amount, _)| amount == choice[field]);
                    level(*rate, chosen.map_or(*present, |&(_, months)| months), credit)
                }
            };
        }
        point
    }

    /// Whether the parts of a completed application go together. A loan that nobody changes is not questioned.
    pub(super) fn is_plausible(&self, point: &[f64], fields: &[Field]) -> bool {
        let (credit, instalment, goods) =
            (self.credit.of(point), self.instalment.of(point), self.goods.of(point));
        if (self.credit.moves(point) || self.goods.moves(point)) && self.goods.present > 0.0 {
            let ratio = self.credit.present / self.goods.present;
            let least = if ratio >= 1.0 {
                goods
            } else {
                // Both are rounded: the credit may be short by what rounding added to the price.
                let rounding = self.goods.field.map_or(0.0, |field| fields[field].step);
                ratio * (goods - rounding) * (1.0 - ROUNDING)
            };
            let most = ratio * goods * (1.0 + ROUNDING);
            if !(least..=most).contains(&credit) {
                return false;
            }
        }
        if !(self.credit.moves(point) || self.instalment.moves(point)) {
            return true;
        }
        // The instalment follows: where there is none, or no rate that it follows by, nothing moves.
        self.instalment.field.is_some() && instalment > 0.0
    }

    /// Loans of another size: for each credit in `sizes`, `choice` with the price of the goods in proportion, where
    /// that is among the fields in `mask`. None where the credit is not.
    pub(super) fn scaled(&self, choice: &[f64], sizes: &[f64], mask: u32, fields: &[Field]) -> Vec<Point> {
        self.of_sizes(choice, sizes, mask, |size, goods| {
            fields[goods].nearest(self.goods.present * size / self.credit.present, true)
        })
    }

    /// The same with goods whose price is just the credit.
    pub(super) fn at_the_price(
        &self,
        choice: &[f64],
        sizes: &[f64],
        mask: u32,
        fields: &[Field],
    ) -> Vec<Point> {
        self.of_sizes(choice, sizes, mask, |size, goods| {
            fields[goods].nearest(size, false).filter(|&price| price <= size)
        })
    }

    fn of_sizes(
        &self,
        choice: &[f64],
        sizes: &[f64],
        mask: u32,
        price: impl Fn(f64, usize) -> Option<f64>,
    ) -> Vec<Point> {
        let chosen = |part: Part| part.field.filter(|field| mask & (1 << field) != 0);
        let Some(credit) = chosen(self.credit) else { return Vec::new() };
        let sized = |size: f64| {
            let mut sized = choice.to_vec();
            sized[credit] = size;
            if let Some(goods) = chosen(self.goods) {
                sized[goods] = price(size, goods)?;
            }
            Some(sized)
        };
        sizes.iter().filter_map(|&size| sized(size)).collect()
    }

    /// The field that is the credit, where it can be changed.
    pub(super) fn credit(&self) -> Option<usize> {
        self.credit.field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loan(contract: &str, credit: &str, instalment: &str, goods: &str) -> (Loan, Vec<Field>) {
        let cells = [
            ("NAME_CONTRACT_TYPE", contract),
            ("AMT_CREDIT", credit),
            ("AMT_ANNUITY", instalment),
            ("AMT_GOODS_PRICE", goods),
        ];
        let (row, _) = Row::read(Table::Application, cells).unwrap();
        let field = |name| Field::new(catalogue::feature(name).unwrap(), &row, &|_| 1.0);
        let mut fields: Vec<Field> =
            ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"].into_iter().filter_map(field).collect();
        (Loan::new(&row, &mut fields), fields)
    }

    /// Credit 500,000 for goods of 450,000 in instalments of 25,000: 24 of them, at 1.51 % a month.
    fn cash() -> (Loan, Vec<Field>) {
        loan("Cash loans", "500000", "25000", "450000")
    }

    #[test]
    fn an_instalment_is_that_of_a_table_of_annuities() {
        assert_eq!(level(0.01, 12.0, 112_551.0), 10_000.0);
        assert_eq!(level(0.02, 36.0, 637_221.0), 25_000.0);
    }

    #[test]
    fn the_instalment_can_be_that_of_another_term_within_the_bounds_of_the_action() {
        let (_, fields) = cash();
        // 30, 36, 18, 42 and 48 months; 12 would take 45,877, more than half as much again.
        assert_eq!(fields[1].values, [20_858.0, 18_116.0, 31_940.0, 16_172.0, 14_729.0]);
    }

    #[test]
    fn the_instalment_follows_the_credit_over_the_chosen_term() {
        let (loan, fields) = cash();
        assert_eq!(loan.complete(&[250e3, 25e3, 226e3]), [250e3, 12_500.0, 226e3], "the same term");
        let other_term = fields[1].values[0];
        assert_eq!(loan.complete(&[500e3, other_term, 450e3]), [500e3, other_term, 450e3]);
        let both = loan.complete(&[250e3, other_term, 226e3]);
        assert_eq!(both, [250e3, other_term / 2.0, 226e3], "half of it over the other term");
        assert!(loan.is_plausible(&both, &fields));
    }

    #[test]
    fn a_loan_keeps_its_share_of_the_price() {
        let (loan, fields) = cash();
        for (credit, instalment, goods, plausible) in [
            (500e3, 25e3, 450e3, true),
            // The credit alone: as much as the goods cost, not less; then the goods cost less, too.
            (450e3, 22_500.0, 450e3, true),
            (446e3, 22_300.0, 450e3, false),
            (400e3, 20e3, 360e3, true),
            (400e3, 20e3, 358e3, false),
            (400e3, 20e3, 400e3, true),
            (400e3, 20e3, 402e3, false),
            // The goods alone would make the credit a greater multiple of their price.
            (500e3, 25e3, 440e3, false),
        ] {
            let found = loan.is_plausible(&[credit, instalment, goods], &fields);
            assert_eq!(found, plausible, "{credit} in {instalment} for {goods}");
        }
    }

    #[test]
    fn the_instalment_of_a_revolving_loan_follows_the_limit() {
        let (loan, fields) = loan("Revolving loans", "180000", "9000", "180000");
        assert!(fields[1].values.is_empty(), "it is no choice");
        let point = loan.complete(&[120_000.0, 9000.0, 120_000.0]);
        assert_eq!(point, [120_000.0, 6000.0, 120_000.0]);
        assert!(loan.is_plausible(&point, &fields));
        assert!(
            !loan.is_plausible(&[120_000.0, 6000.0, 180_000.0], &fields),
            "the price goes with the limit"
        );
    }

    #[test]
    fn without_instalment_or_price_what_they_say_is_left_out() {
        let (no_price, fields) = loan("Cash loans", "500000", "25000", "");
        assert!(no_price.is_plausible(&no_price.complete(&[400e3, 25e3]), &fields));
        let (no_instalment, fields) = loan("Cash loans", "500000", "", "450000");
        assert!(!no_instalment.is_plausible(&[450e3, 450e3], &fields), "no rate is known");
        assert!(no_instalment.is_plausible(&[500e3, 450e3], &fields));
    }

    #[test]
    fn a_loan_of_another_size_has_the_same_terms() {
        let (loan, fields) = cash();
        let present = [500e3, 25e3, 450e3];
        let scaled = loan.scaled(&present, &[400e3, 150e3], 0b101, &fields);
        assert_eq!(scaled, [[400e3, 25e3, 360e3], [150e3, 25e3, 136e3]]);
        assert!(scaled.iter().all(|choice| loan.is_plausible(&loan.complete(choice), &fields)));
        assert!(loan.scaled(&present, &[400e3], 0b110, &fields).is_empty(), "the credit is not to change");
        assert_eq!(loan.at_the_price(&present, &[400e3], 0b101, &fields), [[400e3, 25e3, 400e3]]);
    }
}
