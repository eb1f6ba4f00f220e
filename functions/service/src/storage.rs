//! Objects in S3: read whole or in part, written once, listed.

use std::ops::Range;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
};
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::types::ChecksumAlgorithm;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use axum::body::Bytes;

use crate::settings::StorageSettings;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(1);
/// How long one attempt may take until it is answered.
const ATTEMPT: Duration = Duration::from_secs(2);
/// How long a request may take with all its attempts until it is answered.
const OPERATION: Duration = Duration::from_secs(6);
/// How long one attempt may take until a small object has come.
const SMALL: Duration = Duration::from_millis(2_500);
/// The same for a large one.
const LARGE: Duration = Duration::from_secs(20);
/// What is small, in bytes.
const SMALL_BYTES: u64 = 1 << 20;
/// How often an object is asked for whose content breaks off.
const BODIES: usize = 3;
/// Objects in one answer of a list.
const PAGE: i32 = 1_000;
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
    /// The object could not be written.
    #[error("{key} of the bucket {bucket} could not be written: {problem}")]
    Unwritten {
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
        let trusted = TrustStore::empty().with_native_roots(!plain);
        let tls = TlsContext::builder().with_trust_store(trusted).build();
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(tls.expect("no certificate is given that could be none"))
            .build_https();
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
        let asked = Asked { limit, ..Asked::default() };
        self.fetch(name, &asked, |length| length <= limit, || format!("at most {limit}"))
            .await
            .map(Tagged::bytes)
    }

    /// A whole object of at most `limit` bytes, unless its tag is `known`: then `None`.
    pub async fn get_unless(
        &self,
        name: &str,
        known: Option<&str>,
        limit: u64,
    ) -> Result<Option<Tagged>, StorageError> {
        let asked = Asked { limit, unless: known, ..Asked::default() };
        let fetched =
            self.fetch(name, &asked, |length| length <= limit, || format!("at most {limit}")).await?;
        // A server that does not know conditions answers with what it has.
        Ok(fetched.filter(|tagged| known.is_none() || tagged.tag.as_deref() != known))
    }

    /// A whole object of exactly that many bytes.
    pub async fn get_exact(&self, name: &str, bytes: u64) -> Result<Bytes, StorageError> {
        let asked = Asked { limit: bytes, ..Asked::default() };
        self.fetch(name, &asked, |length| length == bytes, || bytes.to_string()).await.map(Tagged::bytes)
    }

    /// Those bytes of an object, all of them.
    pub async fn get_range(&self, name: &str, range: Range<u64>) -> Result<Bytes, StorageError> {
        let bytes = range.end - range.start;
        let header = format!("bytes={}-{}", range.start, range.end - 1);
        let asked = Asked { limit: bytes, range: Some(&header), unless: None };
        self.fetch(name, &asked, |length| length == bytes, || bytes.to_string()).await.map(Tagged::bytes)
    }

    /// Writes an object that is not there yet; answers whether it was written, `false` where there is one.
    pub async fn put_new(&self, name: &str, body: Bytes, media: &str) -> Result<bool, StorageError> {
        let key = self.key(name);
        let request = self.client.put_object().bucket(&self.bucket).key(&key).content_type(media);
        // A bucket that locks its objects takes none without a checksum.
        let request = request.checksum_algorithm(ChecksumAlgorithm::Crc32);
        match request.if_none_match("*").body(body.into()).send().await {
            Ok(_) => Ok(true),
            Err(error) if status(&error) == Some(412) => Ok(false),
            Err(error) => Err(StorageError::Unwritten {
                bucket: self.bucket.clone(),
                key,
                problem: with_sources(&error),
            }),
        }
    }

    /// The names of the last `most` objects whose name begins so, sorted, and how many come before them.
    ///
    /// S3 lists from the first name on, so that all of them are listed; only the last are kept.
    pub async fn list_last(&self, begin: &str, most: usize) -> Result<(Vec<String>, u32), StorageError> {
        let begin = self.key(begin);
        let mut names: Vec<String> = Vec::new();
        let (mut after, mut earlier) = (None, 0);
        loop {
            let request = self.client.list_objects_v2().bucket(&self.bucket).prefix(&begin).max_keys(PAGE);
            let answer = request.set_start_after(after).send().await;
            let answer = answer.map_err(|error| self.trouble(&begin, &error))?;
            let keys: Vec<&str> =
                answer.contents().iter().filter_map(aws_sdk_s3::types::Object::key).collect();
            names.extend(keys.iter().filter_map(|key| key.strip_prefix(&self.prefix)).map(str::to_owned));
            after = keys.last().map(|key| (*key).to_owned());
            let surplus = names.len().saturating_sub(most);
            names.drain(..surplus);
            earlier += surplus as u32;
            if after.is_none() || answer.is_truncated() != Some(true) {
                return Ok((names, earlier));
            }
        }
    }

    /// Asks again where the content breaks off: the client underneath asks again only where no answer begins.
    async fn fetch(
        &self,
        name: &str,
        asked: &Asked<'_>,
        fits: impl Fn(u64) -> bool,
        expected: impl Fn() -> String,
    ) -> Result<Fetched, StorageError> {
        let key = self.key(name);
        let mut bodies = 0;
        loop {
            bodies += 1;
            match self.attempt(&key, asked, &fits, &expected).await {
                Err(Attempt::Broken(error)) if bodies < BODIES => {
                    tracing::warn!(%error, bodies, "an object broke off");
                    tokio::time::sleep(BACKOFF * bodies as u32).await;
                }
                Err(Attempt::Broken(error) | Attempt::Failed(error)) => return Err(error),
                Ok(fetched) => return Ok(fetched),
            }
        }
    }

    async fn attempt(
        &self,
        key: &str,
        asked: &Asked<'_>,
        fits: &impl Fn(u64) -> bool,
        expected: &impl Fn() -> String,
    ) -> Result<Fetched, Attempt> {
        let request = self.client.get_object().bucket(&self.bucket).key(key);
        let request = request.set_range(asked.range.map(str::to_owned));
        let answer = match request.set_if_none_match(asked.unless.map(str::to_owned)).send().await {
            Ok(answer) => answer,
            Err(error) if asked.unless.is_some() && status(&error) == Some(304) => return Ok(None),
            Err(error) => {
                let missing = error
                    .as_service_error()
                    .is_some_and(aws_sdk_s3::operation::get_object::GetObjectError::is_no_such_key);
                return Err(Attempt::Failed(if missing {
                    StorageError::Missing { bucket: self.bucket.clone(), key: key.to_owned() }
                } else {
                    self.trouble(key, &error)
                }));
            }
        };
        let wrong = |found| StorageError::Length { key: key.to_owned(), expected: expected(), found };
        // What is announced is looked at before anything is read: an object of any size may stand there.
        let announced = answer.content_length().and_then(|length| u64::try_from(length).ok());
        if let Some(length) = announced.filter(|&length| !fits(length)) {
            return Err(Attempt::Failed(wrong(length)));
        }
        let tag = answer.e_tag().map(str::to_owned);
        let patience = if asked.limit > SMALL_BYTES { LARGE } else { SMALL };
        let body = match tokio::time::timeout(patience, answer.body.collect()).await {
            Ok(Ok(body)) => body,
            Ok(Err(error)) => return Err(Attempt::Broken(self.trouble(key, &error))),
            Err(elapsed) => return Err(Attempt::Broken(self.trouble(key, &elapsed))),
        };
        let bytes = body.into_bytes();
        let length = bytes.len() as u64;
        if fits(length) { Ok(Some(Tagged { bytes, tag })) } else { Err(Attempt::Broken(wrong(length))) }
    }

    fn trouble(&self, key: &str, error: &dyn std::error::Error) -> StorageError {
        StorageError::Trouble {
            bucket: self.bucket.clone(),
            key: key.to_owned(),
            problem: with_sources(error),
        }
    }
}

/// An object's content, and the tag (`ETag`) that the storage gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The content.
    pub bytes: Bytes,
    /// The tag.
    pub tag: Option<String>,
}

/// `None` where the object has the tag that is known.
type Fetched = Option<Tagged>;

impl Tagged {
    /// The content of what was asked for without a condition.
    fn bytes(fetched: Fetched) -> Bytes {
        fetched.expect("without a condition there is a content").bytes
    }
}

/// What is asked of an object.
#[derive(Debug, Default)]
struct Asked<'a> {
    /// How long it may be, in bytes.
    limit: u64,
    range: Option<&'a str>,
    /// Not where this is its tag.
    unless: Option<&'a str>,
}

/// Why an attempt failed.
enum Attempt {
    /// The content broke off: another attempt may succeed.
    Broken(StorageError),
    /// The client underneath has tried again already, or there is nothing to hope for.
    Failed(StorageError),
}

/// The HTTP status of an answer that is an error.
fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error.raw_response().map(|response| response.status().as_u16())
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
