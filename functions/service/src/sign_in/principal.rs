//! Callers known by the AWS credentials with which a request to the function URL was signed.

use axum::http::Extensions;
use lambda_http::request::RequestContext;

use super::caller::{Caller, Means, Role};

/// An AWS principal that may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Every principal of an account.
    Account(String),
    /// One user, or one session of a role.
    Exact(String),
    /// Every session of a role: what stands before the session's name in its ARN.
    Role(String),
}

impl Principal {
    /// The principal of that ARN, or the account of that number of twelve digits.
    ///
    /// Sessions of `arn:aws:iam::<account>:role/<path/><name>` call as
    /// `arn:aws:sts::<account>:assumed-role/<name>/<session>`: a role stands for all of them.
    pub fn parse(text: &str) -> Option<Self> {
        if is_account(text) {
            return Some(Self::Account(text.to_owned()));
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let [arn, partition, service, region, account, resource] = parts[..] else { return None };
        let plausible =
            arn == "arn" && partition.starts_with("aws") && region.is_empty() && is_account(account);
        let (kind, name) = resource.split_once('/')?;
        if !plausible || name.is_empty() || name.contains('*') {
            return None;
        }
        match (service, kind) {
            ("iam", "role") => {
                // A role's path is not in the ARN of its sessions.
                let name = name.rsplit('/').next().filter(|name| !name.is_empty())?;
                Some(Self::Role(format!("arn:{partition}:sts::{account}:assumed-role/{name}/")))
            }
            ("iam", "user") | ("sts", "assumed-role") => Some(Self::Exact(text.to_owned())),
            _ => None,
        }
    }

    fn is(&self, account: Option<&str>, arn: &str) -> bool {
        match self {
            // The account in the ARN too: one of AWS's own services has none there.
            Self::Account(number) => account == Some(number) && arn.split(':').nth(4) == Some(number),
            Self::Exact(exact) => arn == exact,
            Self::Role(sessions) => arn
                .strip_prefix(sessions)
                .is_some_and(|session| !session.is_empty() && !session.contains('/')),
        }
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The AWS principal that signed a request, where Lambda says so: whether one did, and the caller that it is.
///
/// What Lambda says is not among the headers, so no request can claim it.
pub(super) fn caller(extensions: &Extensions, allowed: &[Principal]) -> Option<Result<Caller, ()>> {
    let RequestContext::ApiGatewayV2(context) = extensions.get::<RequestContext>()? else { return None };
    let iam = context.authorizer.as_ref()?.iam.as_ref()?;
    let arn = iam.user_arn.as_deref()?;
    let known = allowed.iter().any(|principal| principal.is(iam.account_id.as_deref(), arn));
    Some(if known {
        Ok(Caller { subject: arn.to_owned(), scopes: Role::Partner.scopes(), means: Means::Iam })
    } else {
        Err(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "123456789012";

    #[test]
    fn a_principal_is_an_account_a_user_or_a_role() {
        let session = "arn:aws:sts::123456789012:assumed-role/partner/batch";
        for (text, arn, expected) in [
            (ACCOUNT, "arn:aws:iam::123456789012:user/a", true),
            ("210987654321", "arn:aws:iam::123456789012:user/a", false),
            (ACCOUNT, "cloudfront.amazonaws.com", false),
            ("arn:aws:iam::123456789012:user/a", "arn:aws:iam::123456789012:user/a", true),
            ("arn:aws:iam::123456789012:user/a", "arn:aws:iam::123456789012:user/ab", false),
            ("arn:aws:iam::123456789012:role/partner", session, true),
            ("arn:aws:iam::123456789012:role/teams/partner", session, true),
            ("arn:aws:iam::123456789012:role/part", session, false),
            ("arn:aws:iam::210987654321:role/partner", session, false),
            (session, session, true),
        ] {
            let principal = Principal::parse(text).unwrap();
            assert_eq!(principal.is(Some(ACCOUNT), arn), expected, "{text} {arn}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            "*",
            "somebody",
            "12345678901",
            "arn:aws:iam::123456789012:root",
            "arn:aws:iam::123456789012:role/*",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:s3:::bucket/key",
            "arn:aws:iam::12:role/a",
        ] {
            assert_eq!(Principal::parse(text), None, "{text}");
        }
    }
}
