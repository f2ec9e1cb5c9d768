//! What people do about their own account.

use backend::Error;
use backend::accounts::{self, Secret};
use backend::notifications::{self, Mark};
use domain::organization::Name;

use super::sent::Reader;
use super::{Ask, Done, Outcome};

pub(super) async fn change_name(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["name"])?;
    let mut reader = Reader::new(&ask.sent);
    let name = reader.field::<Name>("name");
    reader.done()?;
    if let Some(name) = name {
        accounts::change_name(&ask.services, actor, name).await?;
    }
    Ok(Done::with_word("/account", "saved"))
}

pub(super) async fn change_password(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["current", "password"])?;
    let secret = |name| Secret::new(ask.sent.get(name).to_owned());
    let keep = ask.session()?;
    accounts::change_password(
        &ask.services,
        actor,
        secret("current"),
        secret("password"),
        keep,
    )
    .await?;
    Ok(Done::with_word("/account", "password-changed"))
}

/// Ends one session, or all but this one.
pub(super) async fn end_sessions(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["session"])?;
    match ask.sent.get("session") {
        "" => {
            accounts::sessions::end_others(&ask.services, actor, ask.session()?).await?;
        }
        one => accounts::sessions::end(&ask.services, actor, one).await?,
    }
    Ok(Done::with_word("/account/sessions", "ended"))
}

/// Begins to set up the second factor; or turns it on with a first code, and
/// shows recovery codes.
pub(super) async fn second_factor(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["begin", "code"])?;
    if ask.sent.is_ticked("begin") {
        accounts::begin_second_factor(&ask.services, actor).await?;
        return Ok(Done::to("/account/second-factor"));
    }
    let code = ask.sent.get("code");
    let codes = accounts::enable_second_factor(&ask.services, actor, code).await?;
    Ok(Done::show(codes))
}

pub(super) async fn second_factor_off(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["password"])?;
    let password = Secret::new(ask.sent.get("password").to_owned());
    accounts::disable_second_factor(&ask.services, actor, password).await?;
    Ok(Done::with_word("/account", "second-factor-off"))
}

/// New recovery codes; the page that follows shows them once.
pub(super) async fn recovery_codes(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["password"])?;
    let password = Secret::new(ask.sent.get("password").to_owned());
    let codes = accounts::make_recovery_codes(&ask.services, actor, password).await?;
    Ok(Done::show(codes))
}

/// Mails the link that confirms the address again.
pub(super) async fn send_verification(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&[])?;
    accounts::send_verification(&ask.services, actor).await?;
    Ok(Done::with_word("/account", "verification-sent"))
}

pub(super) async fn mark(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["notification", "as", "only"])?;
    let which = match ask.sent.get("notification") {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let mark = match ask.sent.get("as") {
        "read" => Mark::Read,
        "unread" => Mark::Unread,
        "archived" => Mark::Archived,
        _ => return Err(Error::invalid("as", "must be read, unread or archived")),
    };
    notifications::mark(&ask.services, actor, which, mark).await?;
    let unread = ask.sent.get("only") == "unread";
    Ok(Done::to(if unread {
        "/inbox?only=unread"
    } else {
        "/inbox"
    }))
}
