//! A provider on this machine that says what a test wants it to say.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::{Answer, now};
use url::Url;

/// How the provider calls Tessera.
pub(super) const CLIENT: &str = "tessera";
/// What it gave to Tessera.
pub(super) const SECRET: &str = "secret-123";

/// What Tessera sent to the provider with a person.
pub(super) struct Asked(BTreeMap<String, String>);

impl Asked {
    /// Out of the page that sends the browser on.
    pub(super) fn of(page: &Answer) -> Self {
        assert_eq!(page.status, 200, "{}", page.header("location"));
        let refresh = page.header("refresh");
        let address = refresh.strip_prefix("0;url=").expect("a way on");
        let link = address.replace('&', "&amp;");
        assert!(
            page.text().contains(&link),
            "a link for those whom the header does not move"
        );
        let address: Url = address.parse().expect("an address");
        let pairs = address.query_pairs();
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// A key with its name.
struct Key {
    pair: EcdsaKeyPair,
    id: String,
}

/// A code that was not used, with what belongs to it.
struct Code {
    token: String,
    challenge: String,
}

/// What the provider knows.
struct Desk {
    issuer: String,
    key: Mutex<Key>,
    codes: Mutex<BTreeMap<String, Code>>,
}

/// The provider.
pub(super) struct Provider(Arc<Desk>);

impl Provider {
    pub(super) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let desk = Arc::new(Desk {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            key: Mutex::new(new_key()),
            codes: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self(desk)
    }

    pub(super) fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// What a right token says.
    pub(super) fn claims(&self, asked: &Asked, subject: &str) -> Value {
        let at = now().unix_timestamp();
        json!({
            "iss": self.issuer(), "sub": subject, "aud": CLIENT, "nonce": asked.get("nonce"),
            "iat": at, "exp": at + 300,
        })
    }

    /// A token that is signed as it should be.
    pub(super) fn sign(&self, claims: &Value) -> String {
        let key = self.0.key.lock().unwrap();
        sign_with(&key, claims)
    }

    /// A token that another key has signed, under the name of the right one.
    pub(super) fn sign_with_another_key(&self, claims: &Value) -> String {
        let id = self.0.key.lock().unwrap().id.clone();
        sign_with(&Key { id, ..new_key() }, claims)
    }

    /// A token without a signature.
    pub(super) fn leave_unsigned(&self, claims: &Value) -> String {
        let id = self.0.key.lock().unwrap().id.clone();
        jwt(&json!({ "alg": "none", "kid": id }), claims, |_| Vec::new())
    }

    /// A token whose signature uses the public key, or this one, as a secret.
    pub(super) fn sign_by_secret(&self, claims: &Value, secret: Option<&[u8]>) -> String {
        let key = self.0.key.lock().unwrap();
        let secret = secret.unwrap_or(public(&key.pair));
        let secret = hmac::Key::new(hmac::HMAC_SHA256, secret);
        jwt(&json!({ "alg": "HS256", "kid": key.id }), claims, |text| {
            hmac::sign(&secret, text).as_ref().to_vec()
        })
    }

    /// From now on another key signs.
    pub(super) fn change_key(&self) {
        *self.0.key.lock().unwrap() = new_key();
    }

    /// A code that is good for this token, once.
    pub(super) fn hand_out(&self, asked: &Asked, token: String) -> String {
        let mut codes = self.0.codes.lock().unwrap();
        let name = base64(&Sha256::digest(token.as_bytes()));
        let challenge = asked.get("code_challenge").to_owned();
        codes.insert(name.clone(), Code { token, challenge });
        name
    }

    /// A code for a right token of this subject.
    pub(super) fn know(&self, asked: &Asked, subject: &str) -> String {
        self.hand_out(asked, self.sign(&self.claims(asked, subject)))
    }
}

fn new_key() -> Key {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let id = base64(&Sha256::digest(public(&pair)));
    Key { pair, id }
}

/// 4, x, y: an uncompressed point (SEC 1, section 2.3.3).
fn public(pair: &EcdsaKeyPair) -> &[u8] {
    pair.public_key().as_ref()
}

fn sign_with(key: &Key, claims: &Value) -> String {
    let head = json!({ "alg": "ES256", "kid": key.id, "typ": "JWT" });
    jwt(&head, claims, |text| {
        let signature = key.pair.sign(&SystemRandom::new(), text).unwrap();
        signature.as_ref().to_vec()
    })
}

fn jwt(head: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| base64(value.to_string().as_bytes());
    let text = format!("{}.{}", part(head), part(claims));
    let signature = base64(&sign(text.as_bytes()));
    format!("{text}.{signature}")
}

/// For addresses, without padding (RFC 4648, section 5).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or_default());
        let all = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        let letters = (0..=chunk.len()).map(|i| LETTERS[(all >> (18 - 6 * i)) as usize & 63]);
        out.extend(letters.map(char::from));
    }
    out
}

async fn describe(State(desk): State<Arc<Desk>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", desk.issuer);
    Json(json!({
        "issuer": desk.issuer, "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"), "jwks_uri": at("/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        // What it offers beyond the first is not taken.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(State(desk): State<Arc<Desk>>) -> Json<Value> {
    let key = desk.key.lock().unwrap();
    let (x, y) = public(&key.pair)[1..].split_at(32);
    Json(json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key.id,
        "x": base64(x), "y": base64(y),
    }] }))
}

async fn token(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let refuse = |word: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": word })));
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok());
    // 18 bytes, so that there is no padding.
    let wanted = format!("Basic {}", base64(format!("{CLIENT}:{SECRET}").as_bytes()));
    if given != Some(wanted.as_str()) {
        return refuse("invalid_client");
    }
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let code = desk.codes.lock().unwrap().remove(field("code"));
    let verified = base64(&Sha256::digest(field("code_verifier").as_bytes()));
    match code.filter(|code| code.challenge == verified) {
        Some(code) => {
            let answer =
                json!({ "access_token": "x", "token_type": "Bearer", "id_token": code.token });
            (StatusCode::OK, Json(answer))
        }
        None => refuse("invalid_grant"),
    }
}
