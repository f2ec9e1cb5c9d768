//! Invitations: mailed offers of membership. The link is a secret that works
//! once; only its hash is kept.

use domain::id::{InvitationId, OrgId, UserId};
use domain::notification::Kind;
use domain::organization::Email;
use domain::role::Roles;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{outlived, sql};
use crate::audit::{Action, Event};
use crate::authz::{Actor, Admin, OrgGrant, Origin, Scope};
use crate::db::{ReadTx, WriteTx};
use crate::mail::Mail;
use crate::notifications::{self, Message};
use crate::{Error, Services, accounts, token};

/// How long an invitation can be accepted.
pub const LIFETIME: Duration = Duration::days(7);
/// Most invitations of one organization within [`WINDOW`]: each is a mail to
/// somebody who has not asked for it.
pub const MOST: u16 = 50;
/// How long an invitation counts.
const WINDOW: Duration = Duration::hours(1);

/// An invitation that is open.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Who is invited.
    pub email: String,
    /// The roles that are offered.
    pub roles: Roles,
    /// The name of who invited.
    pub invited_by: String,
    /// Until when it can be accepted.
    pub expires_at: OffsetDateTime,
}

/// What somebody who holds the link sees before accepting.
#[derive(Debug, Clone)]
pub struct Offer {
    pub(super) org: OrgId,
    pub(super) id: InvitationId,
    pub(super) by: UserId,
    /// The name of the organization.
    pub organization: String,
    /// Its name in addresses.
    pub slug: String,
    /// Who is invited.
    pub email: String,
    /// The roles that are offered.
    pub roles: Roles,
    /// The name of who invited.
    pub invited_by: String,
}

/// Invites somebody by mail. Another invitation of the same address is
/// replaced, so that the newest link is the only one that works.
///
/// # Errors
/// [`Error::Invalid`] for somebody who is a member already, [`Error::Forbidden`]
/// for offering ownership without having it, [`Error::TooMany`] where the
/// organization has invited [`MOST`] within an hour, or the account too many for
/// all its organizations together.
pub async fn invite(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    email: Email,
    roles: Roles,
) -> Result<InvitationId, Error> {
    outlived::may_offer(grant.roles(), &roles)?;
    let (id, secret) = (InvitationId(svc.new_id()?), token::secret(svc)?);
    let (org, by, hash) = (grant.org(), grant.by(), token::sha256(&secret));
    let mail = invitation_mail(svc, grant, &email, &secret);
    let mailer = svc.mailer.clone();
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            // One after the other, so that several at once are counted too. First
            // of all: everywhere the organization is locked before its members.
            sql::lock_organization(tx.conn(), org).await?;
            // Whoever takes the role away meanwhile waits for this, and then
            // takes the invitation back; or was faster, which is found here.
            let own = sql::roles(tx.conn(), org, by).await?;
            outlived::may_offer(&own.ok_or(Error::NotFound)?, &roles)?;
            if sql::is_member(tx.conn(), org, &email).await? {
                return Err(Error::invalid("email", "is a member already"));
            }
            let begin = sql::nth_invitation(tx.conn(), org, now - WINDOW, MOST).await?;
            require_room(begin, now)?;
            // Anybody can make more organizations.
            accounts::count_invitation(&mut tx, by).await?;
            sql::revoke_open(tx.conn(), org, &email, now).await?;
            let row = sql::NewInvitation {
                org,
                id,
                email: &email,
                roles: &roles,
                hash,
                by,
                now,
            };
            sql::insert_invitation(tx.conn(), row).await?;
            let after = json!({ "email": email.as_str(), "roles": roles.words() });
            tx.commit(Event::new(Action::MemberInvited, id).after(after))
                .await?;
            // In here, so that it is sent even if the caller goes away.
            mailer.send(mail).await;
            Ok(id)
        })
    })
    .await
}

/// Refuses one more while the invitation with which the limit was reached, made
/// at `begin`, still counts.
fn require_room(begin: Option<OffsetDateTime>, now: OffsetDateTime) -> Result<(), Error> {
    match begin {
        Some(at) => Err(Error::TooMany {
            retry_after: (at + WINDOW - now).try_into().unwrap_or_default(),
        }),
        None => Ok(()),
    }
}

