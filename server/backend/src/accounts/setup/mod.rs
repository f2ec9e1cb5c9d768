//! The first operator of an installation.

mod sql;

use domain::id::UserId;
use domain::organization::{Email, Name};
use time::Duration;

use super::sql::{self as users, NewUser};
use super::{NewAccount, Secret, stale_link, strength};
use crate::audit::{Action, Event};
use crate::authz::{Origin, Scope};
use crate::db::WriteTx;
use crate::{Error, Services, token};

/// How long a link to set up works. A restart prints a new one.
const LIFETIME: Duration = Duration::days(7);

/// Whether the installation has an operator.
pub async fn has_operator(svc: &Services) -> Result<bool, Error> {
    sql::has_operator(&svc.pool).await
}

/// Makes an operator, from the shell of the server.
///
/// # Errors
/// [`Error::Invalid`] for a `password` that is too easy and for an `email` that
/// has an account.
pub async fn create_operator(
    svc: &Services,
    email: Email,
    name: Name,
    password: Secret,
) -> Result<UserId, Error> {
    let new = NewAccount {
        email,
        name,
        password,
    };
    let row = prepare(svc, new).await?;
    let user = row.user;
    WriteTx::run(svc, Scope::system(), move |mut tx| {
        Box::pin(async move {
            insert(&mut tx, &row).await?;
            tx.commit(Event::new(Action::OperatorCreated, user)).await
        })
    })
    .await?;
    Ok(user)
}

/// A secret for the link that makes the first operator. It is shown where only
/// the owner of the server looks.
///
/// # Errors
/// [`Error::Conflict`] once there is an operator.
pub async fn make_setup_token(svc: &Services) -> Result<String, Error> {
    if has_operator(svc).await? {
        return Err(Error::Conflict("There is an operator already."));
    }
    let secret = token::secret(svc)?;
    sql::insert_token(&svc.pool, token::sha256(&secret), svc.now()).await?;
    Ok(secret)
}

/// Makes the first operator with a link, which is used up by it, as all others
/// are.
///
/// # Errors
/// [`Error::Invalid`] for a `token` that does not work (any more), for a
/// `password` that is too easy and for an `email` that has an account;
/// [`Error::Conflict`] once there is an operator.
pub async fn use_setup_token(
    svc: &Services,
    origin: &Origin,
    secret: &str,
    new: NewAccount,
) -> Result<UserId, Error> {
    let (link, since) = (token::sha256(secret), svc.now() - LIFETIME);
    // Before the password is hashed: nobody without a link makes work.
    if !sql::token_works(&svc.pool, link, since).await? {
        return Err(stale_link());
    }
    let row = prepare(svc, new).await?;
    let user = row.user;
    let scope = Scope::visitor(origin).acting(user, &row.name);
    WriteTx::run(svc, scope, move |mut tx| {
        Box::pin(async move {
            let now = tx.now();
            // All links at once, so that two of them cannot both be the first.
            let taken = sql::use_tokens(tx.conn(), since, now).await?;
            if !taken.contains(&link.to_vec()) {
                return Err(stale_link());
            }
            if sql::has_operator(tx.conn()).await? {
                return Err(Error::Conflict("There is an operator already."));
            }
            insert(&mut tx, &row).await?;
            tx.commit(Event::new(Action::OperatorCreated, user)).await
        })
    })
    .await?;
    Ok(user)
}

async fn prepare(svc: &Services, new: NewAccount) -> Result<NewUser, Error> {
    let hints = strength::hints(new.email.as_str(), new.name.as_str());
    svc.passwords
        .require_strong(new.password.clone(), hints)
        .await?;
    Ok(NewUser {
        user: UserId(svc.new_id()?),
        email: new.email.to_string(),
        name: new.name.to_string(),
        password_hash: svc.passwords.hash(svc.entropy, new.password).await?,
        is_operator: true,
        // Whoever runs the server needs no mail to be believed, and mail may
        // not be set up yet.
        is_verified: true,
    })
}

async fn insert(tx: &mut WriteTx, row: &NewUser) -> Result<(), Error> {
    let now = tx.now();
    if users::insert(tx.conn(), row, now).await? {
        Ok(())
    } else {
        let message = "There is an account with this address already.";
        Err(Error::invalid("email", message))
    }
}

/// Makes an account of the demo, inside the transaction that makes the demo.
pub(crate) async fn insert_demo(
    svc: &Services,
    tx: &mut WriteTx,
    new: NewAccount,
    is_operator: bool,
) -> Result<UserId, Error> {
    let row = NewUser {
        is_operator,
        ..prepare(svc, new).await?
    };
    insert(tx, &row).await?;
    users::mark_demo(tx.conn(), row.user).await?;
    Ok(row.user)
}

/// Forgets links that do not work any more.
pub(super) async fn remove_expired(svc: &Services) -> Result<u64, Error> {
    sql::remove_tokens(&svc.pool, svc.now() - LIFETIME).await
}
