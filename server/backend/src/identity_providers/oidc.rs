//! The protocol: OIDC Core 1.0, the flow with a code, and PKCE (RFC
//! 7636). Who somebody is comes from a token that was signed by a key of the
//! provider, for this client, for this one flow, and has not expired.

use std::sync::Arc;
use std::time::SystemTime;

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenVerifier,
    CoreJwsSigningAlgorithm as Algorithm, CoreProviderMetadata, CoreRequestTokenError,
};
use openidconnect::url::Url;
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    SignatureVerificationError, TokenResponse,
};

use super::http::{self, HttpError};
use super::known;
use super::reach::Reach;

/// Longest subject, in bytes (OIDC Core 1.0, section 2).
const MAX_SUBJECT: usize = 255;

/// How tokens may be signed: with the key pair of the provider. Neither not at
/// all (`none`) nor with a secret that both sides know (`HS256` and the like).
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// What a provider says of itself, with its keys.
pub(super) type Metadata = Arc<CoreProviderMetadata>;

type Core = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why a provider was of no help.
#[derive(Debug, thiserror::Error)]
pub(super) enum OidcError {
    /// It cannot be reached, or is out of order.
    #[error("does not answer: {0}")]
    Unreachable(String),
    /// What answers is no provider, or none that can be used.
    #[error("is no provider that can be used: {0}")]
    Unusable(String),
    /// It is a provider, and another one.
    #[error("calls itself by another name: {0}")]
    OtherName(String),
    /// The code was wrong, used or too old, or the client is not known.
    #[error("gave nothing for the code: {0}")]
    Code(String),
    /// What it gave cannot be believed.
    #[error("sent a token that cannot be believed: {0}")]
    Untrusted(String),
}

/// This installation as the client of a provider.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) issuer: IssuerUrl,
    pub(super) id: ClientId,
    pub(super) secret: ClientSecret,
    /// Where the provider sends people back to.
    pub(super) callback: RedirectUrl,
    pub(super) reach: Reach,
}

/// What makes one flow different from every other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Once<'f> {
    /// Comes back in the address.
    pub(super) state: &'f str,
    /// Comes back in the token.
    pub(super) nonce: &'f str,
    /// Shows with the code that it was asked for here.
    pub(super) verifier: &'f str,
}

impl Client {
    /// What the provider said of itself a while ago, or says now.
    pub(super) async fn metadata(&self, now: SystemTime) -> Result<Metadata, OidcError> {
        match known::find(&self.issuer, now) {
            Some(metadata) => Ok(metadata),
            None => discover(&self.issuer, &self.reach, now).await,
        }
    }

    /// The address at which the provider asks who somebody is.
    pub(super) fn authorize(&self, metadata: &Metadata, once: Once<'_>) -> Url {
        let state = CsrfToken::new(once.state.to_owned());
        let nonce = Nonce::new(once.nonce.to_owned());
        let verifier = PkceCodeVerifier::new(once.verifier.to_owned());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let client = self.core(metadata);
        let request = client.authorize_url(flow, move || state, move || nonce);
        let (url, _, _) = request.set_pkce_challenge(challenge).url();
        url
    }

