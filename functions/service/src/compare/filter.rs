//! Conditions that clients meet, in the compact syntax of [`api::compare::FILTER_SYNTAX`].

use std::ops::RangeInclusive;

use scoring::Decision;

use crate::artifacts::{Column, Comparing};
use crate::failure::Failure;

/// Conditions of one filter at most.
const MOST_CONDITIONS: usize = 20;
/// Values of one condition at most.
const MOST_VALUES: usize = 100;
/// Values that are looked at before the next condition's turn: they stay in the nearest cache.
const CHUNK: usize = 1_024;
/// What stands for a value that is not there.
const MISSING: &str = "missing";

/// Conditions that all have to hold, each on a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filter(Vec<(usize, Condition)>);

/// What a value has to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// From least to greatest, both included; missing values lie in no range.
    Range(RangeInclusive<f32>),
    /// One of these, or missing where that is among them.
    OneOf { values: Vec<f32>, missing: bool },
}

impl Filter {
    /// Conditions, each on a column.
    pub(super) fn new(conditions: Vec<(usize, Condition)>) -> Self {
        Self(conditions)
    }

    /// Reads a filter; what is wrong with it is told of the query's parameter `filter`.
    pub(super) fn parse(text: &str, release: &Comparing) -> Result<Self, Failure> {
        let wrong = |detail: String| Failure::query("filter", detail);
        let conditions: Vec<_> = text.split(';').collect();
        if conditions.len() > MOST_CONDITIONS {
            return Err(wrong(format!(
                "{} conditions; expected at most {MOST_CONDITIONS}",
                conditions.len()
            )));
        }
        let condition = |text: &str| {
            let (name, values) = text.split_once(':').ok_or_else(|| {
                wrong(format!("{text:?} is no condition; expected a name, a colon, and a range or values"))
            })?;
            let column = release
                .filterable(name)
                .ok_or_else(|| wrong(format!("clients of this release cannot be filtered by {name:?}")))?;
            let condition = Condition::parse(name, values, release)
                .map_err(|detail| wrong(format!("{name}: {detail}")))?;
            Ok((column, condition))
        };
        conditions.into_iter().map(condition).collect::<Result<_, _>>().map(Self)
    }

    /// Its conditions, each on a column.
    pub(super) fn conditions(&self) -> &[(usize, Condition)] {
        &self.0
    }

    /// The columns that it reads, in its order.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(column, _)| *column)
    }

    /// Which of all clients meet it. `columns` are those of [`Filter::columns`].
    pub(super) fn mask<C: AsRef<Column>>(&self, clients: usize, columns: &[C]) -> Vec<bool> {
        let mut mask = vec![true; clients];
        for ((_, condition), column) in self.0.iter().zip(columns) {
            for (met, values) in mask.chunks_mut(CHUNK).zip(column.as_ref().values.chunks(CHUNK)) {
                condition.narrow(met, values);
            }
        }
        mask
    }
}

impl Condition {
    /// Keeps the marks of the values that meet it. Written so that many values are looked at by one instruction.
    fn narrow(&self, met: &mut [bool], values: &[f32]) {
        match self {
            Self::Range(range) => {
                let (least, greatest) = (*range.start(), *range.end());
                for (met, &value) in met.iter_mut().zip(values) {
                    *met &= (value >= least) & (value <= greatest);
                }
            }
            Self::OneOf { values: wanted, missing } => {
                let mut hits = [false; CHUNK];
                if *missing {
                    hits.iter_mut().zip(values).for_each(|(hit, value)| *hit = value.is_nan());
                }
                for &one in wanted {
                    hits.iter_mut().zip(values).for_each(|(hit, &value)| *hit |= value == one);
                }
                met.iter_mut().zip(hits).for_each(|(met, hit)| *met &= hit);
            }
        }
    }

    fn parse(name: &str, text: &str, release: &Comparing) -> Result<Self, String> {
        let feature = release.feature(name).map(|(feature, _)| feature);
        let categories = feature.map_or(0, |feature| release.categories.count(feature));
        let is_decision = name == scoring::release::cohort::DECISION;
        if let (Some((least, greatest)), 0, false) = (text.split_once(".."), categories, is_decision) {
            let bound = |text: &str, open: f32| if text.is_empty() { Ok(open) } else { number(text) };
            let (least, greatest) = (bound(least, f32::NEG_INFINITY)?, bound(greatest, f32::INFINITY)?);
            if least > greatest {
                return Err(format!("the range {text} is empty"));
            }
            return Ok(Self::Range(least..=greatest));
        }
        let (mut values, mut missing) = (Vec::new(), false);
        let texts: Vec<_> = text.split('|').collect();
        if texts.len() > MOST_VALUES {
            return Err(format!("{} values; expected at most {MOST_VALUES}", texts.len()));
        }
        for text in texts {
            let value = match (feature, text) {
                (_, MISSING) => {
                    missing = true;
                    continue;
                }
                (Some(feature), _) if categories > 0 => {
                    release.categories.code(feature, text).map(|code| code as f32).ok_or_else(|| {
                        format!(
                            "there is no category {text:?}; expected {}",
                            release.categories.names(feature).join(" | ")
                        )
                    })?
                }
                _ if is_decision => Decision::ALL
                    .into_iter()
                    .find(|decision| decision.name() == text)
                    .map(|decision| f32::from(decision.code()))
                    .ok_or_else(|| format!("{text:?} is no decision; expected granted, review or refused"))?,
                _ => number(text)?,
            };
            values.push(value);
        }
        Ok(Self::OneOf { values, missing })
    }
}

fn number(text: &str) -> Result<f32, String> {
    let number = text.parse::<f32>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| format!("{text:?} is no number; expected a number, or a range such as 10..20"))
}
