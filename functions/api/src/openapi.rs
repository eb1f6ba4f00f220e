//! The description of the interface: OpenAPI 3.1.
//!
//! Answers are described from their types, requests from the catalogue: which fields there are, and what each may hold.

use catalogue::{Column, ColumnRef, Kind, Table, Theme};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

use crate::clients::ClientSort;
use crate::compare::{
    Axis, Cohort, CohortKind, Comparison, Density, FEWEST_SIMILAR, FILTER_SYNTAX, FeatureComparison,
    Histogram, MOST_SIMILAR, USUAL_SIMILAR,
};
use crate::request::{HISTORY, LARGEST_BATCH, range};
use crate::{
    Base, Basis, BatchAnswer, BatchResult, CardSection, ClientPage, ClientSummary, Contribution,
    Counterfactuals, Decision, Difference, Explanation, FeatureEffect, FieldError, Goal, Health, Model,
    ModelCard, ModelReport, Outcome, Prediction, ProbabilityEffects, Problem, ProblemKind, Profile,
    ProfileField, ProfileTheme, Proposal, ProposedChange, Reason, ReviewBand, Standing, ThemeContribution,
    ThemeEffect, Threshold, WhatIf, model,
};

/// The answers.
#[derive(OpenApi)]
#[openapi(components(schemas(
    Axis,
    Base,
    Basis,
    BatchAnswer,
    BatchResult,
    CardSection,
    ClientPage,
    ClientSummary,
    Cohort,
    CohortKind,
    Comparison,
    Contribution,
    Counterfactuals,
    Decision,
    Density,
    Difference,
    Explanation,
    FeatureComparison,
    FeatureEffect,
    FieldError,
    Goal,
    Health,
    Histogram,
    Model,
    ModelCard,
    ModelReport,
    Outcome,
    Prediction,
    ProbabilityEffects,
    Problem,
    ProblemKind,
    Profile,
    ProfileField,
    ProfileTheme,
    Proposal,
    ProposedChange,
    Reason,
    ReviewBand,
    Standing,
    ThemeContribution,
    ThemeEffect,
    Threshold,
    WhatIf,
    model::CalibrationBin,
    model::CalibrationReport,
    model::CandidateReport,
    model::CostReport,
    model::ImportanceReport,
)))]
struct Answers;

/// The whole description, as it is served at `/openapi.json` and kept in `functions/openapi.json`.
///
/// # Panics
/// Never: types are described as valid JSON.
pub fn document() -> Value {
    let mut document = serde_json::to_value(Answers::openapi()).expect("a description is valid JSON");
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "Clairscore",
        "version": env!("CARGO_PKG_VERSION"),
        "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
        "description": "Scores a consumer-credit application, explains the score in points that add up exactly, places \
                        the client among others, and says what would change the decision.",
    });
    document["paths"] = paths();
    document["tags"] = json!([
        {"name": "predict", "description": "A score and the decision that follows from it."},
        {"name": "explain", "description": "A score, taken apart; a client's information; the model."},
        {"name": "compare", "description": "A client among others; finding a client."},
    ]);
    let schemas = document["components"]["schemas"].as_object_mut().expect("answers have schemas");
    for (name, schema) in requests() {
        schemas.insert(name, schema);
    }
    document["components"]["securitySchemes"] = json!({
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                   "description": "A token of the issuer that the service is set up with. A server on the loopback interface asks for none."},
    });
    document["security"] = json!([{}, {"bearer": []}]);
    document
}

/// The codes of the themes.
pub(crate) fn theme() -> Object {
    let codes = Theme::ALL.map(Theme::code);
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(codes)).build()
}

/// The codes of the units.
pub(crate) fn unit() -> Object {
    let codes = [
        "money",
        "share",
        "number",
        "count",
        "days_relative",
        "days_since",
        "months_relative",
        "days",
        "months",
        "years",
        "hour",
        "flag",
        "category",
    ];
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(codes)).build()
}

/// A value in words or figures, or nothing.
pub(crate) fn told() -> Object {
    cell()
}

/// A number, a text or nothing.
pub(crate) fn cell() -> Object {
    let types = [Type::Number, Type::String, Type::Null];
    ObjectBuilder::new().schema_type(SchemaType::from_iter(types)).build()
}

/// What the bodies of requests hold.
fn requests() -> Vec<(String, Value)> {
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

/// One operation.
struct Operation {
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    parameters: Vec<Value>,
    body: Option<&'static str>,
    answer: Value,
    /// The statuses of problems beside 500, 503 and those of signing in.
    problems: &'static [u16],
}

impl Operation {
    fn described(self) -> Value {
        let mut responses = Map::new();
        responses.insert(
            "200".to_owned(),
            json!({
                "description": "The answer.",
                "content": {"application/json": {"schema": self.answer}},
            }),
        );
        for status in self.problems.iter().chain(&[401, 403, 500, 503]) {
            responses.insert(status.to_string(), json!({
                "description": meaning(*status),
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }));
        }
        let mut operation = json!({
            "operationId": self.id, "tags": [self.tag], "summary": self.summary, "parameters": self.parameters,
            "responses": responses,
        });
        if let Some(body) = self.body {
            operation["requestBody"] = json!({
                "required": true,
                "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{body}")}}},
            });
        }
        operation
    }
}

fn meaning(status: u16) -> &'static str {
    match status {
        401 => "Nobody who may call is known to be calling.",
        403 => "The caller may not do this.",
        404 => "No client of the release has that number.",
        413 => "The body is larger than 1 MiB.",
        415 => "The body is not said to be JSON.",
        422 => {
            "A field of the request is wrong, each named by its JSON pointer; or a cohort is too small to speak of."
        }
        503 => "The storage does not answer; Retry-After says when to try again.",
        _ => "A defect of the service.",
    }
}

