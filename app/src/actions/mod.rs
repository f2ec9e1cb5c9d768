//! What forms do. Each action is a `POST` to the address of the page its form
//! stands on: it works without scripts, and where something is wrong the same
//! page is drawn again with what was entered and what is wrong with it.
//!
//! Parse, prove, call the use-case, say where to go: an action is short.

mod access;
mod account;
mod members;
mod organizations;
mod projects;
mod sent;
mod session;
mod single_sign_on;

use std::collections::BTreeMap;

use backend::accounts::AwaitedCode;
use backend::authz::{Actor, Allows, OrgGrant, Origin};
use backend::{Error, Services};
use futures::future::BoxFuture;

pub use sent::Sent;
pub use session::SignIn;
pub use single_sign_on::after_sign_in;

/// Everything an action may look at.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The marketplace.
    pub services: Services,
    /// Who asks.
    pub visitor: crate::context::Visitor,
    /// The variable parts of the address.
    pub params: BTreeMap<String, String>,
    /// What the form sent.
    pub sent: Sent,
}

/// What happens to the session when an action is done.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Somebody has signed in: the session gets a new id.
    SignIn(SignIn),
    /// The password was right; a code is still missing.
    AwaitCode(AwaitedCode),
    /// The password was changed: the session goes on with this epoch, under a
    /// new id.
    NewPassword(i32),
    /// The session ends.
    SignOut,
}

/// What the browser sees next.
pub enum Then {
    /// Another page of this installation.
    Go(String),
    /// The same page, with something that is shown only now: a new token,
    /// recovery codes.
    Show(Vec<String>),
}

impl std::fmt::Debug for Then {
    /// Without what is shown only now: it is secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Go(path) => f.debug_tuple("Go").field(path).finish(),
            Self::Show(_) => f.write_str("Show"),
        }
    }
}

/// An action that is done.
#[derive(Debug)]
pub struct Done {
    /// What the browser sees next.
    pub then: Then,
    /// What happens to the session.
    pub effect: Option<Effect>,
}

impl Done {
    /// Goes on to a path of this installation.
    fn to(path: impl Into<String>) -> Self {
        Self {
            then: Then::Go(path.into()),
            effect: None,
        }
    }

    /// Goes on to a path, where a word says what was done.
    fn with_word(path: &str, word: &str) -> Self {
        let mark = if path.contains('?') { '&' } else { '?' };
        Self::to(format!("{path}{mark}done={word}"))
    }

    /// Shows something on the same page, once.
    fn show(texts: Vec<String>) -> Self {
        Self {
            then: Then::Show(texts),
            effect: None,
        }
    }

    fn and(self, effect: Effect) -> Self {
        Self {
            effect: Some(effect),
            ..self
        }
    }
}

/// What an action comes to.
pub type Outcome = Result<Done, Error>;

/// One form.
#[derive(Clone, Copy)]
pub struct Action {
    /// The address it is sent to, as the router writes it; also that of the
    /// page the form stands on.
    pub path: &'static str,
    /// Does it.
    pub run: fn(Ask) -> BoxFuture<'static, Outcome>,
}

macro_rules! actions {
    ($($path:literal => $run:path;)+) => {
        /// Every action. The router knows no other, and the tests of
        /// authorization cover each.
        pub const ACTIONS: &[Action] = &[$(Action { path: $path, run: |ask| Box::pin($run(ask)) },)+];
    };
}

actions! {
    "/sign-up" => session::sign_up;
    "/sign-in" => session::sign_in;
    "/sign-in/code" => session::confirm_code;
    "/sign-out" => session::sign_out;
    "/forgot-password" => session::ask_reset;
    "/reset-password" => session::reset_password;
    "/verify-email" => session::verify_email;
    "/setup" => session::set_up;
    "/account/name" => account::change_name;
    "/account/password" => account::change_password;
    "/account/verification" => account::send_verification;
    "/account/sessions" => account::end_sessions;
    "/account/second-factor" => account::second_factor;
    "/account/second-factor/off" => account::second_factor_off;
    "/account/recovery-codes" => account::recovery_codes;
    "/account/notifications" => account::choose_mail;
    "/home" => account::checklist;
    "/inbox" => account::mark;
    "/organizations/new" => organizations::create;
    "/organizations/{org}" => organizations::checklist;
    "/organizations/{org}/settings" => organizations::change;
    "/organizations/{org}/single-sign-on" => single_sign_on::set;
    "/organizations/{org}/single-sign-on/remove" => single_sign_on::remove;
    "/organizations/{org}/hand-over" => organizations::hand_over;
    "/organizations/{org}/leave" => organizations::leave;
    "/organizations/{org}/projects/new" => projects::create;
    "/organizations/{org}/projects/{project}" => projects::change;
    "/organizations/{org}/projects/{project}/archive" => projects::archive;
    "/organizations/{org}/requests/new" => access::request;
    "/organizations/{org}/requests/{request}/withdraw" => access::withdraw;
    "/organizations/{org}/requests/{request}/decide" => access::decide;
    "/organizations/{org}/subscriptions/{subscription}/cancel" => access::cancel;
    "/organizations/{org}/members/invite" => members::invite;
    "/organizations/{org}/members/{member}" => members::change_roles;
    "/organizations/{org}/members/{member}/remove" => members::remove;
    "/organizations/{org}/invitations/{invitation}/revoke" => members::revoke;
    "/organizations/{org}/tokens" => organizations::create_token;
    "/organizations/{org}/tokens/{token}/revoke" => organizations::revoke_token;
    "/invitations/{secret}" => members::accept;
}

impl Ask {
    /// Who has signed in.
    pub(crate) fn actor(&self) -> Result<&Actor, Error> {
        self.visitor.actor.as_ref().ok_or(Error::Unauthenticated)
    }

    /// Who has signed in with a password: what the provider of an organization
    /// must not open.
    pub(crate) fn by_password(&self) -> Result<&Actor, Error> {
        let actor = self.actor()?;
        actor.by_password()?;
        Ok(actor)
    }

    /// The session of who has signed in.
    pub(crate) fn session(&self) -> Result<[u8; 32], Error> {
        self.visitor.session.ok_or(Error::Unauthenticated)
    }

    /// Where the request comes from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.visitor.origin
    }

    /// A variable part of the address.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .get(name)
            .map(String::as_str)
            .unwrap_or_default()
    }

    /// A variable part that is an id. What is none names nothing.
    pub(crate) fn id<T: std::str::FromStr>(&self, name: &str) -> Result<T, Error> {
        self.param(name).parse().map_err(|_| Error::NotFound)
    }

    /// Proves a role in the organization of the address.
    pub(crate) async fn grant<R: Allows>(&self) -> Result<OrgGrant<R>, Error> {
        self.actor()?
            .in_org(&self.services, self.param("org"))
            .await
    }
}
