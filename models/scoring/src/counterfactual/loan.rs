//! Which credit, instalment and price of the goods go together.
//!
//! - The loan keeps the interest rate that its present credit and instalment imply over the customary term. At that
//!   rate the term must be one that is offered ([`catalogue::action::TERMS`]), or the client's present one.
//! - The instalment of a revolving loan is no choice: it stays the same share of the limit (5 % in all but three of
//!   3,055 real applications).
//! - The credit is at most the present multiple of the price of the goods, and at least that price, or the present
//!   share of it where the client pays a part: fewer than one in a thousand real applications ask for less than the
//!   price, so that the model knows nothing of them.

use catalogue::action::TERMS;
use catalogue::{ColumnRef, Function, Table};

use super::field::Field;
use crate::records::{Row, Value};

/// Below this rate a month, terms are counted without interest.
const NO_INTEREST: f64 = 1e-9;
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
    /// A term within these months, at this rate a month; NaN where credit and instalment imply none.
    Offered { rate: f64, least: f64, greatest: f64 },
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

/// Whether the catalogue's columns say that a field is part of the loan.
pub(super) fn is_part(column: ColumnRef) -> bool {
    column.table == Table::Application
        && ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"].contains(&column.get().name)
}

impl Loan {
    /// The loan of an application. The instalment of a revolving one is marked as following the credit.
    pub(super) fn new(application: &Row, fields: &mut [Field]) -> Self {
        let part = |name| Part::new(name, application, fields);
        let (credit, instalment, goods) = (part("AMT_CREDIT"), part("AMT_ANNUITY"), part("AMT_GOODS_PRICE"));
        let contract = column("NAME_CONTRACT_TYPE");
        let revolving = contract.get().code("Revolving loans").map(Value::Category);
        let terms = if Some(application.get(contract)) == revolving {
            if let Some(field) = instalment.field {
                fields[field].follows = true;
            }
            Terms::Revolving { share: instalment.present / credit.present }
        } else {
            let term = Function::CustomaryTerm.value(&[instalment.present, credit.present]);
            let rate = Function::MonthlyRate.value(&[term, instalment.present, credit.present]);
            Terms::Offered { rate, least: TERMS.start().min(term), greatest: TERMS.end().max(term) }
        };
        Self { credit, instalment, goods, terms }
    }

    /// Sets what follows from the rest.
    pub(super) fn complete(&self, point: &mut [f64]) {
        if let (Terms::Revolving { share }, Some(field)) = (&self.terms, self.instalment.field) {
            point[field] = if self.credit.moves(point) {
                (share * self.credit.of(point)).round()
            } else {
                self.instalment.present
            };
        }
    }

