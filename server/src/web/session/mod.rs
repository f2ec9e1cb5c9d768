//! Sessions: who is behind a request.

mod state;
mod store;

use std::net::SocketAddr;

use app::actions::{Effect, SignIn};
use app::context::Visitor;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use backend::accounts::{self, AwaitedCode, sessions};
use backend::authz::{Actor, Origin};
use backend::{Error, Services};
use time::{Duration, OffsetDateTime};
use tower_sessions::cookie::SameSite;
use tower_sessions::session::Id;
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use state::{KEY, Pending, RENAMED, State};
use store::{IDLE, Store};

/// The cookie of a session. The prefix makes browsers insist on `Secure`, on
/// the whole site and on no parent domain (RFC 6265bis, section 4.1.3.2).
pub(super) const COOKIE: &str = "__Host-session";
/// The cookie by which a browser is known.
const DEVICE: &str = "__Host-device";
/// How long a browser is known, in seconds: about 13 months.
const DEVICE_MAX_AGE: u32 = 34_000_000;
/// How long a code may take after the password.
const CODE_WITHIN: Duration = Duration::minutes(10);
/// A session notes at most this often that it was used.
const NOTE_EVERY: Duration = Duration::MINUTE;
/// Longest name of a client that is kept.
const MAX_AGENT: usize = 200;

/// The layer that reads and writes the cookie.
pub(super) fn layer(services: Services) -> SessionManagerLayer<impl SessionStore + Clone> {
    SessionManagerLayer::new(Store(services))
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(IDLE))
}

/// What a request says of who is behind it.
pub(super) struct Claim {
    session: Option<Session>,
    device: Option<String>,
    pub(super) origin: Origin,
}

/// Reads the claim of a request. A value of its own, because a request cannot
/// be shared among threads while the database is asked.
pub(super) fn claim(request: &Request) -> Claim {
    Claim {
        session: request.extensions().get::<Session>().cloned(),
        device: cookie(request.headers(), DEVICE),
        origin: origin(request),
    }
}

/// A session whose account has other roles by now, so that it gets a new id.
pub(super) struct Renewal {
    session: Session,
    id: Id,
    state: State,
}

/// Who is behind a request, and what is to be done about their session once the
/// answer is there.
pub(super) async fn visitor(
    svc: &Services,
    claim: &Claim,
) -> Result<(Visitor, Option<Renewal>), Error> {
    let mut visitor = nobody(claim);
    let Some(session) = &claim.session else {
        return Ok((visitor, None));
    };
    // Without a cookie there is nothing to ask the database.
    let Some(id) = session.id() else {
        return Ok((visitor, None));
    };
    visitor.session = Some(store::hash(&id));
    let state = session.get::<State>(KEY).await.map_err(unavailable)?;
    let Some(mut state) = state else {
        return Ok((visitor, None));
    };
    let now = svc.now();
    if let Some(pending) = state.pending.as_ref().filter(|p| p.until > now) {
        visitor.awaits_code = Some(AwaitedCode {
            user: pending.user,
            credentials_epoch: pending.credentials,
        });
    }
    let Some(user) = state.user else {
        return Ok((visitor, None));
    };
    let known = accounts::actor_of(svc, user, state.signed_in_by(), claim.origin.clone()).await?;
    // What was begun with another password is over, even if it became a session
    // only after the password was changed.
    let known = known.filter(|known| known.epochs.credentials == state.credentials);
    let Some(known) = known else {
        return end(session, visitor).await;
    };
    match sign_in(svc, &mut visitor, known.actor).await {
        // Its provider was removed or replaced.
        Err(Error::Unauthenticated) => return end(session, visitor).await,
        done => done?,
    }
    visitor.display = known.display;
    if known.epochs.authority != state.epoch {
        state.epoch = known.epochs.authority;
        let session = session.clone();
        return Ok((visitor, Some(Renewal { session, id, state })));
    }
    if now - state.seen_at >= NOTE_EVERY {
        keep(session, &mut state, now).await?;
    }
    Ok((visitor, None))
}

/// Ends a session that is nobody's.
async fn end(session: &Session, visitor: Visitor) -> Result<(Visitor, Option<Renewal>), Error> {
    session.flush().await.map_err(unavailable)?;
    Ok((visitor, None))
}

/// Gives a session a new id, after the answer that tells the browser of it is
/// made: a request that fails, or whose client goes away, leaves the session as
/// it was, for the next one to carry on.
pub(super) async fn renew(svc: &Services, renewal: Renewal) -> Result<(), Error> {
    let svc = svc.clone();
    // To its end once it has begun: the row has another id then, and gets its state.
    backend::db::uncancelled(async move {
        let Renewal { session, id, state } = renewal;
        // The request itself may have signed in or out.
        if session.id() == Some(id) {
            carry_on(&svc, &session, state).await?;
        }
        Ok(())
    })
    .await
}

