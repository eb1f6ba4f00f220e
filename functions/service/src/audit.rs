//! The audit log: one line for each decision, without a value of the client's.

use hmac::{Hmac, KeyInit, Mac};
use scoring::release::hexadecimal;
use sha2::Sha256;

use crate::telemetry;

/// Writes the audit log, as `tracing` events with the target `audit`. Each line has its time.
pub struct Audit {
    key: Hmac<Sha256>,
}

/// What is written down of a decision.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The function that decided.
    pub function: &'static str,
    /// The decision's own identifier.
    pub decision_id: &'a str,
    /// The release that answered.
    pub release: &'a str,
    /// `SK_ID_CURR`, where it is known; only its keyed hash is written.
    pub client_id: Option<u32>,
    /// `stored`, `changed` (an answer to *what if*) or `records`.
    pub basis: &'a str,
    /// The probability of default; three decimals of it are written.
    pub probability_of_default: f64,
    /// The score.
    pub points: i32,
    /// `granted`, `review` or `refused`.
    pub decision: &'a str,
    /// The codes of the principal reasons.
    pub reasons: Vec<&'a str>,
    /// What the challenger says of the same application.
    pub challenged: Option<Challenged<'a>>,
}

/// What is written down of a challenger's score: it decides nothing.
#[derive(Debug)]
pub struct Challenged<'a> {
    /// Its release.
    pub release: &'a str,
    /// The probability of default.
    pub probability_of_default: f64,
    /// The score.
    pub points: i32,
    /// What it would have decided.
    pub decision: &'a str,
}

impl Audit {
    /// A log whose client numbers are hashed under `key`; under a key of this process alone where there is none, so
    /// that the lines of a process can be told apart by client, and nothing more.
    pub fn new(key: Option<&[u8]>) -> Result<Self, getrandom::Error> {
        let mut random = [0; 32];
        let key = if let Some(key) = key {
            key
        } else {
            getrandom::fill(&mut random)?;
            &random
        };
        Ok(Self { key: Hmac::new_from_slice(key).expect("HMAC takes a key of any length") })
    }

    /// Writes one line. Who calls and how long it has taken is known of the request that is being answered.
    pub fn record(&self, entry: &Entry<'_>, input: &[u8]) {
        let request = telemetry::current();
        let caller = request.as_ref().and_then(|request| request.caller());
        let challenged = entry.challenged.as_ref();
        tracing::info!(
            target: "audit",
            function = entry.function,
            decision_id = entry.decision_id,
            release = entry.release,
            request_id = request.as_ref().map(|request| request.id.as_str()),
            caller = caller.map(|subject| self.subject(subject)),
            client = entry.client_id.map(|id| self.pseudonym(id)),
            basis = entry.basis,
            probability_of_default = rounded(entry.probability_of_default),
            points = entry.points,
            decision = entry.decision,
            reasons = entry.reasons.join(","),
            challenger = challenged.map(|challenged| challenged.release),
            challenger_probability_of_default = challenged.map(|challenged| rounded(challenged.probability_of_default)),
            challenger_points = challenged.map(|challenged| challenged.points),
            challenger_decision = challenged.map(|challenged| challenged.decision),
            input = self.input(input),
            milliseconds = request.as_ref().map(|request| request.begun.elapsed().as_secs_f64() * 1e3),
            "decision"
        );
    }

    /// Writes one line for a person's review, without its text.
    pub fn reviewed(&self, review: &api::Review) {
        tracing::info!(
            target: "audit",
            review_id = review.review_id,
            decision_id = review.decision_id,
            client = review.client,
            caller = review.reviewer,
            decision = review.decision.name(),
            reason = review.reason.name(),
            "review"
        );
    }

    /// The keyed hash of what was scored (HMAC-SHA-256 of `input:` and the bytes). Whoever holds a release can hash each
    /// of its clients: without a key, that would lead from a line to its client.
    pub fn input(&self, bytes: &[u8]) -> String {
        let mut hash = self.key.clone();
        hash.update(b"input:");
        hash.update(bytes);
        hexadecimal(&hash.finalize().into_bytes())
    }

    /// What draws who is left out of a cohort of a release: the first bits of HMAC-SHA-256 of `cohort:` and its name.
    pub fn draw(&self, release: &str) -> u64 {
        let mut hash = self.key.clone();
        hash.update(b"cohort:");
        hash.update(release.as_bytes());
        hash.finalize().into_bytes().iter().take(8).fold(0, |bits, &byte| (bits << 8) | u64::from(byte))
    }

    /// The keyed hash of who calls (HMAC-SHA-256 of `subject:` and the subject).
    pub fn subject(&self, subject: &str) -> String {
        let mut hash = self.key.clone();
        hash.update(b"subject:");
        hash.update(subject.as_bytes());
        hexadecimal(&hash.finalize().into_bytes())
    }

    /// The keyed hash of a client's number (HMAC-SHA-256 of its decimal digits). Without the key, trying all numbers
    /// leads nowhere.
    pub fn pseudonym(&self, client_id: u32) -> String {
        let mut hash = self.key.clone();
        hash.update(client_id.to_string().as_bytes());
        hexadecimal(&hash.finalize().into_bytes())
    }
}

/// Three decimals: all of them would be as good as the client's number to whoever can score a release's clients.
fn rounded(probability: f64) -> f64 {
    (probability * 1e3).round() / 1e3
}

/// The key stays out of logs.
impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_hmac_sha_256() {
        // printf 100002 | openssl dgst -sha256 -hmac key
        let audit = Audit::new(Some(b"key")).unwrap();
        assert_eq!(audit.pseudonym(100_002), EXPECTED);
        assert_ne!(audit.pseudonym(100_003), EXPECTED);
    }

    #[test]
    fn without_a_key_each_process_has_its_own() {
        let [one, other] = [Audit::new(None).unwrap(), Audit::new(None).unwrap()];
        assert_ne!(one.pseudonym(1), other.pseudonym(1));
        assert_eq!(one.pseudonym(1), one.pseudonym(1));
    }

    const EXPECTED: &str = "d5d4aaa0e2caa1cbbefe2da68c9176a39dd11c3f0503161794a280a819ea1b2b";
}
