//! The pages, one for each route.

mod applicant;
mod client;
mod home;
mod model;
mod not_found;
mod simulation;

pub(crate) use self::applicant::ApplicantPage;
pub(crate) use self::client::ClientPage;
pub(crate) use self::home::HomePage;
pub(crate) use self::model::ModelPage;
pub(crate) use self::not_found::NotFoundPage;