/// Carries a session on under a new id, with another state.
async fn carry_on(svc: &Services, session: &Session, mut state: State) -> Result<(), Error> {
    let Some(id) = session.id() else {
        return Ok(());
    };
    let new = Id::default();
    // Only whoever still finds the session may do it: one that was ended
    // meanwhile stays ended.
    if !sessions::rename(svc, store::hash(&id), store::hash(&new)).await? {
        return Ok(());
    }
    // The library takes the new id from the store, once it is without one.
    let renamed = session.insert(RENAMED, new.to_string()).await;
    renamed.map_err(unavailable)?;
    session.cycle_id().await.map_err(unavailable)?;
    keep(session, &mut state, svc.now()).await?;
    // At once, and not with the answer: the row has the id, not yet the state.
    session.save().await.map_err(unavailable)
}

async fn keep(session: &Session, state: &mut State, now: OffsetDateTime) -> Result<(), Error> {
    state.seen_at = now;
    session.insert(KEY, &*state).await.map_err(unavailable)
}

async fn sign_in(svc: &Services, visitor: &mut Visitor, actor: Actor) -> Result<(), Error> {
    let standing = accounts::standing(svc, &actor).await?;
    visitor.organizations = standing.organizations.into();
    visitor.unread = standing.unread;
    visitor.actor = Some(actor);
    Ok(())
}

/// The store's errors hold only what the backend says to everybody.
fn unavailable(error: tower_sessions::session::Error) -> Error {
    tracing::warn!(%error, "sessions cannot be read");
    Error::Unavailable
}

/// Where a request comes from.
pub(crate) fn origin(request: &Request) -> Origin {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .map(|agent| agent.chars().take(MAX_AGENT).collect());
    Origin {
        ip: peer.map(|ConnectInfo(peer)| peer.ip().to_canonical().to_string()),
        user_agent: agent,
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter();
    all.filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(own, value)| (own == name).then(|| value.to_owned()))
}

/// Does to the session what an action wants; returns a cookie to set.
pub(super) async fn apply(
    svc: &Services,
    session: &Session,
    visitor: &Visitor,
    effect: Effect,
) -> Result<Option<HeaderValue>, Error> {
    let (now, origin) = (svc.now(), &visitor.origin);
    match effect {
        Effect::SignIn(SignIn { signed_in, by }) => {
            let state = State::signed_in(signed_in.user, &by, signed_in.epochs, origin, now);
            begin(svc, session, visitor, &state).await?;
            Ok(signed_in.new_device.as_deref().and_then(device_cookie))
        }
        Effect::AwaitCode(awaited) => {
            let pending = Pending {
                user: awaited.user,
                credentials: awaited.credentials_epoch,
                until: now + CODE_WITHIN,
            };
            let state = State::awaiting_code(pending, origin, now);
            begin(svc, session, visitor, &state).await?;
            Ok(None)
        }
        Effect::NewPassword(credentials) => {
            // The password is changed and the session goes on, whatever comes of this.
            if new_id(svc, session, credentials).await.is_err() {
                tracing::warn!("a session could not get a new id");
            }
            Ok(None)
        }
        Effect::SignOut => {
            session.flush().await.map_err(unavailable)?;
            Ok(None)
        }
    }
}

/// Gives the session in which the password was changed a new id. Its row has the
/// new epoch already, so a client that goes away before this keeps its session.
async fn new_id(svc: &Services, session: &Session, credentials: i32) -> Result<(), Error> {
    let state = session.get::<State>(KEY).await.map_err(unavailable)?;
    let Some(mut state) = state else {
        return Ok(());
    };
    state.credentials = credentials;
    // What this answer saves of the session has the new epoch too.
    keep(session, &mut state, svc.now()).await?;
    let (svc, session) = (svc.clone(), session.clone());
    // To its end once it has begun, as in `renew`.
    backend::db::uncancelled(async move { carry_on(&svc, &session, state).await }).await
}

/// A session with a new id; the one before, if there was any, is gone, also
/// where another request has just given it another id.
async fn begin(
    svc: &Services,
    session: &Session,
    visitor: &Visitor,
    state: &State,
) -> Result<(), Error> {
    if let Some(before) = visitor.session {
        sessions::delete_renamed(svc, before).await?;
    }
    session.cycle_id().await.map_err(unavailable)?;
    session.insert(KEY, state).await.map_err(unavailable)
}

fn device_cookie(value: &str) -> Option<HeaderValue> {
    let cookie = format!(
        "{DEVICE}={value}; Path=/; Max-Age={DEVICE_MAX_AGE}; SameSite=Lax; HttpOnly; Secure"
    );
    HeaderValue::from_str(&cookie).ok()
}

/// Nobody in particular: also for pages when sessions cannot be read.
pub(super) fn nobody(claim: &Claim) -> Visitor {
    Visitor {
        device: claim.device.clone(),
        origin: claim.origin.clone(),
        ..Visitor::default()
    }
}
