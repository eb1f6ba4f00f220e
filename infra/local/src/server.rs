//! The S3 server, the three functions and the site, together.

use std::future::Future;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Uri;
use axum::routing::get;
use axum::{Json, Router};
use service::admission::{Admission, admitted};
use service::artifacts::{Artifacts, Comparing, Explaining, Live, LoadError, Scoring};
use service::audit::Audit;
use service::http::{finished, query};
use service::loopback::by_its_own_name;
use service::review::{self, ReviewContext, store::ReviewStore};
use service::sign_in::{Gate, SignInSettings, behind};
use service::telemetry::{Telemetry, watched};
use service::{Context, Failure, Function, Storage, compare, explain, port, predict};
use tokio::net::TcpListener;

use crate::publish::{PublishError, Published, publish};
use crate::s3::{EmbeddedS3, S3Error};
use crate::site;

/// The bucket in the storage folder.
pub const BUCKET: &str = "clairscore";
/// The bucket of reviews.
pub const REVIEWS: &str = "clairscore-reviews";
/// Holds the key of the audit log's hashes, in the storage folder: reviews are found by them in the next run too.
const AUDIT_KEY: &str = "audit.key";
/// How long requests under way may take once the server is to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// What to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of a release.
    pub release: PathBuf,
    /// The folder that the S3 server keeps its objects in.
    pub storage: PathBuf,
    /// The folder of the built site.
    pub site: PathBuf,
    /// The port on the loopback interface; 0 for any that is free.
    pub port: u16,
    /// How long a release is answered from before the pointer is looked at again.
    pub follow: Duration,
    /// Requests that are taken at a time.
    pub most_requests: usize,
    /// Whom to trust with saying who calls; `None` lets in whoever is on this machine.
    pub sign_in: Option<SignInSettings>,
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is in use, or may not be used.
    #[error("port {port} of 127.0.0.1 cannot be listened on: {source}; choose another one with PORT=")]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The site was not built.
    #[error("{} has no index.html: build the site first", .0.display())]
    Site(PathBuf),
    /// The S3 server does not start.
    #[error(transparent)]
    S3(#[from] S3Error),
    /// The release cannot be published.
    #[error("the release cannot be published: {0}")]
    Publish(#[from] PublishError),
    /// The release cannot be answered from.
    #[error("the release cannot be served: {0}")]
    Load(#[from] LoadError),
    /// The key for the audit log can neither be read nor made.
    #[error("{} cannot be used: {source}", .path.display())]
    AuditKey {
        /// Its file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// No key for the audit log can be made.
    #[error("the system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// A server that is ready to run.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Router,
    published: Published,
    s3: EmbeddedS3,
}

impl Server {
    /// Takes the port, publishes the release to the embedded S3 server, and loads it from there.
    pub async fn start(options: &Options) -> Result<Self, StartError> {
        // First what fails at once.
        let port = options.port;
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .await
            .map_err(|source| StartError::Port { port, source })?;
        let address = listener.local_addr().map_err(|source| StartError::Port { port, source })?;
        if !options.site.join("index.html").is_file() {
            return Err(StartError::Site(options.site.clone()));
        }
        let s3 = EmbeddedS3::start(&options.storage, BUCKET).await?;
        let storage = Storage::connect(s3.settings());
        let published = publish(&storage, &options.release).await?;
        tracing::info!(
            release = published.release,
            uploaded = published.uploaded.len(),
            pointer_moved = published.pointer_moved,
            "release published"
        );
        let gate = Arc::new(options.sign_in.clone().map_or(Gate::Open, Gate::guarded));
        gate.prepare().await;
        let audit = Arc::new(Audit::new(Some(&audit_key(&options.storage)?))?);
        let store = ReviewStore::new(Storage::connect(&s3.bucket(REVIEWS)?));
        let reviews = ReviewContext { store, audit: Arc::clone(&audit) };
        let functions = Functions::start(&storage, options.follow, audit, reviews).await?;
        let live = Arc::clone(&functions.predict.live);
        let telemetry = Arc::new(Telemetry::new("local", move || live.release()));
        let admission = Arc::new(Admission::new(options.most_requests));
        let app = Router::new()
            .nest("/api", watched(&telemetry, admitted(&admission, behind(&gate, functions.router()))))
            // `nest` leaves the bare path to what lies around it.
            .route("/api/", axum::routing::any(nothing_here))
            .merge(site::router(&options.site, options.sign_in.as_ref()));
        let app = by_its_own_name(&gate, app);
        Ok(Self { listener, address, app, published, s3 })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What was published.
    pub fn published(&self) -> &Published {
        &self.published
    }

    /// The embedded S3 server.
    pub fn s3(&self) -> &EmbeddedS3 {
        &self.s3
    }

    /// Serves until `stopped`. Requests that are under way then are answered, if they do not take too long.
    pub async fn run(self, stopped: impl Future<Output = ()>) {
        let (stop, mut stopping) = tokio::sync::watch::channel(());
        let serving = port::serve(self.listener, self.app, async move {
            stopped.await;
            drop(stop);
        });
        tokio::select! {
            () = serving => {}
            // A browser's open connection is no reason to stay.
            () = async { let _ = stopping.changed().await; tokio::time::sleep(PATIENCE).await } => {}
        }
    }
}

/// The three functions, as one would find them on AWS.
#[derive(Debug, Clone)]
struct Functions {
    predict: Context<Scoring>,
    explain: Context<Explaining>,
    compare: Context<Comparing>,
    reviews: ReviewContext,
}

impl Functions {
    async fn start(
        storage: &Storage,
        follow: Duration,
        audit: Arc<Audit>,
        reviews: ReviewContext,
    ) -> Result<Self, StartError> {
        Ok(Self {
            predict: context(storage, follow, &audit).await?,
            explain: context(storage, follow, &audit).await?,
            compare: context(storage, follow, &audit).await?,
            reviews,
        })
    }

    fn router(self) -> Router {
        finished(
            Router::new()
                .merge(predict::routes(self.predict.clone()))
                .merge(explain::routes(self.explain.clone()))
                .merge(compare::routes(self.compare.clone()))
                .merge(review::routes(self.reviews.clone()))
                .route("/health", get(health).with_state(self)),
        )
    }
}

async fn context<A: Artifacts>(
    storage: &Storage,
    follow: Duration,
    audit: &Arc<Audit>,
) -> Result<Context<A>, LoadError> {
    let live = Live::start(storage.clone(), follow).await?;
    Ok(Context { live, audit: Arc::clone(audit) })
}

/// The key in the storage folder, made where there is none; only the folder's owner may read it.
fn audit_key(folder: &Path) -> Result<Vec<u8>, StartError> {
    let path = folder.join(AUDIT_KEY);
    let unusable = |source| StartError::AuditKey { path: path.clone(), source };
    match std::fs::read(&path) {
        Ok(key) if key.len() >= 32 => return Ok(key),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(unusable(error)),
    }
    let mut key = vec![0; 32];
    getrandom::fill(&mut key)?;
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(&path);
    file.and_then(|mut file| file.write_all(&key)).map_err(unusable)?;
    Ok(key)
}

/// The health of each function: on AWS each answers for itself.
async fn health(State(functions): State<Functions>, uri: Uri) -> Result<Json<Vec<api::Health>>, Failure> {
    query::none(&uri)?;
    Ok(Json(vec![
        functions.predict.health(Function::Predict),
        functions.explain.health(Function::Explain),
        functions.compare.health(Function::Compare),
    ]))
}

async fn nothing_here(uri: Uri) -> Failure {
    Failure::NothingHere(uri.path().to_owned())
}
