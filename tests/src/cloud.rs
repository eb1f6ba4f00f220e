//! What a function finds on AWS, on this machine: a bucket with a release, a bucket for reviews, an issuer of tokens.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use local::issuer::{AUDIENCE, Algorithm, Issuer};
use local::publish::point_to;
use local::{EmbeddedS3, publish};
use serde_json::Value;
use service::Storage;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::data::root;

const BUCKET: &str = "releases";
const REVIEWS: &str = "reviews";

/// A storage with a release in it, and an issuer. They end when this is dropped.
#[derive(Debug)]
pub struct Cloud {
    /// The environment of a function that runs there.
    pub environment: Vec<(&'static str, String)>,
    issuer: Issuer,
    storage: Storage,
    // What runs ends before that which it runs on.
    _s3: EmbeddedS3,
    _folder: TempDir,
    runtime: Runtime,
}

impl Cloud {
    /// With that release published.
    pub fn start(release: &Path) -> Result<Self> {
        let runtime = Runtime::new()?;
        let folder = TempDir::new()?;
        let (s3, issuer, storage) = runtime.block_on(async {
            let s3 = EmbeddedS3::start(folder.path(), BUCKET).await?;
            s3.bucket(REVIEWS)?;
            let storage = Storage::connect(s3.settings());
            publish(&storage, release).await?;
            anyhow::Ok((s3, Issuer::start(Algorithm::Rs256).await?, storage))
        })?;
        let settings = s3.settings();
        let environment = vec![
            ("CLAIRSCORE_BUCKET", BUCKET.to_owned()),
            ("CLAIRSCORE_REVIEW_BUCKET", REVIEWS.to_owned()),
            ("CLAIRSCORE_AUDIT_KEY", "a key of the tests, thirty-two bytes".to_owned()),
            ("CLAIRSCORE_METRICS_NAMESPACE", "Clairscore".to_owned()),
            ("CLAIRSCORE_OIDC_ISSUER", issuer.url().to_owned()),
            ("CLAIRSCORE_OIDC_AUDIENCE", AUDIENCE.to_owned()),
            ("CLAIRSCORE_IAM_PARTNERS", "arn:aws:iam::123456789012:role/partner".to_owned()),
            ("AWS_ENDPOINT_URL_S3", settings.endpoint.clone().context("no endpoint")?),
            ("AWS_REGION", settings.region.clone()),
            ("AWS_ACCESS_KEY_ID", settings.access_key.clone()),
            ("AWS_SECRET_ACCESS_KEY", settings.secret_key.clone()),
        ];
        Ok(Self { environment, issuer, storage, _s3: s3, _folder: folder, runtime })
    }

    /// The environment, without some of its variables.
    pub fn without(&self, names: &[&str]) -> Vec<(&str, &str)> {
        let kept = self.environment.iter().filter(|(name, _)| !names.contains(name));
        kept.map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// Publishes a release, and moves the pointer to it.
    pub fn publish(&self, release: &Path) -> Result<()> {
        self.runtime.block_on(publish(&self.storage, release))?;
        Ok(())
    }

    /// Moves the pointer to a release that is stored.
    pub fn point_to(&self, release: &str) -> Result<()> {
        self.runtime.block_on(point_to(&self.storage, release))?;
        Ok(())
    }

    /// The issuer of its tokens.
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// A token of that role.
    pub fn token(&self, role: &str) -> Result<String> {
        Ok(self.issuer.sign(&self.issuer.claims("someone", &[role]))?)
    }
}

/// An event of a function URL, as it was recorded, with another path.
pub fn event(name: &str, path: &str) -> Result<Value> {
    let file = root().join("tests/events").join(name);
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let mut event: Value = serde_json::from_str(&text)?;
    event["rawPath"] = path.into();
    event["requestContext"]["http"]["path"] = path.into();
    Ok(event)
}

/// The same event, with a header more.
#[must_use]
pub fn with_header(mut event: Value, name: &str, value: &str) -> Value {
    event["headers"][name] = value.into();
    event
}

/// How long nobody waits for.
pub const MOMENT: Duration = Duration::from_millis(20);
