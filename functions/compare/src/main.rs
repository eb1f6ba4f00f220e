//! The function `compare`: see `service::compare`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    service::compare::run().await
}
