//! A raw value by its column: of its kind, and not absurd.

use api::request::range;
use catalogue::{ColumnRef, Kind};
use scoring::Value;
use serde_json::Value as Json;

/// The value of a column that a body gives, or what is wrong with it.
pub(super) fn value(column: ColumnRef, json: &Json) -> Result<Value, String> {
    let declared = column.get();
    match (declared.kind, json) {
        (_, Json::Null) => Ok(Value::Missing),
        (Kind::Id, _) => {
            let key = json.as_u64().and_then(|key| u32::try_from(key).ok());
            let expected = || format!("expected a whole number from 0 to {}, or null", u32::MAX);
            key.map(|key| Value::Number(f64::from(key))).ok_or_else(expected)
        }
        (Kind::Category(categories), Json::String(text)) => {
            declared.code(text).map(Value::Category).ok_or_else(|| {
                let values: Vec<_> = categories.iter().map(|category| category.value).collect();
                format!("expected one of: {}", values.join(" | "))
            })
        }
        (Kind::Category(_), _) => Err("expected the name of a category, as a text, or null".to_owned()),
        (kind @ (Kind::Integer | Kind::Real), Json::Number(number)) => {
            // Without arbitrary precision, every number of serde_json is a float.
            let number = number.as_f64().unwrap_or(f64::NAN);
            if declared.sentinel == Some(number) {
                return Ok(Value::Missing);
            }
            if matches!(kind, Kind::Integer) && number.fract() != 0.0 {
                return Err("expected a whole number, or null".to_owned());
            }
            let range = range(column);
            if !range.contains(&number) {
                let (least, greatest) = range.into_inner();
                return Err(format!("expected a number from {least} to {greatest}, or null"));
            }
            Ok(Value::Number(number))
        }
        (Kind::Integer | Kind::Real, _) => Err("expected a number, or null".to_owned()),
    }
}
