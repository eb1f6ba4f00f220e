//! The whole system, from its commands to its page.

mod api;
mod attacks;
mod browser;
mod browser_audit;
mod browser_decide;
mod browser_find;
mod browser_keyboard;
mod browser_read;
mod browser_review;
mod browser_sign_in;
mod browser_trouble;
mod browser_work;
mod lambda;
mod privacy;
mod real_data;
mod reference;
mod refusals;
mod restart;
mod site;
mod soak;
mod unsafe_code;
