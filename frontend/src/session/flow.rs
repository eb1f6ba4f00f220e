//! The way to the provider and back, renewal, and the way out.

use gloo_net::http::Request;
use serde::de::DeserializeOwned;
use web_sys::Storage;

use super::oidc::{self, Answer, Claims, Provider, Settings};
use super::{Standing, Tokens, Trouble, forget, keep, refresh_token};
use crate::fetch;

/// What is kept for the way there and back: the proof of who asked, the question's own number, and where to return.
const VERIFIER: &str = "clairscore.verifier";
const STATE: &str = "clairscore.state";
const RETURN: &str = "clairscore.return";
/// How long a token is believed to last where the provider does not say, and how long before its end at most it is
/// renewed, in seconds.
const LASTS: u32 = 3600;
const EARLY: u32 = 60;

/// Finds out how things stand. A person who is not signed in is sent to the provider.
pub(crate) async fn begin() -> Result<Standing, Trouble> {
    let Some(settings) = get::<Settings>("/config.json").await else { return Ok(Standing::Off) };
    let provider = provider(&settings).await?;
    let window = web_sys::window().ok_or(Trouble::Provider)?;
    let query = window.location().search().unwrap_or_default();
    if oidc::field(&query, "state").is_some() {
        return come_back(&settings, &provider, &query).await;
    }
    leave(&settings, &provider).await.map(|()| Standing::Leaving)
}

/// Sends the browser to the provider.
async fn leave(settings: &Settings, provider: &Provider) -> Result<(), Trouble> {
    let window = web_sys::window().ok_or(Trouble::Provider)?;
    let (verifier, state, nonce) = (random()?, random()?, random()?);
    let challenge = fetch::sha256(&verifier).await.ok_or(Trouble::Provider)?;
    let location = window.location();
    let here =
        format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    let storage = storage().ok_or(Trouble::Provider)?;
    for (key, value) in [(VERIFIER, &verifier), (STATE, &format!("{state} {nonce}")), (RETURN, &here)] {
        storage.set_item(key, value).map_err(|_| Trouble::Provider)?;
    }
    let query = oidc::form(&[
        ("response_type", "code"),
        ("client_id", &settings.client_id),
        ("redirect_uri", &redirect()?),
        ("scope", "openid profile email"),
        ("state", &state),
        ("nonce", &nonce),
        ("code_challenge", &oidc::to_base64url(&challenge)),
        ("code_challenge_method", "S256"),
    ]);
    let joint = if provider.authorization_endpoint.contains('?') { '&' } else { '?' };
    let address = format!("{}{joint}{query}", provider.authorization_endpoint);
    location.assign(&address).map_err(|_| Trouble::Provider)
}

/// Redeems the code that the provider sent the browser back with.
async fn come_back(settings: &Settings, provider: &Provider, query: &str) -> Result<Standing, Trouble> {
    let storage = storage().ok_or(Trouble::Stranger)?;
    let take = |key: &str| {
        let value = storage.get_item(key).ok().flatten();
        storage.remove_item(key).ok();
        value
    };
    let (verifier, asked, here) = (take(VERIFIER), take(STATE), take(RETURN));
    let (verifier, asked) = (verifier.ok_or(Trouble::Stranger)?, asked.ok_or(Trouble::Stranger)?);
    let (state, nonce) = asked.split_once(' ').ok_or(Trouble::Stranger)?;
    if oidc::field(query, "state").as_deref() != Some(state) {
        return Err(Trouble::Stranger);
    }
    let code = oidc::field(query, "code").ok_or(Trouble::Refused)?;
    let redirect = redirect()?;
    let answer = redeem(
        provider,
        &[
            ("grant_type", "authorization_code"),
            ("client_id", &settings.client_id),
            ("redirect_uri", &redirect),
            ("code", &code),
            ("code_verifier", &verifier),
        ],
    )
    .await?;
    let claims = Claims::read(&answer.id_token).ok_or(Trouble::Provider)?;
    if claims.nonce.as_deref() != Some(nonce) {
        return Err(Trouble::Stranger);
    }
    // The code is spent: it goes out of the address, and the page that was wanted comes back. Only a path is
    // believed, so that nothing leads elsewhere.
    let here = here.filter(|here| here.starts_with('/') && !here.starts_with("//"));
    let here = here.unwrap_or_else(|| "/".to_owned());
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&here)).ok();
    }
    Ok(signed_in(answer, &claims))
}

