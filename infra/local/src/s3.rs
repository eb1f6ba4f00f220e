//! An S3 server on the loopback interface, on a folder.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use axum::Router;
use axum::error_handling::HandleError;
use axum::http::StatusCode;
use axum::serve::ListenerExt;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use scoring::release::hexadecimal;
use service::StorageSettings;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running S3 server. It ends when it is dropped.
#[derive(Debug)]
pub struct EmbeddedS3 {
    root: PathBuf,
    settings: StorageSettings,
    server: JoinHandle<()>,
}

/// Why the S3 server does not start.
#[derive(Debug, thiserror::Error)]
pub enum S3Error {
    /// The folder cannot be made or used.
    #[error("the storage folder {folder} cannot be used: {problem}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system says.
        problem: String,
    },
    /// No port can be listened on.
    #[error("the S3 server finds no port: {0}")]
    Listen(#[from] std::io::Error),
    /// No credentials can be made.
    #[error("the system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

impl EmbeddedS3 {
    /// Serves `root` with one bucket in it, which is made where it is not there. The port is free, and the
    /// credentials random: they hold for this server alone.
    pub async fn start(root: &Path, bucket: &str) -> Result<Self, S3Error> {
        make_bucket(root, bucket)?;
        let files = FileSystem::new(root).map_err(|error| S3Error::Folder {
            folder: root.display().to_string(),
            problem: format!("{error:?}"),
        })?;

        let (access_key, secret_key) = (random()?, random()?);
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(access_key.clone(), secret_key.clone()));
        let service = HandleError::new(builder.build(), |error: s3s::HttpError| async move {
            tracing::error!(?error, "the S3 server fails");
            StatusCode::INTERNAL_SERVER_ERROR
        });

        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let address = listener.local_addr()?;
        // Without it, a small ranged read waits 40 ms for Nagle's algorithm.
        let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, Router::new().fallback_service(service)).await {
                tracing::error!(%error, "the S3 server ended");
            }
        });
        let settings = StorageSettings {
            bucket: bucket.to_owned(),
            prefix: String::new(),
            endpoint: Some(format!("http://{address}")),
            path_style: true,
            region: "us-east-1".to_owned(),
            access_key,
            secret_key,
            session_token: None,
        };
        Ok(Self { root: root.to_owned(), settings, server })
    }

    /// The way to another bucket, which is made where it is not there.
    pub fn bucket(&self, bucket: &str) -> Result<StorageSettings, S3Error> {
        make_bucket(&self.root, bucket)?;
        Ok(StorageSettings { bucket: bucket.to_owned(), ..self.settings.clone() })
    }

    /// The way to the bucket.
    pub fn settings(&self) -> &StorageSettings {
        &self.settings
    }
}

impl Drop for EmbeddedS3 {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn make_bucket(root: &Path, bucket: &str) -> Result<(), S3Error> {
    let folder = root.join(bucket);
    std::fs::create_dir_all(&folder)
        .map_err(|error| S3Error::Folder { folder: folder.display().to_string(), problem: error.to_string() })
}

fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(hexadecimal(&bytes))
}