fn invitation_mail(svc: &Services, grant: &OrgGrant<Admin>, email: &Email, secret: &str) -> Mail {
    let name = grant.name();
    Mail::new(email.as_str(), &format!("Join {name} on Tessera"))
        .text(format!(
            "{} has invited you to {name} on Tessera.",
            grant.actor_name()
        ))
        .action(
            "Accept the invitation",
            svc.link(&format!("/invitations/{secret}")),
        )
        .text(format!(
            "The link works once, for {} days. If you did not expect it, do nothing.",
            LIFETIME.whole_days()
        ))
}

/// The invitations that are open, the newest first.
pub async fn open_invitations(
    svc: &Services,
    grant: &OrgGrant<Admin>,
) -> Result<Vec<Invitation>, Error> {
    let (org, now) = (grant.org(), svc.now());
    ReadTx::run(svc, grant.scope(), move |tx| {
        Box::pin(async move { sql::open_invitations(tx, org, now).await })
    })
    .await
}

/// Takes an invitation back; its link stops working.
pub async fn revoke(
    svc: &Services,
    grant: &OrgGrant<Admin>,
    id: InvitationId,
) -> Result<(), Error> {
    let org = grant.org();
    WriteTx::run(svc, grant.scope(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let email = sql::revoke(tx.conn(), org, id, now).await?;
            let email = email.ok_or(Error::NotFound)?;
            let event = Event::new(Action::InvitationRevoked, id).before(json!({ "email": email }));
            tx.commit(event).await
        })
    })
    .await
}

/// What the link `secret` offers.
///
/// # Errors
/// [`Error::NotFound`] if it never was, was used, was revoked or has expired.
pub async fn offer(svc: &Services, origin: &Origin, secret: &str) -> Result<Offer, Error> {
    let (hash, now) = (token::sha256(secret), svc.now());
    let scope = Scope::visitor(origin).looking_up(token::hex(&hash));
    let found = ReadTx::run(svc, scope, move |tx| {
        Box::pin(async move { sql::find_offer(tx, hash, now).await })
    })
    .await?
    .ok_or(Error::NotFound)?;
    // The organization becomes visible only once the secret has named it.
    let scope = Scope::visitor(origin).in_org(found.org);
    ReadTx::run(svc, scope, move |tx| {
        Box::pin(async move { sql::describe_offer(tx, found).await })
    })
    .await
}

fn told_of_joining(by: &Actor, offer: &Offer) -> Message {
    Message {
        to: offer.by,
        kind: Kind::MemberJoined,
        title: format!("{} has joined {}", by.name(), offer.organization),
        body: "Your invitation was accepted.".to_owned(),
        href: format!("/organizations/{}/members", offer.slug),
    }
}

/// Accepts the invitation behind `secret` for the account that is signed in.
/// Whoever holds the link may accept it: it was sent to one mailbox.
///
/// # Errors
/// [`Error::NotFound`] as for [`offer`]; [`Error::Conflict`] for a member.
pub async fn accept(svc: &Services, by: &Actor, secret: &str) -> Result<Offer, Error> {
    by.by_password()?;
    let offer = offer(svc, &by.origin, secret).await?;
    let (user, accepted) = (by.user(), offer.clone());
    let (services, message) = (svc.clone(), told_of_joining(by, &offer));
    WriteTx::run(svc, by.scope().in_org(offer.org), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            if !sql::use_invitation(tx.conn(), offer.org, offer.id, now).await? {
                return Err(Error::NotFound);
            }
            super::join(&mut tx, offer.org, user, &offer.roles).await?;
            notifications::send(&services, &mut tx, offer.org, &message).await?;
            let after = json!({ "roles": offer.roles.words(), "invitation": offer.id.to_string() });
            tx.commit(Event::new(Action::MemberJoined, user).after(after))
                .await
        })
    })
    .await?;
    Ok(accepted)
}
