//! The description of the interface: `OpenAPI` 3.1.
//!
//! # Layout
//! Answers are described from their types, here.
//! - [`requests`]: bodies, from the catalogue: which fields there are, and what each may hold.
//! - [`operations`]: what can be asked, where.

mod operations;
mod requests;

use catalogue::Theme;
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

use crate::compare::{Axis, Cohort, CohortKind, Comparison, Density, FeatureComparison, Histogram};
use crate::{
    Base, Basis, BatchAnswer, BatchResult, CardSection, ClientPage, ClientSummary, Contribution,
    Counterfactuals, Decision, Difference, Explanation, FeatureEffect, FieldError, Goal, Health, Model,
    ModelCard, ModelReport, Outcome, Prediction, ProbabilityEffects, Problem, ProblemKind, Profile,
    ProfileField, ProfileTheme, Proposal, ProposedChange, Reason, Review, ReviewBand, ReviewReason,
    ReviewedDecision, Reviews, Standing, ThemeContribution, ThemeEffect, Threshold, WhatIf, model,
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
    Review,
    ReviewBand,
    ReviewReason,
    ReviewedDecision,
    Reviews,
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
    document["paths"] = operations::paths();
    document["tags"] = json!([
        {"name": "predict", "description": "A score and the decision that follows from it."},
        {"name": "explain", "description": "A score, taken apart; a client's information; the model."},
        {"name": "compare", "description": "A client among others; finding a client."},
        {"name": "review", "description": "What a person decided, and why."},
        {"name": "health", "description": "Whether a function is able to answer."},
    ]);
    let schemas = document["components"]["schemas"].as_object_mut().expect("answers have schemas");
    for (name, schema) in requests::schemas() {
        schemas.insert(name, schema);
    }
    document["components"]["securitySchemes"] = json!({
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                   "description": "A token of the issuer that the service is set up with; a scope stands in it as clairscore/<scope>, or follows \
                                   from a role. A server on the loopback interface asks for none."},
        "idToken": {"type": "apiKey", "in": "header", "name": "x-id-token",
                    "description": "The same token, where something on the way signs requests and so overwrites Authorization."},
        "signature": {"type": "apiKey", "in": "header", "name": "Authorization",
                      "description": "AWS Signature Version 4 of a request to the function URL, by a principal that is let in."},
    });
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
    ObjectBuilder::new().schema_type(types.into_iter().collect::<SchemaType>()).build()
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
