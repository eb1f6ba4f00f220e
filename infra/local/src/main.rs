//! `local`: publishes a release to an embedded S3 server, and serves the three functions and the site.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use local::issuer::program::PROGRAM;
use local::issuer::{Algorithm, Issuer};
use local::{Options, Server};
use service::sign_in::SignInSettings;
use tracing_subscriber::EnvFilter;

/// Serves Clairscore on this machine.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder of the release to serve.
    #[arg(long)]
    release: PathBuf,
    /// The folder that the embedded S3 server keeps its objects in; made where it is not there.
    #[arg(long)]
    storage: PathBuf,
    /// The folder of the built site.
    #[arg(long)]
    site: PathBuf,
    /// The port on 127.0.0.1; 0 for any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Seconds after which the functions look for a new release.
    #[arg(long, default_value_t = 5)]
    follow_seconds: u64,
    /// Requests that are taken at a time; the next are refused, and told to come again.
    #[arg(long, default_value_t = service::admission::USUAL)]
    most_requests: usize,
    /// Asks who calls: an issuer of tokens runs too, signs people in, and prints one token for each role, and
    /// where and by what a program gets one.
    #[arg(long)]
    sign_in: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    // The log goes to the standard error: the standard output says where the service listens.
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,s3s=warn,s3s_fs=warn"));
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter);
    if std::io::stderr().is_terminal() {
        log.compact().init();
    } else {
        log.json().flatten_event(true).init();
    }

    let mut out = std::io::stdout();
    let issuer = if arguments.sign_in { Some(Issuer::start(Algorithm::Es256).await?) } else { None };
    let sign_in = match &issuer {
        Some(issuer) => {
            for role in ["advisor", "partner"] {
                let token = issuer.sign(&issuer.claims(&format!("{role} of this machine"), &[role]))?;
                writeln!(out, "{role} token {token}").context("the standard output is closed")?;
            }
            let (url, (id, secret)) = (issuer.token_url(), PROGRAM);
            // As the guide for partners reads them.
            writeln!(out, "export TOKEN_URL={url} PROGRAM={id} SECRET={secret}")
                .context("the standard output is closed")?;
            Some(issuer.settings(Duration::from_secs(30)))
        }
        None => SignInSettings::from_lookup(|name| std::env::var(name).ok())?,
    };
    let options = Options {
        release: arguments.release,
        storage: arguments.storage,
        site: arguments.site,
        port: arguments.port,
        follow: Duration::from_secs(arguments.follow_seconds),
        most_requests: arguments.most_requests,
        sign_in,
    };
    let server = Server::start(&options).await?;
    writeln!(out, "listening on http://{}", server.address()).context("the standard output is closed")?;
    out.flush().context("the standard output is closed")?;
    server.run(service::host::stopped()).await;
    tracing::info!("stopped");
    Ok(())
}
