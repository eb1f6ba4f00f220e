//! A body of JSON, read so that whatever is wrong is said with its place: a JSON pointer (RFC 6901).

use std::cell::RefCell;
use std::fmt;

use api::request::LARGEST_BODY;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// A body of JSON, of at most that many bytes: its route has the same as its `DefaultBodyLimit`.
#[derive(Debug)]
pub struct JsonBody<const MOST: usize = LARGEST_BODY>(pub Value);

impl<const MOST: usize, S: Send + Sync> FromRequest<S> for JsonBody<MOST> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !media_type.is_some_and(is_json) {
            return Err(Failure::MediaType);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Failure::TooLarge { most: MOST }
            } else {
                Failure::at("", "the body broke off before its end")
            }
        })?;
        parse(&bytes).map(Self)
    }
}

/// `application/json`, whatever its parameters, or a type that is JSON by its suffix (RFC 6839).
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The JSON in a body: UTF-8, every number finite, no field twice.
pub fn parse(bytes: &[u8]) -> Result<Value, Failure> {
    let path = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Placed(&path).deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let pointer = path.borrow().iter().fold(String::new(), |pointer, part| below(&pointer, part));
        Failure::at(pointer, format!("no JSON that can be read: {error}"))
    })
}

/// The pointer to a field, or to a place in a list, of what `pointer` leads to.
pub fn below(pointer: &str, part: impl fmt::Display) -> String {
    // RFC 6901, section 3.
    let part = part.to_string().replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{part}")
}

/// Reads a value and keeps where it stands: after an error, the path leads to where it happened.
#[derive(Clone, Copy)]
struct Placed<'a>(&'a RefCell<Vec<String>>);

impl<'de> DeserializeSeed<'de> for Placed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Placed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        self.0.borrow_mut().push("0".to_owned());
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
            if let Some(place) = self.0.borrow_mut().last_mut() {
                *place = list.len().to_string();
            }
        }
        self.0.borrow_mut().pop();
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            self.0.borrow_mut().push(name.clone());
            if object.contains_key(&name) {
                return Err(A::Error::custom("given twice"));
            }
            let value = fields.next_value_seed(self)?;
            object.insert(name, value);
            self.0.borrow_mut().pop();
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        for (body, pointer) in [
            (r#"{"changes": {"AMT_CREDIT": NaN}}"#, "/changes/AMT_CREDIT"),
            (r#"{"changes": {"AMT_CREDIT": 1e999}}"#, "/changes/AMT_CREDIT"),
            (r#"{"changes": {"AMT_CREDIT": Infinity}}"#, "/changes/AMT_CREDIT"),
            (r#"{"bureau": [{}, {"a/b": 1, "a/b": 2}]}"#, "/bureau/1/a~1b"),
            (r#"{"client_id": 1"#, ""),
            (r#"{"client_id": 1} {}"#, ""),
            ("", ""),
            ("\"\u{1}\"", ""),
        ] {
            let failure = parse(body.as_bytes()).unwrap_err();
            assert_eq!(failure.problem().errors[0].pointer, pointer, "{body}: {failure}");
        }
        assert!(parse(b"\"\xff\"").is_err());
        assert!(parse("[".repeat(100_000).as_bytes()).is_err(), "depth is bounded");
    }

    #[test]
    fn what_can_be_read_is_what_serde_json_reads() {
        let body = r#"{"a": [1, -2, 2.5, "x", null, true, {"b": []}], "c": {}}"#;
        let expected: Value = serde_json::from_str(body).unwrap();
        assert_eq!(parse(body.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn json_is_known_by_its_media_type() {
        for (media_type, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/problem+json", true),
            ("text/plain", false),
            ("application/jsonp", false),
            ("", false),
        ] {
            assert_eq!(is_json(media_type), expected, "{media_type}");
        }
    }
}
