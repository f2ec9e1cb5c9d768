//! Organizations and access tokens.

use backend::access_tokens::{self, NewToken};
use backend::accounts::checklists::{self, Checklist};
use backend::authz::{AnyMember, Owner};
use backend::members;
use backend::organizations::{self, Change, NewOrganization};
use domain::organization::{Name, Slug};

use super::account::puts_away;
use super::sent::Reader;
use super::{Ask, Done, Outcome};

pub(super) async fn create(ask: Ask) -> Outcome {
    let actor = ask.by_password()?;
    ask.sent.only(&["name", "slug", "time_zone"])?;
    let mut reader = Reader::new(&ask.sent);
    let name = reader.field::<Name>("name");
    // Left empty, the slug follows the name.
    let given = ask.sent.get("slug").trim();
    let slug = match Slug::from_name(ask.sent.get("name")) {
        Some(slug) if given.is_empty() => Some(slug),
        _ => reader.field::<Slug>("slug"),
    };
    reader.done()?;
    if let (Some(name), Some(slug)) = (name, slug) {
        let time_zone = ask.sent.get("time_zone").to_owned();
        let to = format!("/organizations/{slug}?done=created");
        let new = NewOrganization {
            slug,
            name,
            time_zone,
        };
        organizations::create(&ask.services, actor, new).await?;
        return Ok(Done::to(to));
    }
    Ok(Done::to("/organizations/new"))
}

/// Puts the list of things to do away for this member, or brings it back.
pub(super) async fn checklist(ask: Ask) -> Outcome {
    let grant = ask.grant::<AnyMember>().await?;
    ask.sent.only(&["checklist"])?;
    let (list, hidden) = (Checklist::of(&grant), puts_away(&ask.sent)?);
    checklists::set_hidden(&ask.services, ask.actor()?, list, hidden).await?;
    Ok(Done::to(format!("/organizations/{}", grant.slug())))
}

pub(super) async fn change(ask: Ask) -> Outcome {
    let grant = ask.grant::<Owner>().await?;
    ask.sent.only(&["name", "time_zone", "sso_required"])?;
    let mut reader = Reader::new(&ask.sent);
    let name = reader.field::<Name>("name");
    reader.done()?;
    if let Some(name) = name {
        let change = Change {
            name,
            time_zone: ask.sent.get("time_zone").to_owned(),
            sso_required: ask.sent.is_ticked("sso_required"),
        };
        organizations::change(&ask.services, &grant, ask.actor()?, change).await?;
    }
    let path = format!("/organizations/{}/settings", grant.slug());
    Ok(Done::with_word(&path, "saved"))
}

pub(super) async fn hand_over(ask: Ask) -> Outcome {
    let grant = ask.grant::<Owner>().await?;
    ask.sent.only(&["member"])?;
    let to = ask.sent.get("member").parse();
    let to = to.map_err(|_| backend::Error::invalid("member", "Choose a member."))?;
    organizations::hand_over(&ask.services, &grant, to).await?;
    let path = format!("/organizations/{}/members", grant.slug());
    Ok(Done::with_word(&path, "handed-over"))
}

pub(super) async fn leave(ask: Ask) -> Outcome {
    let grant = ask.grant::<AnyMember>().await?;
    ask.sent.only(&[])?;
    members::leave(&ask.services, &grant).await?;
    Ok(Done::with_word("/home", "left"))
}

pub(super) async fn create_token(ask: Ask) -> Outcome {
    let grant = ask.grant::<AnyMember>().await?;
    ask.sent.only(&["name", "scopes", "days"])?;
    let mut reader = Reader::new(&ask.sent);
    let (name, days) = (reader.field::<Name>("name"), reader.field::<u16>("days"));
    reader.done()?;
    let scopes = ask.sent.all("scopes").map(str::to_owned).collect();
    let mut shown = Vec::new();
    if let (Some(name), Some(days)) = (name, days) {
        let new = NewToken { name, scopes, days };
        let text = access_tokens::create(&ask.services, &grant, ask.actor()?, new).await?;
        shown.push(text.reveal());
    }
    Ok(Done::show(shown))
}

pub(super) async fn revoke_token(ask: Ask) -> Outcome {
    let grant = ask.grant::<AnyMember>().await?;
    ask.sent.only(&[])?;
    access_tokens::revoke(&ask.services, &grant, ask.id("token")?).await?;
    let path = format!("/organizations/{}/tokens", grant.slug());
    Ok(Done::with_word(&path, "revoked"))
}
