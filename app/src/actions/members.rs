//! Members and invitations.

use backend::authz::Admin;
use backend::members;
use domain::id::UserId;
use domain::organization::Email;
use domain::role::{Role, Roles};

use super::sent::Reader;
use super::{Ask, Done, Outcome};

/// Longest reason, in characters; what is longer is cut.
const MAX_REASON: usize = 500;

fn roles(reader: &mut Reader<'_>) -> Option<Roles> {
    let words = reader.words::<Role>("roles");
    Roles::new(words)
        .map_err(|error| reader.wrong("roles", &error))
        .ok()
}

pub(super) async fn invite(ask: Ask) -> Outcome {
    let grant = ask.grant::<Admin>().await?;
    ask.sent.only(&["email", "roles"])?;
    let mut reader = Reader::new(&ask.sent);
    let (email, roles) = (reader.field::<Email>("email"), roles(&mut reader));
    reader.done()?;
    if let (Some(email), Some(roles)) = (email, roles) {
        members::invite(&ask.services, &grant, email, roles).await?;
    }
    let path = format!("/organizations/{}/members", grant.slug());
    Ok(Done::with_word(&path, "invited"))
}

pub(super) async fn change_roles(ask: Ask) -> Outcome {
    let grant = ask.grant::<Admin>().await?;
    ask.sent.only(&["roles"])?;
    let member: UserId = ask.id("member")?;
    let mut reader = Reader::new(&ask.sent);
    let roles = roles(&mut reader);
    reader.done()?;
    if let Some(roles) = roles {
        members::change_roles(&ask.services, &grant, member, roles).await?;
    }
    let path = format!("/organizations/{}/members", grant.slug());
    Ok(Done::with_word(&path, "roles-changed"))
}

pub(super) async fn remove(ask: Ask) -> Outcome {
    let grant = ask.grant::<Admin>().await?;
    ask.sent.only(&["reason"])?;
    let reason = ask.sent.get("reason").trim();
    let reason = (!reason.is_empty()).then(|| reason.chars().take(MAX_REASON).collect());
    members::remove(&ask.services, &grant, ask.id("member")?, reason).await?;
    let path = format!("/organizations/{}/members", grant.slug());
    Ok(Done::with_word(&path, "removed"))
}

pub(super) async fn revoke(ask: Ask) -> Outcome {
    let grant = ask.grant::<Admin>().await?;
    ask.sent.only(&[])?;
    members::revoke(&ask.services, &grant, ask.id("invitation")?).await?;
    let path = format!("/organizations/{}/members", grant.slug());
    Ok(Done::with_word(&path, "revoked"))
}

pub(super) async fn accept(ask: Ask) -> Outcome {
    let actor = ask.by_password()?;
    ask.sent.only(&[])?;
    let offer = members::accept(&ask.services, actor, ask.param("secret")).await?;
    let path = format!("/organizations/{}", offer.slug);
    Ok(Done::with_word(&path, "joined"))
}
