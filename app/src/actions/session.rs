//! Signing up, in and out.

use std::sync::Arc;

use backend::accounts::{self, NewAccount, Secret, SignedIn};
use backend::authz::SignedInBy;
use backend::{Error, FieldErrors};
use domain::organization::{Email, Name};

use super::sent::Reader;
use super::{Ask, Done, Effect, Outcome};

/// Somebody who has shown who they are.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// What the backend says of it.
    pub signed_in: Arc<SignedIn>,
    /// How they have shown it.
    pub by: SignedInBy,
}

impl SignIn {
    fn by_password(signed_in: SignedIn) -> Effect {
        Effect::SignIn(Self {
            signed_in: Arc::new(signed_in),
            by: SignedInBy::Password,
        })
    }
}

/// Where to go after signing in: a path of this installation and nothing else.
/// Browsers read `\` as `/` and drop control characters, so both are refused.
pub(crate) fn next(wanted: &str) -> String {
    let inside = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains(|c: char| c == '\\' || c.is_control());
    let round = wanted.starts_with("/sign-") || wanted.starts_with("/setup");
    if inside && !round {
        wanted.to_owned()
    } else {
        "/home".to_owned()
    }
}

fn account(ask: &Ask) -> Result<NewAccount, Error> {
    let mut reader = Reader::new(&ask.sent);
    let (email, name) = (reader.field::<Email>("email"), reader.field::<Name>("name"));
    reader.done()?;
    let (Some(email), Some(name)) = (email, name) else {
        return Err(Error::Invalid(FieldErrors::default()));
    };
    Ok(NewAccount {
        email,
        name,
        password: Secret::new(ask.sent.get("password").to_owned()),
    })
}

pub(super) async fn sign_up(ask: Ask) -> Outcome {
    ask.sent.only(&["email", "name", "password", "next"])?;
    accounts::sign_up(&ask.services, ask.origin(), account(&ask)?).await?;
    let next = domain::catalog_query::encode(&next(ask.sent.get("next")));
    Ok(Done::to(format!("/sign-in?done=signed-up&next={next}")))
}

pub(super) async fn sign_in(ask: Ask) -> Outcome {
    ask.sent.only(&["email", "password", "next"])?;
    let password = Secret::new(ask.sent.get("password").to_owned());
    let email = ask.sent.get("email");
    let device = ask.visitor.device.as_deref();
    let found = accounts::sign_in(&ask.services, ask.origin(), email, password, device).await?;
    let next = next(ask.sent.get("next"));
    Ok(match found {
        accounts::SignIn::Done(signed_in) => Done::to(next).and(SignIn::by_password(signed_in)),
        accounts::SignIn::NeedsCode(awaited) => {
            let next = domain::catalog_query::encode(&next);
            Done::to(format!("/sign-in/code?next={next}")).and(Effect::AwaitCode(awaited))
        }
    })
}

pub(super) async fn confirm_code(ask: Ask) -> Outcome {
    ask.sent.only(&["code", "next"])?;
    let awaited = ask.visitor.awaits_code.ok_or(Error::Unauthenticated)?;
    let device = ask.visitor.device.as_deref();
    let code = ask.sent.get("code");
    let (services, origin) = (&ask.services, ask.origin());
    let signed_in = accounts::confirm_code(services, origin, awaited, code, device).await?;
    Ok(Done::to(next(ask.sent.get("next"))).and(SignIn::by_password(signed_in)))
}

pub(super) async fn sign_out(ask: Ask) -> Outcome {
    ask.sent.only(&[])?;
    if let Some(session) = ask.visitor.session {
        accounts::sessions::sign_out(&ask.services, ask.origin(), session).await?;
    }
    Ok(Done::to("/?done=signed-out").and(Effect::SignOut))
}

pub(super) async fn ask_reset(ask: Ask) -> Outcome {
    ask.sent.only(&["email"])?;
    let mut reader = Reader::new(&ask.sent);
    let email = reader.field::<Email>("email");
    reader.done()?;
    if let Some(email) = email {
        accounts::ask_reset(&ask.services, ask.origin(), email.as_str()).await?;
    }
    Ok(Done::with_word("/forgot-password", "sent"))
}

pub(super) async fn reset_password(ask: Ask) -> Outcome {
    ask.sent.only(&["token", "password"])?;
    let password = Secret::new(ask.sent.get("password").to_owned());
    let token = ask.sent.get("token");
    accounts::reset_password(&ask.services, ask.origin(), token, password).await?;
    Ok(Done::with_word("/sign-in", "password-reset").and(Effect::SignOut))
}

pub(super) async fn verify_email(ask: Ask) -> Outcome {
    ask.sent.only(&["token"])?;
    accounts::verify_email(&ask.services, ask.origin(), ask.sent.get("token")).await?;
    Ok(Done::with_word("/home", "verified"))
}

pub(super) async fn set_up(ask: Ask) -> Outcome {
    ask.sent.only(&["token", "email", "name", "password"])?;
    let token = ask.sent.get("token");
    accounts::use_setup_token(&ask.services, ask.origin(), token, account(&ask)?).await?;
    Ok(Done::with_word("/sign-in", "set-up"))
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn after_signing_in_people_stay_here() {
        assert_eq!(next("/models?q=a"), "/models?q=a");
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "\\evil",
            "https://evil.example",
            "/a\r\nSet-Cookie: x",
            "",
            "javascript:alert(1)",
            "/sign-in?next=/sign-in",
        ] {
            assert_eq!(next(elsewhere), "/home", "{elsewhere}");
        }
    }
}
