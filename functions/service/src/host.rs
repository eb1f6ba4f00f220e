//! One router, two hosts: AWS Lambda, or a port on this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use tokio::net::TcpListener;
use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::admission::{Admission, admitted};
use crate::artifacts::{Artifacts, Live, LoadError};
use crate::audit::Audit;
use crate::function::{Context, Function};
use crate::lines::JsonLines;
use crate::loopback::by_its_own_name;
use crate::port;
use crate::settings::{Settings, SettingsError};
use crate::sign_in::{Gate, SignInSettings, behind};
use crate::storage::Storage;
use crate::telemetry::{Telemetry, watched};

/// An answer is some hundred small allocations, which with the system's allocator are a sixth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The port where `PORT` does not say another.
const USUAL_PORT: u16 = 9000;

/// Why a function does not run.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("no release to answer from: {0}")]
    Load(#[from] LoadError),
    #[error(
        "no issuer of tokens: on Lambda anyone may call, so set CLAIRSCORE_OIDC_ISSUER and CLAIRSCORE_OIDC_AUDIENCE"
    )]
    NoIssuer,
    #[error("the system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    #[error("the environment variable PORT is {0:?}: expected a port, 0 to 65535")]
    Port(String),
    #[error("{address} cannot be listened on: {source}; choose another port with PORT=")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("serving ended: {0}")]
    Serve(#[from] std::io::Error),
    #[error("the Lambda runtime ended: {0}")]
    Lambda(lambda_http::Error),
}

/// Runs a function until its host ends it: on Lambda where `AWS_LAMBDA_RUNTIME_API` is set, else on the loopback
/// interface, port `PORT`. `router` makes its routes.
///
/// The release is loaded and verified first, so that the first request finds it in memory.
pub(crate) async fn run<A: Artifacts>(
    function: Function,
    router: fn(Context<A>, &Settings) -> Router,
) -> ExitCode {
    let started = Instant::now();
    trace();
    match serve(function, router, started).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, function = function.name(), "the function does not run");
            ExitCode::FAILURE
        }
    }
}

/// Sends log lines to the standard output, as JSON, one object a line; `RUST_LOG` (`info,service=debug`) chooses which. Of what the libraries
/// say in detail there is none, whatever is chosen: the Lambda runtime's is each request with its token and its body.
pub fn trace() {
    let chosen: Option<Targets> = std::env::var("RUST_LOG").ok().and_then(|text| text.parse().ok());
    let chosen = chosen.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt().with_max_level(Level::TRACE).event_format(JsonLines).finish();
    let discreet = filter_fn(|line| *line.level() <= Level::INFO || line.target().starts_with("service::"));
    // An error means that a subscriber is set already, as in a test: that one stays.
    let _ = lines.with(chosen).with(discreet).try_init();
}

async fn serve<A: Artifacts>(
    function: Function,
    router: fn(Context<A>, &Settings) -> Router,
    started: Instant,
) -> Result<(), RunError> {
    let settings = Settings::from_env()?;
    let on_lambda = std::env::var_os("AWS_LAMBDA_RUNTIME_API").is_some();
    let gate = gate(settings.sign_in.clone(), on_lambda)?;
    // The issuer's keys are fetched while the release is.
    let (context, ()) = tokio::join!(context::<A>(&settings), gate.prepare());
    let context = context?;
    let app = behind(&gate, router(context.clone(), &settings));
    let release = Box::new(move || context.live.release());
    let mut telemetry = Telemetry::new(function.name(), release).since(started);
    if let Some(namespace) = settings.metrics {
        telemetry = telemetry.with_metrics(namespace, std::io::stdout());
    }
    let telemetry = Arc::new(telemetry);
    telemetry.ready();
    if on_lambda {
        return lambda_http::run(watched(&telemetry, app)).await.map_err(RunError::Lambda);
    }
    let admission = Arc::new(Admission::new(settings.most_requests));
    listen(by_its_own_name(&gate, watched(&telemetry, admitted(&admission, app)))).await
}

/// Without an issuer everyone is let in, and so only where nobody but this machine can call.
fn gate(sign_in: Option<SignInSettings>, on_lambda: bool) -> Result<Arc<Gate>, RunError> {
    match sign_in {
        Some(settings) => Ok(Arc::new(Gate::guarded(settings))),
        None if on_lambda => Err(RunError::NoIssuer),
        None => Ok(Arc::new(Gate::Open)),
    }
}

/// What the handlers of a function share, from its settings.
async fn context<A: Artifacts>(settings: &Settings) -> Result<Context<A>, RunError> {
    let audit = Audit::new(settings.audit_key.as_deref())?;
    let live = Live::<A>::start(Storage::connect(&settings.storage), settings.follow).await?;
    tracing::info!(release = live.current().release(), "release in service");
    Ok(Context { live, audit: Arc::new(audit) })
}

async fn listen(app: Router) -> Result<(), RunError> {
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().map_err(|_| RunError::Port(port))?,
        Err(_) => USUAL_PORT,
    };
    // Loopback only: without an issuer, nothing here asks who is calling.
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(|source| RunError::Listen { address, source })?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    port::serve(listener, app, stopped()).await;
    Ok(())
}

/// Waits for Ctrl-C or SIGTERM.
pub async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        // Without that handler, SIGTERM ends the process as it does any other.
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}