fn parameter(name: &str, place: &str, schema: &Value, description: &str) -> Value {
    json!({"name": name, "in": place, "required": place == "path", "schema": schema, "description": description})
}

fn paths() -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let client = || {
        parameter(
            "client_id",
            "path",
            &json!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
            "SK_ID_CURR of a client of the release.",
        )
    };
    let language = || {
        parameter(
            "Accept-Language",
            "header",
            &json!({"type": "string", "examples": ["en", "fr-CA, fr;q=0.9"]}),
            "The language of labels and sentences; French where it is not said.",
        )
    };
    let query = |name: &str, schema: Value, description: &str| parameter(name, "query", &schema, description);
    let counterfactuals = || {
        [
            query("counterfactuals", json!({"type": "boolean"}), "Whether counterfactuals are looked for."),
            query(
                "goal",
                json!({"type": "string", "enum": ["granted", "review"]}),
                "What they have to reach.",
            ),
        ]
    };
    let names = |most: usize| json!({"type": "string", "pattern": format!("^[A-Za-z0-9_]+(,[A-Za-z0-9_]+){{0,{}}}$", most - 1)});
    let filter = || {
        query(
            "filter",
            json!({"type": "string"}),
            &format!("Conditions that all hold, for example {FILTER_SYNTAX}"),
        )
    };
    let get = |id, tag, summary, parameters, answer, problems| json!({"get": Operation { id, tag, summary, parameters, body: None, answer, problems }.described()});
    let post = |id, tag, summary, parameters, body, answer| {
        let problems = &[404, 413, 415, 422];
        json!({"post": Operation { id, tag, summary, parameters, body: Some(body), answer, problems }.described()})
    };
    let with = |first: Vec<Value>, more: [Value; 2]| first.into_iter().chain(more).collect::<Vec<_>>();
    json!({
        "/predict/{client_id}": get("predictClient", "predict", "Scores a client of the release.",
            vec![client(), language()], reference("Prediction"), &[404, 422]),
        "/predict": post("predict", "predict", "Scores a client with another application, or a new applicant from their raw records.",
            vec![language()], "ScoreRequest", reference("Prediction")),
        "/predict/batch": post("predictBatch", "predict", "Scores up to 1,000 clients or applicants; each has its own result or problem.",
            vec![language()], "BatchRequest", reference("BatchAnswer")),
        "/explain/{client_id}": get("explainClient", "explain", "Takes a client's score apart.",
            with(vec![client(), language()], counterfactuals()), reference("Explanation"), &[404, 422]),
        "/explain": post("explain", "explain", "Takes the score of a changed application, or of a new applicant, apart.",
            with(vec![language()], counterfactuals()), "ScoreRequest", reference("Explanation")),
        "/explain/{client_id}/profile": get("profile", "explain", "A client's information, by theme.",
            vec![client(), language()], reference("Profile"), &[404, 422]),
        "/model": get("model", "explain", "What is known of the model in service.", vec![language()], reference("Model"), &[422]),
        "/compare/{client_id}": get("compare", "compare", "Places a client among others.", vec![
            client(), language(),
            query("cohort", json!({"type": "string", "enum": CohortKind::ALL.map(CohortKind::name)}), "With whom; everyone where it is not said."),
            query("k", json!({"type": "integer", "minimum": FEWEST_SIMILAR, "maximum": MOST_SIMILAR, "default": USUAL_SIMILAR}), "With cohort=similar: how many clients."),
            filter(),
            query("same", names(20), "With cohort=same: the features in which the others are the same, separated by commas."),
            query("features", names(20), "The features that are compared, separated by commas; the model's six most important ones where it is not said."),
            query("density", json!({"type": "string", "pattern": "^[A-Za-z0-9_]+,[A-Za-z0-9_]+$"}), "Two features whose joint density is wanted."),
        ], reference("Comparison"), &[404, 422]),
        "/clients": get("clients", "compare", "Finds clients.", vec![
            query("prefix", json!({"type": "string", "pattern": "^[0-9]*$"}), "The first digits of the number."),
            filter(),
            query("sort", json!({"type": "string", "enum": ClientSort::ALL.map(ClientSort::name)}), "The order; by rising number where it is not said."),
            query("limit", json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}), "Clients on a page."),
            query("cursor", json!({"type": "string", "pattern": "^([0-9]+[.])?[0-9]+$", "maxLength": 20}), "The `next` of the page before."),
        ], reference("ClientPage"), &[422]),
        "/health": get("health", "predict", "Whether a function is able to answer.", vec![],
            json!({"oneOf": [reference("Health"), {"type": "array", "items": reference("Health")}]}), &[422]),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every `$ref` in a document.
    fn references(json: &Value, found: &mut BTreeSet<String>) {
        match json {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|field| references(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 20, "{found:?}");
        for reference in found {
            assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
        }
    }

    #[test]
    fn units_and_themes_are_those_of_the_catalogue() {
        for feature in catalogue::features() {
            for (schema, code) in [
                (unit(), serde_json::to_value(feature.unit).unwrap()),
                (theme(), serde_json::to_value(feature.theme).unwrap()),
            ] {
                let schema = serde_json::to_value(schema).unwrap();
                assert!(schema["enum"].as_array().unwrap().contains(&code), "{code}");
            }
        }
    }
}
