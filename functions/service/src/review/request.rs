//! From a body to a checked request: each field known, of its kind, and of its length.

use api::review::{LONGEST_TEXT, ReviewReason, ReviewRequest, ReviewedDecision};
use serde_json::{Map, Value};

use crate::failure::Failure;

const FIELDS: [&str; 4] = ["client_id", "decision", "reason", "text"];

/// The request in a body of JSON.
pub(super) fn parse(body: Value) -> Result<ReviewRequest, Failure> {
    let Value::Object(fields) = body else {
        return Err(Failure::body("", "expected an object"));
    };
    if let Some(unknown) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(Failure::body(unknown, format!("unknown field; expected: {}", FIELDS.join(", "))));
    }
    let client_id = match fields.get("client_id") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            Some(number.ok_or_else(|| {
                Failure::body("client_id", format!("expected a whole number from 0 to {}", u32::MAX))
            })?)
        }
    };
    let decision = one_of(&fields, "decision", &ReviewedDecision::ALL, ReviewedDecision::name)?;
    let reason = one_of(&fields, "reason", &ReviewReason::ALL, ReviewReason::name)?;
    Ok(ReviewRequest { client_id, decision, reason, text: text(&fields)? })
}

fn one_of<T: Copy>(
    fields: &Map<String, Value>,
    field: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, Failure> {
    let given = fields.get(field).and_then(Value::as_str);
    all.iter().copied().find(|value| given == Some(name(*value))).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|value| name(*value)).collect();
        Failure::body(field, format!("expected one of {}", names.join(", ")))
    })
}

fn text(fields: &Map<String, Value>) -> Result<String, Failure> {
    let text = fields.get("text").and_then(Value::as_str);
    let text = text.ok_or_else(|| Failure::body("text", "expected a text, which may be empty"))?;
    let length = text.chars().count();
    if length > LONGEST_TEXT {
        return Err(Failure::body("text", format!("{length} characters; at most {LONGEST_TEXT} are kept")));
    }
    if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
        return Err(Failure::body("text", "control characters are no text"));
    }
    Ok(text.to_owned())
}
