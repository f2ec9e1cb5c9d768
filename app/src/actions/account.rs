//! What people do about their own account.

use backend::Error;
use backend::accounts::checklists::{self, Checklist};
use backend::accounts::{self, Secret};
use backend::notifications::{self, Mark, Which};
use domain::id::NotificationId;
use domain::notification::{Kind, MailFrequency};
use domain::organization::Name;

use super::sent::Reader;
use super::{Ask, Done, Effect, Outcome, Sent};
use crate::pages::inbox::Shown;

pub(super) async fn change_name(ask: Ask) -> Outcome {
    let actor = ask.by_password()?;
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
    let actor = ask.by_password()?;
    ask.sent.only(&["current", "password"])?;
    let secret = |name| Secret::new(ask.sent.get(name).to_owned());
    let keep = ask.session()?;
    let credentials = accounts::change_password(
        &ask.services,
        actor,
        secret("current"),
        secret("password"),
        keep,
    )
    .await?;
    Ok(Done::with_word("/account", "password-changed").and(Effect::NewPassword(credentials)))
}

/// Ends one session, or all but this one.
pub(super) async fn end_sessions(ask: Ask) -> Outcome {
    let actor = ask.by_password()?;
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
    let actor = ask.by_password()?;
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
    let actor = ask.by_password()?;
    ask.sent.only(&["password"])?;
    let password = Secret::new(ask.sent.get("password").to_owned());
    accounts::disable_second_factor(&ask.services, actor, password).await?;
    Ok(Done::with_word("/account", "second-factor-off"))
}

/// New recovery codes; the page that follows shows them once.
pub(super) async fn recovery_codes(ask: Ask) -> Outcome {
    let actor = ask.by_password()?;
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

/// Puts the list of things to do away, or brings it back.
pub(super) async fn checklist(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent.only(&["checklist"])?;
    let hidden = puts_away(&ask.sent)?;
    checklists::set_hidden(&ask.services, actor, Checklist::HOME, hidden).await?;
    Ok(Done::to("/home"))
}

/// Whether a list is put away; otherwise it is brought back.
pub(super) fn puts_away(sent: &Sent) -> Result<bool, Error> {
    match sent.get("checklist") {
        "hide" => Ok(true),
        "show" => Ok(false),
        _ => Err(Error::invalid("checklist", "must be hide or show")),
    }
}

/// What is mailed of the messages of the inbox.
pub(super) async fn choose_mail(ask: Ask) -> Outcome {
    let actor = ask.by_password()?;
    let names: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    ask.sent.only(&names)?;
    let mut reader = Reader::new(&ask.sent);
    let mut wanted = Vec::new();
    for kind in Kind::ALL {
        let mail = reader.field::<MailFrequency>(kind.as_str());
        wanted.extend(mail.map(|mail| (*kind, mail)));
    }
    reader.done()?;
    notifications::preferences::choose(&ask.services, actor, wanted).await?;
    Ok(Done::with_word("/account/notifications", "saved"))
}

/// Marks all messages, one of them, or those about one page.
pub(super) async fn mark(ask: Ask) -> Outcome {
    let actor = ask.actor()?;
    ask.sent
        .only(&["notification", "about", "as", "only", "before"])?;
    let which = match (ask.sent.get("notification"), ask.sent.get("about")) {
        ("", "") => Which::All,
        ("", href) => Which::About(href.to_owned()),
        (id, "") => Which::One(id.parse::<NotificationId>().map_err(|_| Error::NotFound)?),
        _ => return Err(Error::invalid("about", "stands beside one message")),
    };
    let mark = match ask.sent.get("as") {
        "read" => Mark::Read,
        "unread" => Mark::Unread,
        "archived" => Mark::Archived,
        _ => return Err(Error::invalid("as", "must be read, unread or archived")),
    };
    // The page of the list on which the form stood.
    let unread_only = ask.sent.get("only") == "unread";
    let before = ask.sent.get("before").parse::<NotificationId>().ok();
    notifications::mark(&ask.services, actor, which, mark).await?;
    Ok(Done::to(Shown::new(unread_only, before).href()))
}
