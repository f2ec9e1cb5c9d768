//! The demo: two organizations and one persona for each role, so that a
//! newcomer can look at Tessera from every side. Never made in a production
//! start, and marked as demo everywhere.

mod access;
mod sql;

use domain::id::{OrgId, ProjectId, UserId};
use domain::organization::{Email, Name};
use domain::role::{Role, Roles};

use crate::accounts::{self, NewAccount, Secret};
use crate::audit::{Action, Event};
use crate::authz::Scope;
use crate::db::WriteTx;
use crate::{Error, Services, members, token};

/// Which part a persona plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Asks for access.
    Buyer,
    /// Decides requests.
    Approver,
    /// Owns the organization that buys.
    Admin,
    /// Looks at cost.
    Finance,
    /// Reads everything.
    Auditor,
    /// Owns the organization that sells.
    Vendor,
    /// Runs the installation.
    Operator,
}

impl Part {
    /// As it stands in the mail address.
    const fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Approver => "approver",
            Self::Admin => "admin",
            Self::Finance => "finance",
            Self::Auditor => "auditor",
            Self::Vendor => "vendor",
            Self::Operator => "operator",
        }
    }
}

/// A persona and the password that was made for it.
#[derive(Debug, Clone)]
pub struct Persona {
    /// Which one it is.
    pub part: Part,
    /// The mail address to sign in with.
    pub email: String,
    /// The password; shown once.
    pub password: String,
    /// What the persona shows.
    pub about: &'static str,
}

/// Part, name, what it shows, and roles in the two organizations.
type Cast = (
    Part,
    &'static str,
    &'static str,
    &'static [Role],
    &'static [Role],
);

const CAST: [Cast; 7] = [
    (
        Part::Buyer,
        "Demo buyer",
        "requests access, makes keys",
        &[Role::Developer],
        &[],
    ),
    (
        Part::Approver,
        "Demo approver",
        "decides requests",
        &[Role::Approver],
        &[],
    ),
    (
        Part::Admin,
        "Demo admin",
        "owns the organization",
        &[Role::Owner, Role::Admin],
        &[],
    ),
    (
        Part::Finance,
        "Demo finance",
        "cost and statements",
        &[Role::Finance],
        &[],
    ),
    (
        Part::Auditor,
        "Demo auditor",
        "reads everything",
        &[Role::Auditor],
        &[],
    ),
    (
        Part::Vendor,
        "Demo vendor",
        "publishes listings",
        &[],
        &[Role::Owner, Role::Publisher],
    ),
    (
        Part::Operator,
        "Demo operator",
        "runs the installation",
        &[],
        &[],
    ),
];

/// Slug, name and time zone of the organization that buys and the one that
/// sells.
const ORGANIZATIONS: [(&str, &str, &str); 2] = [
    ("demo-buyer", "Demo Buyer", "Europe/Berlin"),
    ("demo-vendor", "Demo Vendor", "America/New_York"),
];

/// Organization, slug, name and cost center.
const PROJECTS: [(usize, &str, &str, &str); 4] = [
    (0, "support-assistant", "Support assistant", "CC-1001"),
    (0, "document-search", "Document search", "CC-1002"),
    (0, "research", "Research", "CC-2001"),
    (1, "listings", "Listings", "CC-1"),
];

/// Makes the demo, unless there is an account already: nothing of the demo
/// comes into an installation that is in use. Returns the personas with their
/// passwords, the only time they are known. Of several servers that start
/// together one makes it; the others wait and make none.
pub async fn create(svc: &Services) -> Result<Option<Vec<Persona>>, Error> {
    if sql::has_accounts(&svc.pool).await? {
        return Ok(None);
    }
    let mut cast = Vec::new();
    for (part, name, about, buys, sells) in CAST {
        let persona = Persona {
            part,
            email: format!("{}@demo.example", part.word()),
            password: password(svc)?,
            about,
        };
        cast.push((persona, name, [buys, sells]));
    }
    let people = cast.clone();
    let services = svc.clone();
    let is_made = WriteTx::run(svc, Scope::system(), move |mut tx| {
        Box::pin(async move {
            sql::wait_for_turn(tx.conn()).await?;
            // Another server may have made it meanwhile.
            if sql::has_accounts(tx.conn()).await? {
                return Ok(false);
            }
            fill(&services, tx, people).await?;
            Ok(true)
        })
    })
    .await?;
    Ok(is_made.then(|| cast.into_iter().map(|(p, ..)| p).collect()))
}

