//! Signing in through the provider of an organization: the way there and the
//! way back.

use std::sync::Arc;

use app::actions::{Effect, Sent, SignIn, after_sign_in};
use app::context::{Shown, Visitor, parse_pairs};
use axum::body::Body;
use axum::extract::{Form, FromRequest, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use backend::Error;
use backend::authz::Actor;
use backend::identity_providers::{self, Answer, Finished, LIFETIME, Reason, Refused};
use domain::catalog_query::encode;
use domain::id::UserId;
use leptos::prelude::provide_context;
use time::Duration;
use tower_sessions::Session;
use tower_sessions::cookie::{Cookie, SameSite};

use super::{Context, draw, session};

/// What a browser keeps while its person is at the provider. The provider sends
/// it back from another site, so the cookie cannot be `Strict`.
const COOKIE: &str = "__Host-oidc";

/// Begins a sign-in. It links nothing, but it may end in an account: who is led
/// here by another site gets the page with the button first, so that nobody finds
/// themselves in somebody else's.
pub(super) async fn start(State(context): State<Context>, request: Request) -> Response {
    let asked = asked(request.uri());
    let (org, next) = (asked.get("org"), after_sign_in(asked.get("next")));
    if comes_from_elsewhere(request.headers()) {
        let (org, next) = (encode(org), encode(&next));
        return Redirect::to(&format!("/single-sign-on?org={org}&next={next}")).into_response();
    }
    go(&context, request, org, &next, None).await
}

/// Whether another site has led the browser here. One that does not say so, as
/// old ones do, goes on.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let said = headers.get("sec-fetch-site");
    said.is_some_and(|site| site == "cross-site")
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    #[serde(default)]
    next: String,
}

/// Begins a sign-in that links the account of who is signed in, if it has to. A
/// link is a new way into the account, so it takes the password.
pub(super) async fn link(
    State(context): State<Context>,
    Path(org): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let mut page = Request::from_parts(parts.clone(), Body::empty());
    *page.method_mut() = Method::GET;
    let visitor = visitor(&parts.extensions);
    let is_member = visitor.organizations.iter().any(|own| own.slug == org);
    let Some(actor) = visitor.actor.filter(|_| is_member) else {
        // There is no page at this address, and it says so.
        return draw(&context, page, || ()).await;
    };
    if let Err(error) = actor.by_password() {
        let refused = app::context::Refused(Arc::new(error));
        return draw(&context, page, move || provide_context(refused.clone())).await;
    }
    let user = actor.user();
    match Form::<Wish>::from_request(Request::from_parts(parts, body), &()).await {
        Ok(Form(wish)) => go(&context, page, &org, &after_sign_in(&wish.next), Some(user)).await,
        Err(rejection) => rejection.into_response(),
    }
}

