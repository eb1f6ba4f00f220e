//! The function `explain`: see `service::explain`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    service::explain::run().await
}