    /// Whether the parts go together. A loan that nobody changes is not questioned.
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
        match self.terms {
            // The instalment follows; where it is missing, or no field, there is none to follow.
            Terms::Revolving { .. } => self.instalment.field.is_some(),
            Terms::Offered { rate, least, greatest } => {
                let term = if rate < NO_INTEREST {
                    credit / instalment
                } else {
                    Function::PaymentsAt.value(&[rate, instalment, credit])
                };
                // Comparisons with NaN do not hold: a rate or a term that there is not is not plausible.
                term >= least * (1.0 - ROUNDING) && term <= greatest * (1.0 + ROUNDING)
            }
        }
    }

    /// Loans of another size but the same terms: for each credit in `sizes`, `point` with the price of the goods
    /// and the instalment in proportion, as far as they are among the fields in `mask`. None where the credit is not.
    pub(super) fn scaled(&self, point: &[f64], sizes: &[f64], mask: u32, fields: &[Field]) -> Vec<Vec<f64>> {
        let chosen = |part: Part| part.field.filter(|field| mask & (1 << field) != 0);
        let Some(credit) = chosen(self.credit) else { return Vec::new() };
        let scale = |size: f64| {
            let mut scaled = point.to_vec();
            scaled[credit] = size;
            for (part, up) in [(self.goods, true), (self.instalment, false)] {
                if let Some(field) = chosen(part).filter(|&field| !fields[field].follows) {
                    scaled[field] = fields[field].nearest(part.present * size / self.credit.present, up)?;
                }
            }
            Some(scaled)
        };
        sizes.iter().filter_map(|&size| scale(size)).collect()
    }

    /// For each credit in `sizes`, `point` with goods whose price is just that credit. None where credit and price are
    /// not both in `mask`.
    pub(super) fn at_the_price(
        &self,
        point: &[f64],
        sizes: &[f64],
        mask: u32,
        fields: &[Field],
    ) -> Vec<Vec<f64>> {
        let chosen = |part: Part| part.field.filter(|field| mask & (1 << field) != 0);
        let (Some(credit), Some(goods)) = (chosen(self.credit), chosen(self.goods)) else {
            return Vec::new();
        };
        let priced = |size: f64| {
            let mut priced = point.to_vec();
            priced[credit] = size;
            priced[goods] = fields[goods].nearest(size, false).filter(|&price| price <= size)?;
            Some(priced)
        };
        sizes.iter().filter_map(|&size| priced(size)).collect()
    }

    /// The field that is the credit, where it can be changed.
    pub(super) fn credit(&self) -> Option<usize> {
        self.credit.field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Credit 500,000 for goods of 450,000 in instalments of 25,000: the customary term is 24 months.
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

    #[test]
    fn a_loan_keeps_its_rate_a_term_that_is_offered_and_its_share_of_the_price() {
        let (loan, fields) = loan("Cash loans", "500000", "25000", "450000");
        for (credit, instalment, goods, plausible) in [
            (500e3, 25e3, 450e3, true),
            // The instalment alone: 1.51 % a month over 24 months, over 12 and over 48.
            (500e3, 45_800.0, 450e3, true),
            (500e3, 46_100.0, 450e3, false),
            (500e3, 14_800.0, 450e3, true),
            (500e3, 14_600.0, 450e3, false),
            // Interest eats the instalment.
            (500e3, 7_500.0, 450e3, false),
            // The credit alone: as much as the goods cost, not less; then the goods cost less, too.
            (450e3, 25e3, 450e3, true),
            (446e3, 25e3, 450e3, false),
            (400e3, 25e3, 360e3, true),
            (400e3, 25e3, 358e3, false),
            (400e3, 25e3, 400e3, true),
            (400e3, 25e3, 402e3, false),
            // The goods alone would make the credit a greater multiple of their price.
            (500e3, 25e3, 440e3, false),
            // A loan of half the size at the same terms, and with the same instalment: 11 months.
            (250e3, 12_500.0, 226e3, true),
            (250e3, 25e3, 226e3, false),
        ] {
            let found = loan.is_plausible(&[credit, instalment, goods], &fields);
            assert_eq!(found, plausible, "{credit} in {instalment} for {goods}");
        }
    }

    #[test]
    fn the_instalment_of_a_revolving_loan_follows_the_limit() {
        let (loan, fields) = loan("Revolving loans", "180000", "9000", "180000");
        assert!(fields[1].follows);
        let mut point = [120_000.0, 9000.0, 120_000.0];
        loan.complete(&mut point);
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
        assert!(no_price.is_plausible(&[400e3, 25e3], &fields));
        let (no_instalment, fields) = loan("Cash loans", "500000", "", "450000");
        assert!(!no_instalment.is_plausible(&[450e3, 450e3], &fields), "no rate is known");
        assert!(no_instalment.is_plausible(&[500e3, 450e3], &fields));
    }

    #[test]
    fn a_loan_of_another_size_has_the_same_terms() {
        let (loan, fields) = loan("Cash loans", "500000", "25000", "450000");
        let present = [500e3, 25e3, 450e3];
        let scaled = loan.scaled(&present, &[400e3, 250e3], 0b111, &fields);
        assert_eq!(scaled, [[400e3, 20e3, 360e3], [250e3, 12_500.0, 226e3]]);
        assert!(scaled.iter().all(|point| loan.is_plausible(point, &fields)));
        assert_eq!(loan.scaled(&present, &[400e3], 0b101, &fields), [[400e3, 25e3, 360e3]]);
        assert!(loan.scaled(&present, &[400e3], 0b110, &fields).is_empty(), "the credit is not to change");
        assert!(
            loan.scaled(&present, &[200e3], 0b111, &fields).is_empty(),
            "an instalment that cannot be asked for"
        );
    }
}