/// Sends the browser to the provider. By a page, and not by a redirect: the
/// security policy forbids a form to end at another site.
async fn go(
    context: &Context,
    mut page: Request,
    org: &str,
    next: &str,
    user: Option<UserId>,
) -> Response {
    let visitor = visitor(page.extensions());
    let services = &context.services;
    let asked = identity_providers::begin(services, &visitor.origin, org, next, user).await;
    let begin = match asked {
        Ok(begin) => begin,
        Err(refused) => return refuse(&visitor, &refused),
    };
    *page.uri_mut() = Uri::from_static("/single-sign-on");
    let refresh = HeaderValue::from_str(&format!("0;url={}", begin.redirect_url));
    let shown = Shown(Arc::from([begin.redirect_url]));
    let mut response = draw(context, page, move || provide_context(shown.clone())).await;
    if let Ok(refresh) = refresh {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    keep(&mut response, &begin.state, LIFETIME);
    response
}

/// Where providers send people back to.
pub(super) async fn come_back(State(context): State<Context>, parts: Parts) -> Response {
    let visitor = visitor(&parts.extensions);
    let asked = asked(&parts.uri);
    let text = |name: &str| asked.find(name).map(str::to_owned);
    let answer = Answer {
        code: text("code"),
        state: text("state"),
        error: text("error"),
        issuer: text("iss"),
    };
    let (services, kept) = (&context.services, kept(&parts));
    let user = visitor.actor.as_ref().map(Actor::user);
    let finished =
        identity_providers::finish(services, &visitor.origin, kept.as_deref(), answer, user).await;
    let session = parts.extensions.get::<Session>();
    let mut response = match finished {
        Ok(finished) => let_in(&context, &visitor, session, finished).await,
        Err(refused) => refuse(&visitor, &refused),
    };
    // Whatever came of it, this flow is over.
    keep(&mut response, "", Duration::ZERO);
    response
}

async fn let_in(
    context: &Context,
    visitor: &Visitor,
    session: Option<&Session>,
    finished: Finished,
) -> Response {
    let effect = Effect::SignIn(SignIn {
        signed_in: Arc::new(finished.signed_in),
        by: finished.by,
    });
    let applied = match session {
        Some(session) => session::apply(&context.services, session, visitor, effect).await,
        None => Err(Error::Unauthenticated),
    };
    match applied {
        Ok(cookie) => {
            let mut response = Redirect::to(&finished.next).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(_) => refuse(visitor, &Reason::Failed.into()),
    }
}

/// Back to where the person can go on, with the word for what happened.
fn refuse(visitor: &Visitor, refused: &Refused) -> Response {
    let word = refused.reason.as_str();
    let org = refused.organization.as_deref().unwrap_or_default();
    let again = format!("/single-sign-on?org={}", encode(org));
    let is_inside = visitor.actor.is_some();
    let to = match refused.reason {
        Reason::NoProvider => format!("{again}&done={word}"),
        _ if is_inside => format!("{again}&done={word}"),
        Reason::Unknown | Reason::SignedOut => {
            format!("/sign-in?done={word}&next={}", encode(&again))
        }
        _ => format!("/sign-in?done={word}"),
    };
    Redirect::to(&to).into_response()
}

fn visitor(extensions: &Extensions) -> Visitor {
    extensions.get::<Visitor>().cloned().unwrap_or_default()
}

/// The parameters of an address. What cannot be read is as if it were missing.
fn asked(uri: &Uri) -> Sent {
    Sent::new(parse_pairs(uri.query().unwrap_or_default()).unwrap_or_default())
}

/// The value of the cookie.
fn kept(parts: &Parts) -> Option<String> {
    let headers = parts.headers.get_all(header::COOKIE).iter();
    headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == COOKIE)
        .map(|cookie| cookie.value().to_owned())
}

/// Sets the cookie; after no time it is gone.
fn keep(response: &mut Response, value: &str, time: Duration) {
    let cookie = Cookie::build((COOKIE, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(time)
        .build();
    if let Ok(header) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, header);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_closed_and_comes_back() {
        let mut response = Response::default();
        keep(&mut response, "abc", LIFETIME);
        let set = response.headers()[header::SET_COOKIE]
            .to_str()
            .unwrap_or_default();
        for part in [
            "__Host-oidc=abc",
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
            "Path=/",
            "Max-Age=600",
        ] {
            assert!(set.contains(part), "{set} lacks {part}");
        }
        assert!(!set.contains("Domain"));
        let request = Request::builder().header(header::COOKIE, "theme=dark; __Host-oidc=abc");
        let parts = request.body(()).map(|request| request.into_parts().0);
        assert_eq!(
            parts.ok().and_then(|parts| kept(&parts)).as_deref(),
            Some("abc")
        );
    }

    #[test]
    fn a_refusal_leads_on() {
        let nobody = Visitor::default();
        let to = |refused: Refused| {
            let response = refuse(&nobody, &refused);
            response.headers()[header::LOCATION]
                .to_str()
                .unwrap_or_default()
                .to_owned()
        };
        let at = |reason| Refused {
            reason,
            organization: Some("acme".to_owned()),
        };
        assert_eq!(
            to(at(Reason::Unknown)),
            "/sign-in?done=sso-unknown&next=/single-sign-on%3Forg%3Dacme"
        );
        assert_eq!(to(at(Reason::Untrusted)), "/sign-in?done=sso-untrusted");
        let wrong = Refused {
            reason: Reason::NoProvider,
            organization: Some("a&b=//evil.example".to_owned()),
        };
        assert!(to(wrong).starts_with("/single-sign-on?org=a%26b"));
    }
}
