//! The function `predict`: see `service::predict`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    service::run(service::Function::Predict).await
}