    /// Who the person behind a code is: the subject of the token that the
    /// provider gives for it.
    pub(super) async fn identify(
        &self,
        metadata: &Metadata,
        code: String,
        once: Once<'_>,
        now: SystemTime,
    ) -> Result<String, OidcError> {
        let ask = |request: HttpRequest| http::send(request, self.reach.clone());
        let client = self.core(metadata);
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|e| OidcError::Unusable(e.to_string()))?;
        let verifier = PkceCodeVerifier::new(once.verifier.to_owned());
        let answer = request
            .set_pkce_verifier(verifier)
            .request_async(&ask)
            .await
            .map_err(no_token)?;
        let token = answer.id_token();
        let token = token.ok_or_else(|| OidcError::Untrusted("there is none".to_owned()))?;
        match self.verify(metadata, token, once, now) {
            // The provider has a new key since it was asked for them.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                let fresh = discover(&self.issuer, &self.reach, now).await?;
                self.verify(&fresh, token, once, now)
            }
            other => other,
        }
        .map_err(|e| OidcError::Untrusted(chain(&e)))
    }

    /// Checks signature, issuer, audience, expiry and nonce. The client has no
    /// secret for this: with one, the library would verify with it too.
    fn verify(
        &self,
        metadata: &Metadata,
        token: &CoreIdToken,
        once: Once<'_>,
        now: SystemTime,
    ) -> Result<String, ClaimsVerificationError> {
        let (issuer, keys) = (self.issuer.clone(), metadata.jwks().clone());
        let verifier = CoreIdTokenVerifier::new_public_client(self.id.clone(), issuer, keys)
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now.into());
        let claims = token.claims(&verifier, &Nonce::new(once.nonce.to_owned()))?;
        // The library leaves this one to its callers.
        if claims
            .authorized_party()
            .is_some_and(|party| *party != self.id)
        {
            let why = "it was issued to another client".to_owned();
            return Err(ClaimsVerificationError::InvalidAudience(why));
        }
        let subject = claims.subject().as_str();
        if subject.is_empty() || subject.len() > MAX_SUBJECT {
            let why = "its length is out of range".to_owned();
            return Err(ClaimsVerificationError::InvalidSubject(why));
        }
        Ok(subject.to_owned())
    }

    fn core(&self, metadata: &Metadata) -> Core {
        let own = CoreProviderMetadata::clone(metadata);
        let secret = Some(self.secret.clone());
        CoreClient::from_provider_metadata(own, self.id.clone(), secret)
            .set_auth_type(auth_type(metadata))
            .set_redirect_uri(self.callback.clone())
    }
}

/// How the provider wants the secret of a client: in a header, unless it takes
/// it in the body only.
fn auth_type(metadata: &CoreProviderMetadata) -> AuthType {
    let methods = metadata.token_endpoint_auth_methods_supported();
    let in_body = methods.is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    if in_body {
        AuthType::RequestBody
    } else {
        AuthType::BasicAuth
    }
}

/// Asks a provider what it is, whatever was known of it.
pub(super) async fn discover(
    issuer: &IssuerUrl,
    reach: &Reach,
    now: SystemTime,
) -> Result<Metadata, OidcError> {
    let ask = |request: HttpRequest| http::send(request, reach.clone());
    let found = CoreProviderMetadata::discover_async(issuer.clone(), &ask).await;
    let metadata = Arc::new(found.map_err(no_metadata)?);
    require_usable(&metadata, reach)?;
    known::keep(issuer, &metadata, now);
    Ok(metadata)
}

/// A provider has to give tokens that can be verified, at addresses that may be
/// asked.
fn require_usable(metadata: &CoreProviderMetadata, reach: &Reach) -> Result<(), OidcError> {
    let unusable = |why: &str| Err(OidcError::Unusable(why.to_owned()));
    let Some(token) = metadata.token_endpoint() else {
        return unusable("it has no token endpoint");
    };
    let addresses = [
        metadata.authorization_endpoint().url(),
        token.url(),
        metadata.jwks_uri().url(),
    ];
    if !addresses.into_iter().all(|url| reach.allows(url)) {
        return unusable("its addresses are not public ones with https");
    }
    let algorithms = metadata.id_token_signing_alg_values_supported();
    if !algorithms.iter().any(|own| ALGORITHMS.contains(own)) {
        return unusable("it signs tokens in no way that can be verified");
    }
    Ok(())
}

fn no_metadata(error: DiscoveryError<HttpError>) -> OidcError {
    match error {
        DiscoveryError::Request(error) => OidcError::Unreachable(error.to_string()),
        DiscoveryError::Response(status, _, _) if status.is_server_error() => {
            OidcError::Unreachable(format!("status {status}"))
        }
        // The body may be anybody's.
        DiscoveryError::Response(_, _, why) => OidcError::Unusable(why),
        DiscoveryError::Validation(why) => OidcError::OtherName(why),
        other => OidcError::Unusable(chain(&other)),
    }
}

/// Without what was sent: it may hold the token.
fn no_token(error: CoreRequestTokenError<HttpError>) -> OidcError {
    match error {
        RequestTokenError::Request(error) => OidcError::Unreachable(error.to_string()),
        RequestTokenError::ServerResponse(answer) => OidcError::Code(word(answer.error())),
        RequestTokenError::Parse(..) => OidcError::Untrusted("it cannot be read".to_owned()),
        RequestTokenError::Other(why) => OidcError::Unreachable(why),
    }
}

/// The word of an error, without line breaks: it goes into the log.
fn word(error: &impl ToString) -> String {
    let text = error.to_string();
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |e| e.source());
    let texts: Vec<_> = causes.map(ToString::to_string).collect();
    texts.join(": ")
}
