//! Signing in through the provider of an organization, and linking an account
//! to somebody there.

use domain::id::{OrgId, UserId};
use domain::organization::Slug;
use serde_json::json;

use super::flow::Flow;
use super::oidc::OidcError;
use super::reason::{Reason, Refused};
use super::sql::{self, Identity, Person, Row};
use crate::accounts::SignedIn;
use crate::audit::{Action, Event};
use crate::authz::{Origin, Scope, SignedInBy};
use crate::db::{ReadTx, WriteTx};
use crate::mail::Mail;
use crate::{Error, Services};

/// A sign-in that goes on at the provider.
#[derive(Debug)]
pub struct Begin {
    /// Where the browser goes.
    pub redirect_url: String,
    /// What the browser keeps meanwhile, in a cookie for ten minutes.
    pub state: String,
}

/// What the provider sends along with the person who comes back.
#[derive(Debug, Default)]
pub struct Answer {
    /// For a token; works once.
    pub code: Option<String>,
    /// What was sent there with the person.
    pub state: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Who answers (RFC 9207).
    pub issuer: Option<String>,
}

/// Somebody who is in.
#[derive(Debug)]
pub struct Finished {
    /// The account, for the session.
    pub signed_in: SignedIn,
    /// Through which provider, for the session too.
    pub by: SignedInBy,
    /// Where to go.
    pub next: String,
    /// Whether the account was linked just now.
    pub linked: bool,
}

/// Begins a sign-in through the provider of the organization `slug`, which ends
/// with [`finish`]. With `link` the account of who has signed in is linked to
/// whom the provider names; the caller makes sure that the person wants it.
///
/// # Errors
/// [`Refused`] with [`Reason::NoProvider`], [`Reason::Closed`] if the account
/// to link is not a member, or what was wrong with the provider.
pub async fn begin(
    svc: &Services,
    origin: &Origin,
    slug: &str,
    next: &str,
    link: Option<UserId>,
) -> Result<Begin, Refused> {
    let slug: Slug = slug.parse().map_err(|_| Reason::NoProvider)?;
    let begun = prepare(svc, origin, slug.as_str(), next, link).await;
    begun.map_err(|refused| refused.at(slug.as_str()))
}

async fn prepare(
    svc: &Services,
    origin: &Origin,
    slug: &str,
    next: &str,
    link: Option<UserId>,
) -> Result<Begin, Refused> {
    let org = organization(svc, origin, slug).await?;
    let org = org.ok_or(Reason::NoProvider)?;
    if let Some(user) = link {
        person(svc, origin, org, user)
            .await?
            .ok_or(Reason::Closed)?;
    }
    let row = provider(svc, origin, org).await?;
    let row = row.ok_or(Reason::NoProvider)?;
    let client = super::client(svc, org, &row)?;
    let metadata = client.metadata(svc.now().into()).await.map_err(told)?;
    let flow = Flow::new(svc, (org, slug), &row, next, link)?;
    Ok(Begin {
        redirect_url: client.authorize(&metadata, flow.once()).to_string(),
        state: flow.seal(svc)?,
    })
}

/// Ends a sign-in that [`begin`] began: `cookie` is what the browser has kept,
/// `signed_in` whose session it has.
///
/// # Errors
/// [`Refused`] with the reason; [`Reason::OtherAccount`] where the provider
/// names somebody else than who has signed in.
pub async fn finish(
    svc: &Services,
    origin: &Origin,
    cookie: Option<&str>,
    answer: Answer,
    signed_in: Option<UserId>,
) -> Result<Finished, Refused> {
    let flow = cookie.and_then(|cookie| Flow::open(svc, cookie));
    let flow = flow.ok_or(Reason::Expired)?;
    let finished = enter(svc, origin, &flow, answer, signed_in).await;
    finished.map_err(|refused| {
        tracing::info!(org = %flow.org, reason = refused.reason.as_str(), "single sign-on refused");
        refused.at(&flow.slug)
    })
}

async fn enter(
    svc: &Services,
    origin: &Origin,
    flow: &Flow,
    answer: Answer,
    signed_in: Option<UserId>,
) -> Result<Finished, Refused> {
    if !flow.is_answered_by(answer.state.as_deref()) {
        return Err(Reason::Expired.into());
    }
    // Whoever has signed out does not become linked behind their back.
    if flow.link.is_some() && flow.link != signed_in {
        return Err(Reason::SignedOut.into());
    }
    let row = provider(svc, origin, flow.org).await?;
    let row = row.filter(|row| flow.is_with(row)).ok_or(Reason::Changed)?;
    if answer.issuer.is_some_and(|issuer| issuer != row.issuer) {
        return Err(Reason::Untrusted.into());
    }
    let code = answer.code.filter(|_| answer.error.is_none());
    let code = code.ok_or(Reason::Declined)?;
    let client = super::client(svc, flow.org, &row)?;
    let now = svc.now().into();
    let metadata = client.metadata(now).await.map_err(told)?;
    let subject = client.identify(&metadata, code, flow.once(), now).await;
    let identity = Identity {
        org: flow.org,
        issuer: row.issuer,
        subject: subject.map_err(told)?,
    };
    let entrant = entrant(svc, origin, identity, flow.link).await?;
    // Another site may have led the browser here: nobody goes on in somebody
    // else's account without knowing it.
    if signed_in.is_some_and(|user| user != entrant.user) {
        return Err(Reason::OtherAccount.into());
    }
    let mail = entrant.is_new.then(|| linked_mail(svc, &entrant.person));
    let linked = mail.is_some();
    let (signed_in, provider_epoch) = let_in(svc, origin, entrant, row.client_id).await??;
    if let Some(mail) = mail {
        svc.mailer.send(mail).await;
    }
    Ok(Finished {
        signed_in,
        by: SignedInBy::Provider(flow.org, provider_epoch),
        next: flow.next.clone(),
        linked,
    })
}

