//! Signing in with a browser: the authorization code with PKCE (RFC 6749, RFC 7636), renewal, and the way out.
//!
//! Whoever asks may be whom they choose: there is no password on this machine. All else is as a provider does it: a code
//! is good once and for who asked, a refresh token is good once, and a person who is known is not asked again.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::{Query, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{AUDIENCE, Shared, base64url, program};

/// The name of the cookie by which a person is known again.
const SESSION: &str = "clairscore-issuer";
/// Whom one may be.
const ROLES: [&str; 2] = ["advisor", "partner"];

/// What the issuer remembers of those who sign in.
#[derive(Debug, Default)]
pub(super) struct Flow(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    /// Codes that were given and not yet redeemed.
    codes: HashMap<String, Code>,
    /// Roles, by the value of the cookie.
    sessions: HashMap<String, String>,
    /// Roles, by refresh token.
    renewals: HashMap<String, String>,
}

#[derive(Debug)]
struct Code {
    role: String,
    challenge: String,
    redirect: String,
    nonce: String,
}

type Fields = HashMap<String, String>;

impl Flow {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the issuer's own description says of it.
pub(super) fn described(url: &str) -> Value {
    json!({
        "issuer": url,
        "jwks_uri": format!("{url}/keys"),
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "end_session_endpoint": format!("{url}/logout"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_basic"],
    })
}

pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/authorize", get(authorize).post(choose))
        .route("/token", post(token))
        .route("/logout", get(logout))
}

/// Lets pages of any origin read an answer, as providers do for what a page asks itself.
pub(super) fn readable(router: Router<Arc<Shared>>) -> Router<Arc<Shared>> {
    router.layer(map_response(open))
}

async fn open(mut response: Response) -> Response {
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// A person who is known is sent back with a code; another is asked who they are.
async fn authorize(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    let fields = match asked(&uri) {
        Ok(fields) => fields,
        Err(wrong) => return refused(wrong),
    };
    let known = session(&headers).and_then(|session| shared.flow.memory().sessions.get(session).cloned());
    match known {
        Some(role) => back(&shared, &fields, role).unwrap_or_else(IntoResponse::into_response),
        None => ask(uri.query().unwrap_or_default()),
    }
}

/// The person has said who they are.
async fn choose(State(shared): State<Arc<Shared>>, uri: Uri, body: String) -> Response {
    let fields = match asked(&uri) {
        Ok(fields) => fields,
        Err(wrong) => return refused(wrong),
    };
    let role = form(&body).remove("role").filter(|role| ROLES.contains(&role.as_str()));
    let Some(role) = role else { return refused("role is none that is known here") };
    let Ok(cookie) = random() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    shared.flow.memory().sessions.insert(cookie.clone(), role.clone());
    let mut response = back(&shared, &fields, role).unwrap_or_else(IntoResponse::into_response);
    set_cookie(&mut response, &format!("{SESSION}={cookie}; Path=/; HttpOnly; SameSite=Lax"));
    response
}

/// Tokens for a code or for a refresh token, or one for a program.
async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: String) -> Response {
    if shared.silent.load(Ordering::Relaxed) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let fields = form(&body);
    let of = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    if of("grant_type") == "client_credentials" {
        return program::token(&shared, &headers, &fields).unwrap_or_else(IntoResponse::into_response);
    }
    if of("client_id") != AUDIENCE {
        return error("invalid_client");
    }
    let (role, nonce) = match of("grant_type") {
        "authorization_code" => {
            let code = shared.flow.memory().codes.remove(of("code"));
            let challenge = base64url(digest(&SHA256, of("code_verifier").as_bytes()).as_ref());
            let good = |code: &Code| code.challenge == challenge && code.redirect == of("redirect_uri");
            match code.filter(good) {
                Some(code) => (code.role, Some(code.nonce)),
                None => return error("invalid_grant"),
            }
        }
        "refresh_token" => match shared.flow.memory().renewals.remove(of("refresh_token")) {
            Some(role) => {
                shared.renewals.fetch_add(1, Ordering::Relaxed);
                (role, None)
            }
            None => return error("invalid_grant"),
        },
        _ => return error("unsupported_grant_type"),
    };
    tokens(&shared, &role, nonce).unwrap_or_else(IntoResponse::into_response)
}

/// Forgets the person, and sends the browser back.
async fn logout(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    let fields = form(uri.query().unwrap_or_default());
    let Some(redirect) = fields.get("post_logout_redirect_uri").filter(|uri| is_of_this_machine(uri)) else {
        return refused("post_logout_redirect_uri does not lead to this machine");
    };
    if let Some(session) = session(&headers) {
        let mut memory = shared.flow.memory();
        if let Some(role) = memory.sessions.remove(session) {
            memory.renewals.retain(|_, renewed| *renewed != role);
        }
    }
    let mut response = sent_to(redirect);
    set_cookie(&mut response, &format!("{SESSION}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
    response
}

/// What is asked for in a query, if it is asked as agreed.
fn asked(uri: &Uri) -> Result<Fields, &'static str> {
    let fields = form(uri.query().unwrap_or_default());
    let of = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    for (holds, wrong) in [
        (of("response_type") == "code", "response_type is not code"),
        (of("client_id") == AUDIENCE, "client_id is not known here"),
        (is_of_this_machine(of("redirect_uri")), "redirect_uri does not lead to this machine"),
        (of("scope").split(' ').any(|scope| scope == "openid"), "scope lacks openid"),
        (of("code_challenge_method") == "S256", "code_challenge_method is not S256"),
        (of("code_challenge").len() == 43, "code_challenge is no SHA-256"),
    ] {
        if !holds {
            return Err(wrong);
        }
    }
    Ok(fields)
}

/// Back to who asked, with a code.
fn back(shared: &Shared, fields: &Fields, role: String) -> Result<Response, StatusCode> {
    let of = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let code = random()?;
    let redirect = of("redirect_uri");
    let joint = if redirect.contains('?') { '&' } else { '?' };
    let place = format!("{redirect}{joint}code={code}&state={}", encoded(&of("state")));
    let given = Code { role, challenge: of("code_challenge"), redirect, nonce: of("nonce") };
    shared.flow.memory().codes.insert(code, given);
    Ok(sent_to(&place))
}

fn tokens(shared: &Shared, role: &str, nonce: Option<String>) -> Result<Response, StatusCode> {
    let subject = format!("{role} of this machine");
    let life = shared.life();
    let mut claims = shared.claims(&subject, &[role], life);
    claims["name"] = subject.into();
    if let Some(nonce) = nonce {
        claims["nonce"] = nonce.into();
    }
    let key = shared.key();
    let token = key.sign(&key.header(), &claims).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let refresh = random()?;
    shared.flow.memory().renewals.insert(refresh.clone(), role.to_owned());
    let answer = json!({
        "id_token": token, "access_token": token, "token_type": "Bearer",
        "refresh_token": refresh, "expires_in": life.as_secs(),
    });
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// The page on which a person says who they are.
fn ask(query: &str) -> Response {
    let query = query.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let buttons: String = ROLES
        .map(|role| format!("<p><button name=\"role\" value=\"{role}\" id=\"{role}\">{role}</button></p>"))
        .concat();
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign in</title><h1>Sign in on this machine</h1>\
         <form method=\"post\" action=\"/authorize?{query}\">{buttons}</form></html>"
    );
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], page).into_response()
}

fn refused(wrong: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, wrong).into_response()
}

/// An error of the token endpoint (RFC 6749, section 5.2).
fn error(code: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": code }))).into_response()
}

fn sent_to(place: &str) -> Response {
    match HeaderValue::from_str(place) {
        Ok(place) => (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response(),
        Err(_) => refused("the address to go back to cannot be written"),
    }
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// The cookie of a person who was here before.
fn session(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == SESSION).map(|(_, value)| value)
}

/// The fields of a form or of a query, which are written alike.
fn form(text: &str) -> Fields {
    let uri: Option<Uri> = format!("/?{text}").parse().ok();
    uri.and_then(|uri| Query::try_from_uri(&uri).ok()).map(|Query(fields)| fields).unwrap_or_default()
}

fn is_of_this_machine(address: &str) -> bool {
    address.parse::<Uri>().is_ok_and(|uri| {
        uri.scheme_str() == Some("http") && matches!(uri.host(), Some("127.0.0.1" | "localhost"))
    })
}

/// Percent-encodes all but the unreserved characters (RFC 3986).
fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// 256 random bits as text.
fn random() -> Result<String, StatusCode> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(base64url(&bytes))
}
