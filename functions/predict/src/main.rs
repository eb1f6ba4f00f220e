//! The function `predict`: see `service::predict`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    service::predict::run().await
}
