//! What a function is told by its environment.

use std::time::Duration;

use crate::sign_in::SignInSettings;

/// No process has more places for requests.
const MOST_REQUESTS: usize = 1 << 16;

/// Where the releases are, and how often to look for a new one.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The storage that holds the releases.
    pub storage: StorageSettings,
    /// How long a release is answered from before the pointer is looked at again.
    pub follow: Duration,
    /// The key under which client numbers are hashed in the audit log.
    pub audit_key: Option<Vec<u8>>,
    /// The namespace of the metrics; `None` where none are wanted.
    pub metrics: Option<String>,
    /// Where reviews are kept; `None` where none are.
    pub reviews: Option<StorageSettings>,
    /// Requests that are taken at a time, where the function does not run on Lambda.
    pub most_requests: usize,
    /// Whom to trust with saying who calls; `None` where nobody is named.
    pub sign_in: Option<SignInSettings>,
}

/// An S3 bucket and the way to it.
#[derive(Clone)]
pub struct StorageSettings {
    /// The bucket.
    pub bucket: String,
    /// What stands before every key; empty, or ends with `/`.
    pub prefix: String,
    /// The server's URL; `None` for AWS.
    pub endpoint: Option<String>,
    /// Whether the bucket stands in the path, not in the host name.
    pub path_style: bool,
    /// The AWS region.
    pub region: String,
    /// The access key's name.
    pub access_key: String,
    /// The access key's secret.
    pub secret_key: String,
    /// The session that the key belongs to, on Lambda.
    pub session_token: Option<String>,
}

/// Why the environment does not say enough.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A variable is absent or empty.
    #[error("the environment variable {0} is not set: {1}")]
    Absent(&'static str, &'static str),
    /// A variable's value makes no sense.
    #[error("the environment variable {name} is {value:?}: expected {expected}")]
    Value {
        /// The variable.
        name: &'static str,
        /// Its value.
        value: String,
        /// What may stand there.
        expected: &'static str,
    },
}

impl Settings {
    /// The settings in this process's environment.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::from_lookup(|name| std::env::var(name).ok())
    }

    /// The settings that `lookup` knows, by the name of their variable.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let optional = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let required = |name, meaning| optional(name).ok_or(SettingsError::Absent(name, meaning));

        let endpoint = optional("AWS_ENDPOINT_URL_S3");
        let path_style = match optional("CLAIRSCORE_S3_PATH_STYLE").as_deref() {
            // Host names with a bucket in them are AWS's own; another server seldom has them.
            None => endpoint.is_some(),
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            Some(other) => {
                return Err(SettingsError::Value {
                    name: "CLAIRSCORE_S3_PATH_STYLE",
                    value: other.to_owned(),
                    expected: "true or false",
                });
            }
        };
        let mut prefix = optional("CLAIRSCORE_PREFIX").unwrap_or_default();
        if !prefix.is_empty() && !prefix.ends_with('/') {
            prefix.push('/');
        }
        let follow = match optional("CLAIRSCORE_FOLLOW_SECONDS") {
            None => 30,
            Some(value) => value.parse().map_err(|_| SettingsError::Value {
                name: "CLAIRSCORE_FOLLOW_SECONDS",
                value,
                expected: "whole seconds, such as 30",
            })?,
        };
        let most_requests = match optional("CLAIRSCORE_MOST_REQUESTS") {
            None => crate::admission::USUAL,
            Some(value) => value.parse().ok().filter(|most| (1..=MOST_REQUESTS).contains(most)).ok_or(
                SettingsError::Value {
                    name: "CLAIRSCORE_MOST_REQUESTS",
                    value,
                    expected: "a whole number from 1 to 65536, such as 64",
                },
            )?,
        };
        let region = optional("AWS_REGION").or_else(|| optional("AWS_DEFAULT_REGION"));
        let region = match (region, &endpoint) {
            (Some(region), _) => region,
            (None, Some(_)) => "us-east-1".to_owned(),
            (None, None) => return Err(SettingsError::Absent("AWS_REGION", "the bucket's region")),
        };
        let storage = StorageSettings {
            bucket: required("CLAIRSCORE_BUCKET", "the bucket that holds the releases")?,
            prefix,
            endpoint,
            path_style,
            region,
            access_key: required("AWS_ACCESS_KEY_ID", "the access key that may read the bucket")?,
            secret_key: required("AWS_SECRET_ACCESS_KEY", "the access key's secret")?,
            session_token: optional("AWS_SESSION_TOKEN"),
        };
        let audit_key = optional("CLAIRSCORE_AUDIT_KEY").map(String::into_bytes);
        let reviews = match optional("CLAIRSCORE_REVIEW_BUCKET") {
            None => None,
            // Under a key of this process alone, no later one would find a client's reviews.
            Some(_) if audit_key.is_none() => {
                let meaning = "the key of the hashes by which reviews are found";
                return Err(SettingsError::Absent("CLAIRSCORE_AUDIT_KEY", meaning));
            }
            Some(bucket) => Some(StorageSettings { bucket, prefix: String::new(), ..storage.clone() }),
        };
        Ok(Self {
            storage,
            follow: Duration::from_secs(follow),
            audit_key,
            metrics: optional("CLAIRSCORE_METRICS_NAMESPACE"),
            most_requests,
            reviews,
            sign_in: SignInSettings::from_lookup(&lookup)?,
        })
    }
}

/// The secret and the session stay out of logs.
impl std::fmt::Debug for StorageSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StorageSettings")
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .field("endpoint", &self.endpoint)
            .field("path_style", &self.path_style)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAMBDA: [(&str, &str); 4] = [
        ("CLAIRSCORE_BUCKET", "scores"),
        ("AWS_REGION", "eu-west-3"),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];

    fn read(more: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        Settings::from_lookup(|name| {
            let all = more.iter().chain(&LAMBDA);
            all.clone().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn what_lambda_sets_is_enough() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings.storage.region, "eu-west-3");
        assert_eq!((settings.storage.path_style, settings.storage.prefix.as_str()), (false, ""));
        assert_eq!(settings.follow, Duration::from_secs(30));
    }

    #[test]
    fn another_server_is_addressed_by_path() {
        let endpoint = ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000");
        assert!(read(&[endpoint]).unwrap().storage.path_style);
        assert!(!read(&[endpoint, ("CLAIRSCORE_S3_PATH_STYLE", "false")]).unwrap().storage.path_style);
    }

    #[test]
    fn a_prefix_ends_with_a_slash() {
        for prefix in ["live", "live/"] {
            assert_eq!(read(&[("CLAIRSCORE_PREFIX", prefix)]).unwrap().storage.prefix, "live/");
        }
    }

    #[test]
    fn what_is_absent_or_wrong_is_named() {
        for (name, value) in [
            ("CLAIRSCORE_BUCKET", ""),
            ("AWS_REGION", ""),
            ("AWS_SECRET_ACCESS_KEY", ""),
            ("CLAIRSCORE_FOLLOW_SECONDS", "soon"),
            ("CLAIRSCORE_MOST_REQUESTS", "0"),
            ("CLAIRSCORE_S3_PATH_STYLE", "perhaps"),
            ("CLAIRSCORE_AUDIT_KEY", ""),
        ] {
            let reviews = ("CLAIRSCORE_REVIEW_BUCKET", "reviews");
            let error = read(&[(name, value), reviews]).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        let settings = read(&[("AWS_SESSION_TOKEN", "session")]).unwrap();
        let printed = format!("{:?}", settings.storage);
        assert!(!printed.contains("secret") && !printed.contains("session"), "{printed}");
    }
}
