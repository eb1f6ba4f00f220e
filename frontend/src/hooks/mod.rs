//! What components share: the page's state, answers from afar, the document.

mod use_document;
mod use_draft;
mod use_link_of_changes;
mod use_opened;
mod use_remote;
mod use_standing;
mod use_state_of_page;

pub(crate) use self::use_document::{
    focus_main, store_language, stored_language, use_language_of_document, use_title,
};
pub(crate) use self::use_draft::{forget_draft, use_draft};
pub(crate) use self::use_link_of_changes::use_link_of_changes;
pub(crate) use self::use_opened::{opened, use_opened};
pub(crate) use self::use_remote::{Pending, use_asked, use_remote};
pub(crate) use self::use_standing::use_standing;
pub(crate) use self::use_state_of_page::{Page, use_page, use_speech};