/// The account behind an identity.
struct Entrant {
    identity: Identity,
    user: UserId,
    person: Person,
    /// Whether it has to be linked first.
    is_new: bool,
}

async fn entrant(
    svc: &Services,
    origin: &Origin,
    identity: Identity,
    link: Option<UserId>,
) -> Result<Entrant, Refused> {
    let (wanted, scope) = (
        identity.clone(),
        Scope::visitor(origin).in_org(identity.org),
    );
    let linked = ReadTx::run(svc, scope, move |tx| {
        Box::pin(async move { sql::find_linked(tx, &wanted).await })
    })
    .await?;
    let user = match (linked, link) {
        (None, None) => return Err(Reason::Unknown.into()),
        (Some(linked), Some(own)) if linked != own => return Err(Reason::Taken.into()),
        (Some(user), _) | (None, Some(user)) => user,
    };
    let person = person(svc, origin, identity.org, user).await?;
    Ok(Entrant {
        identity,
        user,
        person: person.ok_or(Reason::Closed)?,
        is_new: linked.is_none(),
    })
}

/// Links the account if it has to be, and notes that it came in, unless the
/// organization has dropped the provider, which calls it `client_id`, meanwhile.
/// Tells the epoch of the provider too: the session is written only after this,
/// and may find the provider gone.
async fn let_in(
    svc: &Services,
    origin: &Origin,
    entrant: Entrant,
    client_id: String,
) -> Result<Result<(SignedIn, i32), Reason>, Error> {
    let Entrant { identity, user, .. } = entrant;
    let scope = Scope::visitor(origin).acting(user, &entrant.person.name);
    WriteTx::run(svc, scope.in_org(identity.org), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let provider_epoch = sql::hold(tx.conn(), identity.org).await?;
            let row = sql::find(tx.conn(), identity.org).await?;
            if row.is_none_or(|r| r.issuer != identity.issuer || r.client_id != client_id) {
                return Ok(Err(Reason::Changed));
            }
            let epochs = sql::lock_person(tx.conn(), identity.org, user).await?;
            let Some(epochs) = epochs else {
                return Ok(Err(Reason::Closed));
            };
            if entrant.is_new {
                if !sql::link(tx.conn(), &identity, user, now).await? {
                    return Ok(Err(Reason::Taken));
                }
                let after = json!({ "issuer": identity.issuer, "subject": identity.subject });
                tx.note(Event::new(Action::IdentityLinked, user).after(after))
                    .await?;
            }
            let after = json!({ "through": identity.issuer });
            tx.commit(Event::new(Action::SignedIn, user).after(after))
                .await?;
            let signed_in = SignedIn {
                user,
                new_device: None,
                epochs,
            };
            Ok(Ok((signed_in, provider_epoch)))
        })
    })
    .await
}

async fn organization(svc: &Services, origin: &Origin, slug: &str) -> Result<Option<OrgId>, Error> {
    let (scope, slug) = (Scope::visitor(origin).looking_up(slug), slug.to_owned());
    ReadTx::run(svc, scope, move |tx| {
        Box::pin(async move { sql::find_organization(tx, &slug).await })
    })
    .await
}

async fn provider(svc: &Services, origin: &Origin, org: OrgId) -> Result<Option<Row>, Error> {
    let scope = Scope::visitor(origin).in_org(org);
    ReadTx::run(svc, scope, move |tx| Box::pin(sql::find(tx, org))).await
}

async fn person(
    svc: &Services,
    origin: &Origin,
    org: OrgId,
    user: UserId,
) -> Result<Option<Person>, Error> {
    let scope = Scope::visitor(origin).in_org(org);
    ReadTx::run(svc, scope, move |tx| {
        Box::pin(sql::find_person(tx, org, user))
    })
    .await
}

/// What people are told of a failure; the log is told all of it.
fn told(error: OidcError) -> Reason {
    tracing::warn!(%error, "a provider failed");
    match error {
        OidcError::Unreachable(_) => Reason::Unreachable,
        OidcError::Code(_) => Reason::Declined,
        OidcError::Unusable(_) | OidcError::OtherName(_) | OidcError::Untrusted(_) => {
            Reason::Untrusted
        }
    }
}

/// To whoever was linked: it is a new way into the account.
fn linked_mail(svc: &Services, person: &Person) -> Mail {
    let name = &person.organization;
    Mail::new(
        &person.email,
        &format!("You can sign in through {name} now"),
    )
    .text(format!(
        "Your account at Tessera was linked to your account at the provider of {name}. \
             From now on you can sign in through it."
    ))
    .text("If it was not you, set a new password at once, and tell an owner of the organization.")
    .action("Set a new password", svc.link("/forgot-password"))
}
