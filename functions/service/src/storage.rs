//! Objects in S3, read whole or in part.

use std::ops::Range;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use axum::body::Bytes;

use crate::settings::StorageSettings;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(1);
/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(5);
/// How long a request may take with all its attempts.
const OPERATION: Duration = Duration::from_secs(10);
/// The first wait between two attempts; it doubles.
const BACKOFF: Duration = Duration::from_millis(50);

/// A bucket, and what stands before every key in it.
#[derive(Debug, Clone)]
pub struct Storage {
    client: Client,
    bucket: String,
    prefix: String,
}

/// Why an object could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// There is no such object.
    #[error("{key} is not in the bucket {bucket}")]
    Missing {
        /// The bucket.
        bucket: String,
        /// The object.
        key: String,
    },
    /// The storage does not answer, or refuses to.
    #[error("{key} of the bucket {bucket} could not be read: {problem}")]
    Trouble {
        /// The bucket.
        bucket: String,
        /// The object.
        key: String,
        /// What the storage, or the way to it, says.
        problem: String,
    },
    /// The object is not as long as it should be.
    #[error("{key}: {found} bytes, expected {expected}")]
    Length {
        /// The object.
        key: String,
        /// What was asked for.
        expected: String,
        /// What came.
        found: u64,
    },
}

impl Storage {
    /// A client of that bucket. Nothing is asked of the server yet.
    pub fn connect(settings: &StorageSettings) -> Self {
        let credentials = Credentials::new(
            &settings.access_key,
            &settings.secret_key,
            settings.session_token.clone(),
            None,
            "environment",
        );
        // A local server speaks plain HTTP: reading the system's certificates would be in vain.
        let plain = settings.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http://"));
        let http = aws_smithy_http_client::Builder::new();
        let http = if plain {
            http.build_http()
        } else {
            http.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https()
        };
        let mut config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(settings.region.clone()))
            .credentials_provider(credentials)
            .http_client(http)
            .force_path_style(settings.path_style)
            // Every byte is checked against the manifest; S3's own checksums would be a second, weaker check.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .retry_config(RetryConfig::standard().with_max_attempts(3).with_initial_backoff(BACKOFF))
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT)
                    .operation_attempt_timeout(ATTEMPT)
                    .operation_timeout(OPERATION)
                    .build(),
            );
        if let Some(endpoint) = &settings.endpoint {
            config = config.endpoint_url(endpoint);
        }
        Self {
            client: Client::from_conf(config.build()),
            bucket: settings.bucket.clone(),
            prefix: settings.prefix.clone(),
        }
    }

    /// The client underneath, for what is not reading.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The bucket.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The whole key of an object: the prefix and its name.
    pub fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// A whole object of at most `limit` bytes.
    pub async fn get(&self, name: &str, limit: u64) -> Result<Bytes, StorageError> {
        self.fetch(name, None, |length| length <= limit, || format!("at most {limit}")).await
    }

    /// A whole object of exactly that many bytes.
    pub async fn get_exact(&self, name: &str, bytes: u64) -> Result<Bytes, StorageError> {
        self.fetch(name, None, |length| length == bytes, || bytes.to_string()).await
    }

    /// Those bytes of an object, all of them.
    pub async fn get_range(&self, name: &str, range: Range<u64>) -> Result<Bytes, StorageError> {
        let bytes = range.end - range.start;
        let header = format!("bytes={}-{}", range.start, range.end - 1);
        self.fetch(name, Some(header), |length| length == bytes, || bytes.to_string()).await
    }

    async fn fetch(
        &self,
        name: &str,
        range: Option<String>,
        fits: impl Fn(u64) -> bool,
        expected: impl Fn() -> String,
    ) -> Result<Bytes, StorageError> {
        let key = self.key(name);
        let answer = self.client.get_object().bucket(&self.bucket).key(&key).set_range(range).send().await;
        let answer = answer.map_err(|error| {
            let missing = error
                .as_service_error()
                .is_some_and(aws_sdk_s3::operation::get_object::GetObjectError::is_no_such_key);
            if missing {
                StorageError::Missing { bucket: self.bucket.clone(), key: key.clone() }
            } else {
                self.trouble(&key, &error)
            }
        })?;
        let wrong = |found| StorageError::Length { key: key.clone(), expected: expected(), found };
        // What is announced is looked at before anything is read: an object of any size may stand there.
        let announced = answer.content_length().and_then(|length| u64::try_from(length).ok());
        if let Some(length) = announced.filter(|&length| !fits(length)) {
            return Err(wrong(length));
        }
        let body = answer.body.collect().await.map_err(|error| self.trouble(&key, &error))?;
        let bytes = body.into_bytes();
        if fits(bytes.len() as u64) { Ok(bytes) } else { Err(wrong(bytes.len() as u64)) }
    }

    fn trouble(&self, key: &str, error: &dyn std::error::Error) -> StorageError {
        StorageError::Trouble {
            bucket: self.bucket.clone(),
            key: key.to_owned(),
            problem: with_sources(error),
        }
    }
}

/// An error and what it comes from: `service error: unhandled error (AccessDenied): ...`.
pub fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
