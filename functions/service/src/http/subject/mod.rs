//! From a body to what is to be scored, every field of it checked.
//!
//! # Layout
//! - [`cell`]: a raw value by its column.
//!
//! All that is wrong is told at once, each with its JSON pointer, up to [`MOST_ERRORS`].

mod cell;

use api::FieldError;
use api::request::HISTORY;
use catalogue::{Kind, Table};
use scoring::{Changes, Records, Row, Value};
use serde_json::{Map, Value as Json};

use super::body::below;
use crate::failure::Failure;

/// No more errors are told of one body.
pub const MOST_ERRORS: usize = 20;

/// What is to be scored.
#[derive(Debug, Clone)]
pub enum Subject {
    /// A client of the release.
    Client {
        /// `SK_ID_CURR`.
        id: u32,
        /// What is to be different about the application; `None` for the client as they are stored.
        changes: Option<Changes>,
    },
    /// An applicant of no file.
    Applicant {
        /// `SK_ID_CURR`, where the application has it.
        id: Option<u32>,
        /// All that is known of them.
        records: Box<Records>,
    },
}

impl Subject {
    /// A client as they are stored.
    pub const fn stored(id: u32) -> Self {
        Self::Client { id, changes: None }
    }

    /// Reads what stands at `pointer` of a body.
    pub fn parse(json: &Json, pointer: &str) -> Result<Self, Failure> {
        let mut reading = Reading::default();
        let subject = reading.subject(json, pointer);
        match subject {
            Some(subject) if reading.errors.is_empty() => Ok(subject),
            _ => Err(Failure::Fields(reading.errors)),
        }
    }
}

/// What has been found wrong so far.
#[derive(Debug, Default)]
struct Reading {
    errors: Vec<FieldError>,
}

impl Reading {
    fn wrong(&mut self, pointer: impl Into<String>, detail: impl Into<String>) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
        }
    }

    fn object<'a>(&mut self, json: &'a Json, pointer: &str) -> Option<&'a Map<String, Json>> {
        if !json.is_object() {
            self.wrong(pointer, "expected an object");
        }
        json.as_object()
    }

    fn subject(&mut self, json: &Json, pointer: &str) -> Option<Subject> {
        let fields = self.object(json, pointer)?;
        let applicant = fields.contains_key("application");
        for name in fields.keys() {
            let history = HISTORY.iter().any(|(field, _)| field == name);
            let at = || below(pointer, name);
            match name.as_str() {
                "application" => {}
                "client_id" if applicant => {
                    self.wrong(at(), "either client_id or application, not both");
                }
                "changes" if applicant => {
                    self.wrong(at(), "an application is changed by changing its own fields");
                }
                "client_id" | "changes" => {}
                _ if history && applicant => {}
                _ if history => self.wrong(at(), "a history goes with an application"),
                _ => self.wrong(at(), format!("unknown field; expected: {}", known())),
            }
        }
        if applicant { self.applicant(fields, pointer) } else { self.client(fields, pointer) }
    }

    fn client(&mut self, fields: &Map<String, Json>, pointer: &str) -> Option<Subject> {
        let at = below(pointer, "client_id");
        let id = match fields.get("client_id") {
            Some(json) => {
                let id = json.as_u64().and_then(|id| u32::try_from(id).ok());
                if id.is_none() {
                    self.wrong(at, format!("expected a whole number from 0 to {}", u32::MAX));
                }
                id
            }
            None => {
                self.wrong(pointer, "expected client_id, or an application");
                None
            }
        };
        let changes = match fields.get("changes") {
            Some(json) => self.changes(json, &below(pointer, "changes"))?,
            None => Changes::none(),
        };
        let changed = changes.iter().next().is_some();
        Some(Subject::Client { id: id?, changes: changed.then_some(changes) })
    }

    fn changes(&mut self, json: &Json, pointer: &str) -> Option<Changes> {
        let mut changes = Changes::none();
        for (name, json) in self.object(json, pointer)? {
            let at = below(pointer, name);
            let Some(column) = Table::Application.column(name) else {
                self.wrong(at, "unknown field: an application has no such column");
                continue;
            };
            if matches!(column.get().kind, Kind::Id) {
                self.wrong(at, "a key cannot be changed");
                continue;
            }
            let added = cell::value(column, json)
                .and_then(|value| changes.clone().and(name, value).map_err(|error| error.to_string()));
            match added {
                Ok(added) => changes = added,
                Err(detail) => self.wrong(at, detail),
            }
        }
        Some(changes)
    }

    fn applicant(&mut self, fields: &Map<String, Json>, pointer: &str) -> Option<Subject> {
        let application =
            self.row(Table::Application, fields.get("application")?, &below(pointer, "application"))?;
        let id = Table::Application.column("SK_ID_CURR").and_then(|key| match application.get(key) {
            Value::Number(id) => Some(id as u32),
            Value::Missing | Value::Category(_) => None,
        });
        let mut records = Records::new(application);
        for (field, table) in HISTORY {
            let Some(json) = fields.get(field) else { continue };
            let at = below(pointer, field);
            let Some(list) = json.as_array() else {
                self.wrong(at, format!("expected a list of rows of {}", table.files()[0]));
                continue;
            };
            let rows =
                list.iter().enumerate().filter_map(|(place, json)| self.row(table, json, &below(&at, place)));
            let rows = rows.collect();
            records = records.with_history(table, rows);
        }
        Some(Subject::Applicant { id, records: Box::new(records) })
    }

    fn row(&mut self, table: Table, json: &Json, pointer: &str) -> Option<Row> {
        let mut values = vec![Value::Missing; table.columns().len()];
        for (name, json) in self.object(json, pointer)? {
            let Some(column) = table.column(name) else {
                self.wrong(
                    below(pointer, name),
                    format!("unknown field: {} has no such column", table.name()),
                );
                continue;
            };
            match cell::value(column, json) {
                Ok(value) => values[column.index] = value,
                Err(detail) => self.wrong(below(pointer, name), detail),
            }
        }
        match Row::new(table, values) {
            Ok(row) => Some(row),
            Err(error) => {
                self.wrong(pointer, error.to_string());
                None
            }
        }
    }
}

