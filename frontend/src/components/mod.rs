//! The parts that pages are made of.

mod decision;
mod field_input;
mod filter_form;
mod footer;
mod header;
mod link;
mod panel;
mod problem;
mod save_csv;
mod search_box;

pub(crate) use self::decision::{DecisionBadge, word};
pub(crate) use self::field_input::FieldInput;
pub(crate) use self::filter_form::FilterForm;
pub(crate) use self::footer::Footer;
pub(crate) use self::header::Header;
pub(crate) use self::link::RouteLink;
pub(crate) use self::panel::{Panel, remote};
pub(crate) use self::problem::ProblemNote;
pub(crate) use self::save_csv::SaveCsv;
pub(crate) use self::search_box::SearchBox;