/// Renews the token in silence; `None` where the provider gave no means, or refuses: then the person signs in again.
pub(super) async fn renew() -> Option<Standing> {
    let refresh = refresh_token()?;
    let settings = get::<Settings>("/config.json").await?;
    let provider = provider(&settings).await.ok()?;
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", settings.client_id.as_str()),
        ("refresh_token", refresh.as_str()),
    ];
    let mut answer = redeem(&provider, &fields).await.ok()?;
    answer.refresh_token = answer.refresh_token.or(Some(refresh));
    let claims = Claims::read(&answer.id_token)?;
    Some(signed_in(answer, &claims))
}

/// Forgets the tokens and all that this tab remembers of its work, and has the provider forget the person.
pub(crate) async fn sign_out() {
    forget();
    if let Some(storage) = storage() {
        storage.clear().ok();
    }
    let Some(window) = web_sys::window() else { return };
    let there = async {
        let settings = get::<Settings>("/config.json").await?;
        let end = provider(&settings).await.ok()?.end_session_endpoint?;
        let redirect = redirect().ok()?;
        let query = oidc::form(&[
            ("client_id", &settings.client_id),
            ("post_logout_redirect_uri", &redirect),
            // Cognito's names for the same.
            ("logout_uri", &redirect),
        ]);
        Some(format!("{end}?{query}"))
    };
    let there = there.await.unwrap_or_else(|| "/".to_owned());
    window.location().assign(&there).ok();
}

fn signed_in(answer: Answer, claims: &Claims) -> Standing {
    keep(Tokens { id: answer.id_token, refresh: answer.refresh_token });
    Standing::SignedIn { name: claims.name(), lasts: rest(answer.expires_in.unwrap_or(LASTS)) }
}

/// How long a token that lasts so many seconds is used before it is renewed.
fn rest(lasts: u32) -> u32 {
    (lasts - EARLY.min(lasts / 4)).max(1)
}

async fn provider(settings: &Settings) -> Result<Provider, Trouble> {
    get(&oidc::discovery(&settings.issuer)).await.ok_or(Trouble::Provider)
}

/// Asks the provider for tokens.
async fn redeem(provider: &Provider, fields: &[(&str, &str)]) -> Result<Answer, Trouble> {
    let request = Request::post(&provider.token_endpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(oidc::form(fields))
        .map_err(|_| Trouble::Provider)?;
    let response = request.send().await.map_err(|_| Trouble::Provider)?;
    if !response.ok() {
        return Err(Trouble::Refused);
    }
    let text = response.text().await.map_err(|_| Trouble::Provider)?;
    serde_json::from_str(&text).map_err(|_| Trouble::Provider)
}

/// A document, if it is there.
async fn get<T: DeserializeOwned>(address: &str) -> Option<T> {
    let response = Request::get(address).send().await.ok().filter(gloo_net::http::Response::ok)?;
    serde_json::from_str(&response.text().await.ok()?).ok()
}

/// Where the provider sends the browser back to: the site itself.
fn redirect() -> Result<String, Trouble> {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    origin.map(|origin| format!("{origin}/")).ok_or(Trouble::Provider)
}

/// 256 random bits as text.
fn random() -> Result<String, Trouble> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).ok_or(Trouble::Provider)?;
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(|_| Trouble::Provider)?;
    Ok(oidc::to_base64url(&bytes))
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_renewed_before_its_end() {
        assert_eq!([900, 60, 4, 0].map(rest), [840, 45, 3, 1]);
    }
}
