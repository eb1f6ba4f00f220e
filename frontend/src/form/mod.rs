//! Fields of an application that somebody sets: which they are, within which bounds, and what was set.
//!
//! # Layout
//! - [`Field`]: one field, as the catalogue declares it, with the client's present value.
//! - [`Changes`]: what was set, a reducer; and how it stands in a link.

mod changes;
mod field;

pub(crate) use self::changes::{Changes, Set};
pub(crate) use self::field::{Field, FieldKind, Setting};
