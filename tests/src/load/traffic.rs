//! What is asked: by advisors and partners at the same time, of every function.

use serde_json::json;

/// The functions, in the order of [`Request::function`].
pub(super) const FUNCTIONS: [&str; 3] = ["predict", "explain", "compare"];

/// A request to one of the functions.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) function: usize,
    pub(super) path: String,
    pub(super) body: Option<String>,
    /// The client, where the answer names one.
    pub(super) client: Option<u64>,
}

/// The request of that number. The same number gives the same request: any client, of half a dozen kinds of question.
pub(super) fn request(number: u64, clients: &[u64]) -> Request {
    // Knuth's linear congruential generator, its upper bits.
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let id = clients[draw(clients.len() as u64) as usize];
    let get = |function, path: String| Request { function, path, body: None, client: Some(id) };
    match draw(20) {
        0..8 => get(0, format!("/predict/{id}")),
        8..10 => Request {
            body: Some(
                json!({"client_id": id, "changes": {"AMT_CREDIT": 50_000 + draw(900_000)}}).to_string(),
            ),
            ..get(0, "/predict".to_owned())
        },
        10..14 => get(1, format!("/explain/{id}")),
        14 => get(1, format!("/explain/{id}/profile")),
        15 => Request { client: None, ..get(1, "/model".to_owned()) },
        16 => get(2, format!("/compare/{id}")),
        17 => {
            let cohort =
                ["cohort=similar", "cohort=filter&filter=points:300..", "density=AMT_CREDIT,DAYS_BIRTH"];
            get(2, format!("/compare/{id}?{}", cohort[draw(3) as usize]))
        }
        _ => Request { client: None, ..get(2, format!("/clients?limit=20&cursor={id}")) },
    }
}
