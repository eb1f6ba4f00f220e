//! The function `explain`: see `service::explain`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    service::run(service::Function::Explain).await
}
