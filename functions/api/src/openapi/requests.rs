//! The bodies of requests.

use catalogue::{Column, ColumnRef, Kind, Table};
use serde_json::{Map, Value, json};

use crate::request::{HISTORY, LARGEST_BATCH, range};
use crate::review::LONGEST_TEXT;

/// What the bodies of requests hold.
pub(super) fn schemas() -> Vec<(String, Value)> {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut schemas = vec![
        ("Changes".to_owned(), record(Table::Application, false)),
        ("Application".to_owned(), record(Table::Application, true)),
        (
            "ClientRequest".to_owned(),
            object(
                &[
                    (
                        "client_id",
                        json!({"type": "integer", "minimum": 0, "maximum": u32::MAX, "description": "SK_ID_CURR."}),
                    ),
                    ("changes", reference("Changes")),
                ],
                &["client_id"],
                "A client of the release, as they are stored or with another application.",
            ),
        ),
        (
            "ScoreRequest".to_owned(),
            json!({"oneOf": [reference("ClientRequest"), reference("ApplicantRequest")]}),
        ),
        (
            "BatchRequest".to_owned(),
            object(
                &[(
                    "requests",
                    json!({"type": "array", "minItems": 1, "maxItems": LARGEST_BATCH, "items": reference("ScoreRequest")}),
                )],
                &["requests"],
                "What is to be scored; the answers come in the same order.",
            ),
        ),
    ];
    let mut applicant = vec![("application", reference("Application"))];
    for (field, table) in HISTORY {
        let name = format!("{}Row", field.split('_').map(capital).collect::<String>());
        applicant.push((field, json!({
            "type": "array",
            "items": reference(&name),
            "description": format!("Rows of {}: absent where the table is not known, empty where the applicant has none.", table.files()[0]),
        })));
        schemas.push((name, record(table, true)));
    }
    let description = "An applicant of no file: their application, and what is known of their history.";
    let text = "^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F]*$";
    let review = object(
        &[
            (
                "client_id",
                json!({"type": ["integer", "null"], "minimum": 0, "maximum": u32::MAX, "description": "SK_ID_CURR, where it is known."}),
            ),
            ("decision", reference("ReviewedDecision")),
            ("reason", reference("ReviewReason")),
            (
                "text",
                json!({"type": "string", "maxLength": LONGEST_TEXT, "pattern": text, "description": "In the person's own words; may be empty."}),
            ),
        ],
        &["decision", "reason", "text"],
        "What a person decided, and why.",
    );
    schemas.push(("ReviewRequest".to_owned(), review));
    schemas.push(("ApplicantRequest".to_owned(), object(&applicant, &["application"], description)));
    schemas
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn object(fields: &[(&str, Value)], required: &[&str], description: &str) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        "description": description,
    })
}

/// The raw columns of a table, by name.
fn record(table: Table, keys: bool) -> Value {
    let columns = table.columns().iter().filter(|column| keys || !matches!(column.kind, Kind::Id));
    let properties =
        columns.filter_map(|column| Some((column.name.to_owned(), property(table.column(column.name)?))));
    let properties: Map<String, Value> = properties.collect();
    json!({
        "type": "object", "properties": properties, "additionalProperties": false,
        "description": format!("Raw columns of {}; null, or a column that is absent, says that there is no value.", table.files()[0]),
    })
}

fn property(reference: ColumnRef) -> Value {
    let column: &Column = reference.get();
    let mut schema = match column.kind {
        Kind::Id => json!({"type": ["integer", "null"], "minimum": 0, "maximum": u32::MAX}),
        Kind::Category(categories) => {
            let mut values: Vec<Value> = categories.iter().map(|category| category.value.into()).collect();
            values.push(Value::Null);
            json!({"type": ["string", "null"], "enum": values})
        }
        Kind::Integer => {
            let (least, greatest) = range(reference).into_inner();
            json!({"type": ["integer", "null"], "minimum": least.ceil() as i64, "maximum": greatest.floor() as i64})
        }
        Kind::Real => {
            let (least, greatest) = range(reference).into_inner();
            json!({"type": ["number", "null"], "minimum": least, "maximum": greatest})
        }
    };
    let none = column.sentinel.map(|none| format!(" {none} stands for none.")).unwrap_or_default();
    schema["description"] = format!("{}{none}", column.explanation.en).into();
    schema
}