/// The fields of a request.
fn known() -> String {
    let history = HISTORY.iter().map(|(field, _)| *field);
    ["client_id", "changes", "application"].into_iter().chain(history).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn errors(json: &Json) -> Vec<(String, String)> {
        let failure = Subject::parse(json, "").unwrap_err();
        failure.problem().errors.into_iter().map(|error| (error.pointer, error.detail)).collect()
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let body = json!({
            "client_id": 100_002,
            "changes": {
                "AMT_CREDIT": -5, "CNT_CHILDREN": 1.5, "FLAG_OWN_CAR": "perhaps", "EXT_SOURCE_2": "high",
                "NO_SUCH": 1, "SK_ID_CURR": 7, "DAYS_BIRTH": [], "FLAG_OWN_REALTY": "Y"
            },
            "bureau": [], "colour": "red"
        });
        let mut pointers: Vec<String> = errors(&body).into_iter().map(|(pointer, _)| pointer).collect();
        pointers.sort();
        let expected = [
            "/bureau",
            "/changes/AMT_CREDIT",
            "/changes/CNT_CHILDREN",
            "/changes/DAYS_BIRTH",
            "/changes/EXT_SOURCE_2",
            "/changes/FLAG_OWN_CAR",
            "/changes/NO_SUCH",
            "/changes/SK_ID_CURR",
            "/colour",
        ];
        assert_eq!(pointers, expected);
    }

    #[test]
    fn a_subject_is_a_client_or_an_applicant() {
        for (body, pointer) in [
            (json!([]), ""),
            (json!({}), ""),
            (json!({"client_id": -1}), "/client_id"),
            (json!({"client_id": 4_294_967_296_u64}), "/client_id"),
            (json!({"client_id": "7"}), "/client_id"),
            (json!({"client_id": 1, "application": {}}), "/client_id"),
            (json!({"application": {}, "changes": {}}), "/changes"),
            (json!({"application": []}), "/application"),
            (json!({"application": {}, "bureau": {}}), "/bureau"),
            (json!({"application": {}, "bureau": [{}, 5]}), "/bureau/1"),
            (json!({"application": {}, "bureau": [{"AMT_CREDIT": 1}]}), "/bureau/0/AMT_CREDIT"),
            (json!({"application": {}, "bureau": [{"DAYS_CREDIT": 1e300}]}), "/bureau/0/DAYS_CREDIT"),
            (json!({"application": {"SK_ID_CURR": 1.5}}), "/application/SK_ID_CURR"),
            (json!({"application": {"TARGET": 1}}), "/application/TARGET"),
        ] {
            assert_eq!(errors(&body)[0].0, pointer, "{body}");
        }
        let body = json!({"application": {"AMT_CREDIT": 5e5, "SK_ID_CURR": 7, "DAYS_EMPLOYED": 365_243}, "bureau": []});
        let Subject::Applicant { id, records } = Subject::parse(&body, "").unwrap() else { panic!("{body}") };
        assert_eq!(id, Some(7));
        let employed = Table::Application.column("DAYS_EMPLOYED").unwrap();
        assert_eq!(records.application().get(employed), Value::Missing, "the sentinel");
        assert_eq!(records.history(Table::Bureau).map(<[Row]>::len), Some(0));
        assert_eq!(records.history(Table::BureauBalance), None);
        let unchanged = Subject::parse(&json!({"client_id": 7, "changes": {}}), "").unwrap();
        assert!(matches!(unchanged, Subject::Client { id: 7, changes: None }));
    }

    #[test]
    fn errors_are_bounded() {
        let fields: Map<String, Json> = (0..500).map(|number| (format!("F{number}"), json!(1))).collect();
        assert_eq!(errors(&json!({"client_id": 1, "changes": fields})).len(), MOST_ERRORS);
    }
}