/// Opens the accounts of a demo that was made once, or closes them: a start without
/// the demo lets nobody in whose password stands in the log of another.
pub async fn set_open(svc: &Services, is_open: bool) -> Result<(), Error> {
    WriteTx::run(svc, Scope::system(), move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            let changed = sql::set_open(tx.conn(), is_open, now).await?;
            if changed == 0 {
                return Ok(());
            }
            let action = if is_open {
                Action::DemoOpened
            } else {
                Action::DemoClosed
            };
            let after = serde_json::json!({ "accounts": changed });
            tx.commit(Event::new(action, "demo").after(after)).await
        })
    })
    .await
}

/// Four groups of letters: long enough for anybody, short enough to type.
fn password(svc: &Services) -> Result<String, Error> {
    let letters = token::letters(svc, 16)?.to_lowercase();
    let groups = [
        letters.get(..4),
        letters.get(4..8),
        letters.get(8..12),
        letters.get(12..),
    ];
    Ok(groups.into_iter().flatten().collect::<Vec<_>>().join("-"))
}

type Person = (Persona, &'static str, [&'static [Role]; 2]);

async fn fill(svc: &Services, mut tx: WriteTx, people: Vec<Person>) -> Result<(), Error> {
    let now = tx.now();
    let mut organizations = Vec::new();
    for (slug, name, time_zone) in ORGANIZATIONS {
        let org = OrgId(svc.new_id()?);
        tx.enter(org).await?;
        sql::insert_organization(tx.conn(), org, (slug, name, time_zone), now).await?;
        tx.note(Event::new(Action::OrganizationCreated, slug))
            .await?;
        organizations.push(org);
    }
    let (mut buyer, mut approver) = (None, None);
    for (persona, name, roles) in people {
        tx.enter(OrgId::INSTALLATION).await?;
        let user = account(svc, &mut tx, &persona, name).await?;
        match persona.part {
            Part::Buyer => buyer = Some(user),
            Part::Approver => approver = Some(user),
            Part::Admin | Part::Finance | Part::Auditor | Part::Vendor | Part::Operator => {}
        }
        for (org, roles) in organizations.iter().zip(roles) {
            if roles.is_empty() {
                continue;
            }
            tx.enter(*org).await?;
            members::join(&mut tx, *org, user, &Roles::new(roles.iter().copied())?).await?;
            tx.note(Event::new(Action::MemberJoined, user)).await?;
        }
    }
    for (organization, slug, name, cost_center) in PROJECTS {
        let Some(org) = organizations.get(organization) else {
            continue;
        };
        tx.enter(*org).await?;
        let id = ProjectId(svc.new_id()?);
        sql::insert_project(tx.conn(), *org, id, (slug, name, cost_center), now).await?;
        tx.note(Event::new(Action::ProjectCreated, slug)).await?;
    }
    if let (Some(&org), Some((slug, ..)), Some(buyer), Some(approver)) = (
        organizations.first(),
        ORGANIZATIONS.first(),
        buyer,
        approver,
    ) {
        tx.enter(org).await?;
        let stage = access::Stage {
            org,
            slug,
            buyer,
            approver,
        };
        access::fill(svc, &mut tx, &stage).await?;
    }
    tx.enter(OrgId::INSTALLATION).await?;
    tx.commit(Event::new(Action::DemoCreated, "demo")).await
}

async fn account(
    svc: &Services,
    tx: &mut WriteTx,
    persona: &Persona,
    name: &str,
) -> Result<UserId, Error> {
    let wrong = |e: domain::organization::TextError| Error::invalid("demo", e);
    let new = NewAccount {
        email: persona.email.parse::<Email>().map_err(wrong)?,
        name: name.parse::<Name>().map_err(wrong)?,
        password: Secret::new(persona.password.clone()),
    };
    let is_operator = persona.part == Part::Operator;
    accounts::insert_demo(svc, tx, new, is_operator).await
}
