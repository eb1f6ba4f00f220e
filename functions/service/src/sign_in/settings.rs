//! The issuer, the audience and the allowed AWS principals, from the environment.

use std::time::Duration;

use super::principal::Principal;
use crate::settings::SettingsError;

/// Seconds between two fetches of the keys because of a key that is not known.
const COOLDOWN: Duration = Duration::from_secs(30);

/// Whom to trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInSettings {
    /// The issuer, exactly as tokens name it in `iss`.
    pub issuer: String,
    /// Whom a token must be meant for: its `aud`, or the `client_id` of an access token without one.
    pub audience: Vec<String>,
    /// Where the keys are; `None` where the issuer's discovery document says so.
    pub jwks: Option<String>,
    /// AWS principals that may call as partners.
    pub partners: Vec<Principal>,
    /// The least time between two fetches of the keys because of a key that is not known.
    pub cooldown: Duration,
}

impl SignInSettings {
    /// The settings that `lookup` knows; `None` where no issuer is named.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, SettingsError> {
        let optional = |name: &str| lookup(name).filter(|value| !value.trim().is_empty());
        let list = |name: &str| -> Vec<String> {
            let value = optional(name).unwrap_or_default();
            value.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let mut partners = Vec::new();
        for text in list("CLAIRSCORE_IAM_PARTNERS") {
            partners.push(Principal::parse(&text).ok_or(SettingsError::Value {
                name: "CLAIRSCORE_IAM_PARTNERS",
                value: text,
                expected: "ARNs of users or roles, or account numbers of twelve digits, with commas between",
            })?);
        }
        let Some(issuer) = optional("CLAIRSCORE_OIDC_ISSUER") else {
            for name in ["CLAIRSCORE_OIDC_AUDIENCE", "CLAIRSCORE_OIDC_JWKS", "CLAIRSCORE_IAM_PARTNERS"] {
                // Half a configuration is a mistake, and an open service would be its price.
                if optional(name).is_some() {
                    return Err(SettingsError::Absent("CLAIRSCORE_OIDC_ISSUER", "the issuer of tokens"));
                }
            }
            return Ok(None);
        };
        let audience = list("CLAIRSCORE_OIDC_AUDIENCE");
        if audience.is_empty() {
            return Err(SettingsError::Absent("CLAIRSCORE_OIDC_AUDIENCE", "whom tokens must be meant for"));
        }
        let jwks = optional("CLAIRSCORE_OIDC_JWKS");
        for (name, url) in
            [("CLAIRSCORE_OIDC_ISSUER", Some(&issuer)), ("CLAIRSCORE_OIDC_JWKS", jwks.as_ref())]
        {
            if let Some(url) = url.filter(|url| !trustworthy(url)) {
                return Err(SettingsError::Value {
                    name,
                    value: url.clone(),
                    expected: "an https:// URL (http:// on 127.0.0.1 alone)",
                });
            }
        }
        Ok(Some(Self { issuer, audience, jwks, partners, cooldown: COOLDOWN }))
    }
}

/// Whether what comes from that URL can be trusted: over TLS, or from this machine.
pub(super) fn trustworthy(url: &str) -> bool {
    let of_loopback = |rest: &str| {
        let end = rest.find(['/', ':', '?', '#']).unwrap_or(rest.len());
        &rest[..end] == "127.0.0.1"
    };
    url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        || url.strip_prefix("http://").is_some_and(of_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Option<SignInSettings>, SettingsError> {
        SignInSettings::from_lookup(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    const ISSUER: (&str, &str) = ("CLAIRSCORE_OIDC_ISSUER", "https://issuer.example/pool");
    const AUDIENCE: (&str, &str) = ("CLAIRSCORE_OIDC_AUDIENCE", "dashboard, partners");

    #[test]
    fn an_issuer_needs_an_audience() {
        assert_eq!(read(&[]).unwrap(), None);
        let settings = read(&[ISSUER, AUDIENCE]).unwrap().unwrap();
        assert_eq!(settings.audience, ["dashboard", "partners"]);
        assert_eq!(settings.jwks, None);
        assert!(read(&[ISSUER]).unwrap_err().to_string().contains("CLAIRSCORE_OIDC_AUDIENCE"));
    }

    #[test]
    fn half_a_configuration_is_refused() {
        for half in
            [AUDIENCE, ("CLAIRSCORE_OIDC_JWKS", "https://a/b"), ("CLAIRSCORE_IAM_PARTNERS", "123456789012")]
        {
            assert!(read(&[half]).unwrap_err().to_string().contains("CLAIRSCORE_OIDC_ISSUER"), "{half:?}");
        }
    }

    #[test]
    fn keys_come_over_tls_or_from_this_machine() {
        for (url, trusted) in [
            ("https://issuer.example", true),
            ("http://127.0.0.1:8000/pool", true),
            ("http://127.0.0.1", true),
            ("http://issuer.example", false),
            ("http://127.0.0.1.example", false),
            ("http://127.0.0.1@evil.example", false),
            ("https:///", false),
            ("https://", false),
            ("file:///keys", false),
            ("issuer.example", false),
        ] {
            assert_eq!(trustworthy(url), trusted, "{url}");
            assert_eq!(read(&[("CLAIRSCORE_OIDC_ISSUER", url), AUDIENCE]).is_ok(), trusted, "{url}");
        }
    }

    #[test]
    fn a_principal_that_is_none_is_named() {
        let error =
            read(&[ISSUER, AUDIENCE, ("CLAIRSCORE_IAM_PARTNERS", "somebody")]).unwrap_err().to_string();
        assert!(error.contains("somebody") && error.contains("CLAIRSCORE_IAM_PARTNERS"), "{error}");
    }
}
