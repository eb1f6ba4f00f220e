//! What can be asked, where, and what the answer is.

use serde_json::{Map, Value, json};

use crate::clients::ClientSort;
use crate::compare::{CohortKind, FEWEST_SIMILAR, FILTER_SYNTAX, MOST_SIMILAR, USUAL_SIMILAR};

/// One operation.
struct Operation {
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    parameters: Vec<Value>,
    body: Option<&'static str>,
    answer: Value,
    /// The status of the answer.
    success: u16,
    /// The statuses of problems beside 429, 500, 503 and those of signing in.
    problems: &'static [u16],
    /// The right that it asks for; `None` where whoever asks is answered.
    scope: Option<&'static str>,
}

/// The scopes that callers by AWS credentials have: those of partners.
const OF_PARTNERS: [&str; 4] = ["score", "explain", "model", "compare"];

impl Operation {
    fn described(self) -> Value {
        let mut responses = Map::new();
        responses.insert(
            self.success.to_string(),
            json!({
                "description": "The answer.",
                "content": {"application/json": {"schema": self.answer}},
            }),
        );
        let signed_in: &[u16] = if self.scope.is_some() { &[401, 403] } else { &[] };
        let slow: &[u16] = if self.body.is_some() { &[408] } else { &[] };
        for &status in self.problems.iter().chain(signed_in).chain(slow).chain(&[500, 503]) {
            let mut response = json!({
                "description": meaning(status),
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            });
            if let Some((name, description)) = header(status) {
                response["headers"] =
                    json!({name: {"description": description, "schema": {"type": "string"}}});
            }
            responses.insert(status.to_string(), response);
        }
        // AWS's own answer, and so no problem of ours.
        responses.insert("429".to_owned(), json!({"description": meaning(429)}));
        let mut operation = json!({
            "operationId": self.id, "tags": [self.tag], "summary": self.summary, "parameters": self.parameters,
            "responses": responses, "security": security(self.scope),
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

/// Any one of these: nothing on the loopback interface, a token in one of two headers, or a signature.
fn security(scope: Option<&str>) -> Value {
    let Some(scope) = scope else { return json!([]) };
    let mut ways = vec![json!({}), json!({"bearer": [scope]}), json!({"idToken": [scope]})];
    if OF_PARTNERS.contains(&scope) {
        ways.push(json!({"signature": [scope]}));
    }
    json!(ways)
}

/// The header that a problem of that status carries.
fn header(status: u16) -> Option<(&'static str, &'static str)> {
    match status {
        401 => Some(("WWW-Authenticate", "How to sign in, and what was wrong with the token (RFC 6750).")),
        403 => Some(("WWW-Authenticate", "The scope that is missing (RFC 6750).")),
        503 => Some(("Retry-After", "Seconds after which the same request may succeed.")),
        _ => None,
    }
}

fn meaning(status: u16) -> &'static str {
    match status {
        401 => "Nobody who may call is known to be calling.",
        403 => "The caller may not do this.",
        404 => "No client of the release has that number.",
        413 => "The body is larger than what is read here, or the answer than what can be sent.",
        415 => "The body is not said to be JSON.",
        422 => {
            "A field of the request is wrong, each named by its JSON pointer; or a cohort is too small to speak of."
        }
        429 => "More requests at once than the function takes: wait, longer each time, and try again.",
        408 => "The body did not come in time.",
        503 => {
            "The storage does not answer, or too many requests are under way; Retry-After says when to try again."
        }
        _ => "A defect of the service.",
    }
}

/// The tag under which an operation of that scope is found.
fn tag(scope: Option<&str>) -> &'static str {
    match scope {
        Some("score") => "predict",
        Some("explain" | "model") => "explain",
        Some("compare" | "clients") => "compare",
        Some("review") => "review",
        _ => "health",
    }
}

fn parameter(name: &str, place: &str, schema: &Value, description: &str) -> Value {
    json!({"name": name, "in": place, "required": place == "path", "schema": schema, "description": description})
}

/// All operations, by path.
pub(super) fn paths() -> Value {
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
    let get = |id, scope, summary, parameters, answer, problems| json!({"get": Operation { id, tag: tag(scope), summary, parameters, body: None, answer, success: 200, problems, scope }.described()});
    let post = |id, scope, summary, parameters, body, answer| {
        let problems = &[404, 413, 415, 422];
        json!({"post": Operation { id, tag: tag(scope), summary, parameters, body: Some(body), answer, success: 200, problems, scope }.described()})
    };
    let decision = || {
        let schema = json!({
            "type": "string", "format": "uuid",
            "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        });
        parameter("decision_id", "path", &schema, "The identifier of a decision, from its answer.")
    };
    let review = Operation {
        id: "review",
        tag: "review",
        summary: "Keeps what a person decided; it never changes.",
        parameters: vec![decision()],
        body: Some("ReviewRequest"),
        answer: reference("Review"),
        success: 201,
        problems: &[404, 413, 415, 422],
        scope: Some("review"),
    };
    let review = review.described();
    let with = |first: Vec<Value>, more: [Value; 2]| first.into_iter().chain(more).collect::<Vec<_>>();
    json!({
        "/predict/{client_id}": get("predictClient", Some("score"), "Scores a client of the release.",
            vec![client(), language()], reference("Prediction"), &[404, 422]),
        "/predict": post("predict", Some("score"), "Scores a client with another application, or a new applicant from their raw records.",
            vec![language()], "ScoreRequest", reference("Prediction")),
        "/predict/batch": post("predictBatch", Some("score"), "Scores up to 1,000 clients or applicants; each has its own result or problem.",
            vec![language()], "BatchRequest", reference("BatchAnswer")),
        "/explain/{client_id}": get("explainClient", Some("explain"), "Takes a client's score apart.",
            with(vec![client(), language()], counterfactuals()), reference("Explanation"), &[404, 422]),
        "/explain": post("explain", Some("explain"), "Takes the score of a changed application, or of a new applicant, apart.",
            with(vec![language()], counterfactuals()), "ScoreRequest", reference("Explanation")),
        "/explain/{client_id}/profile": get("profile", Some("explain"), "A client's information, by theme.",
            vec![client(), language()], reference("Profile"), &[404, 422]),
        "/model": get("model", Some("model"), "What is known of the model in service.", vec![language()], reference("Model"), &[422]),
        "/compare/{client_id}": get("compare", Some("compare"), "Places a client among others.", vec![
            client(), language(),
            query("cohort", json!({"type": "string", "enum": CohortKind::ALL.map(CohortKind::name)}), "With whom; everyone where it is not said."),
            query("k", json!({"type": "integer", "minimum": FEWEST_SIMILAR, "maximum": MOST_SIMILAR, "default": USUAL_SIMILAR}), "With cohort=similar: how many clients."),
            filter(),
            query("same", names(20), "With cohort=same: the features in which the others are the same, separated by commas."),
            query("features", names(20), "The features that are compared, separated by commas; the model's six most important ones where it is not said."),
            query("density", json!({"type": "string", "pattern": "^[A-Za-z0-9_]+,[A-Za-z0-9_]+$"}), "Two features whose joint density is wanted."),
        ], reference("Comparison"), &[404, 422]),
        "/clients": get("clients", Some("clients"), "Finds clients.", vec![
            query("prefix", json!({"type": "string", "pattern": "^[0-9]*$"}), "The first digits of the number."),
            filter(),
            query("sort", json!({"type": "string", "enum": ClientSort::ALL.map(ClientSort::name)}), "The order; by rising number where it is not said."),
            query("limit", json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}), "Clients on a page."),
            query("cursor", json!({"type": "string", "pattern": "^((0|[1-9][0-9]*)[.])?(0|[1-9][0-9]*)$", "maxLength": 21}), "The `next` of the page before."),
        ], reference("ClientPage"), &[422]),
        "/decisions/{decision_id}/review": {"post": review},
        "/decisions/{decision_id}/reviews": get("reviewsOfDecision", Some("review"), "What persons decided on a decision.",
            vec![decision()], reference("Reviews"), &[404, 422]),
        "/clients/{client_id}/reviews": get("reviewsOfClient", Some("review"), "What persons decided on a client.",
            vec![client()], reference("Reviews"), &[404, 422]),
        "/health": get("health", None, "Whether a function is able to answer.", vec![],
            json!({"oneOf": [reference("Health"), {"type": "array", "items": reference("Health")}]}), &[422]),
    })
}
