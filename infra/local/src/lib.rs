//! The whole service in one process on this machine: an S3 server, the three functions, and the site.
//!
//! The functions read their release from the S3 server by the same code, over the same protocol, as on AWS.
//!
//! # Layout
//! - [`issuer`]: an issuer of tokens on the loopback interface.
//! - [`s3`]: an S3 server on the loopback interface, on a folder.
//! - [`publish`]: a release folder into a bucket, the pointer last.
//! - [`site`]: the site's files, with the headers that CloudFront sends.
//! - [`server`]: all of it together.
//!
//! # What it never does
//! It listens on no other interface than loopback, and is no part of what runs on AWS.

pub mod issuer;
pub mod publish;
pub mod s3;
pub mod server;
pub mod site;

pub use issuer::Issuer;
pub use publish::{PublishError, Published, publish};
pub use s3::{EmbeddedS3, S3Error};
pub use server::{Options, Server, StartError};
