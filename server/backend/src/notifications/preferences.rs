//! What an account wants mailed.

use domain::notification::{Kind, MailFrequency};
use serde_json::{Map, Value};

use super::sql;
use crate::audit::{Action, Event};
use crate::authz::Actor;
use crate::db::{ReadTx, WriteTx};
use crate::{Error, Services};

/// What holds for each kind of message, in the order in which they are shown.
///
/// # Errors
/// [`Error::PasswordRequired`] for those who came through a provider: it holds
/// for the messages of every organization.
pub async fn list(svc: &Services, by: &Actor) -> Result<Vec<(Kind, MailFrequency)>, Error> {
    by.by_password()?;
    let user = by.user();
    let chosen = ReadTx::run(svc, by.scope(), move |tx| {
        Box::pin(async move { sql::preferences(tx, user).await })
    })
    .await?;
    Ok(with_defaults(&chosen))
}

/// Changes what is mailed from now on. Mails that were due for a kind that is
/// not mailed any more are not sent. Where nothing is different nothing happens.
///
/// # Errors
/// As for [`list`].
pub async fn choose(
    svc: &Services,
    by: &Actor,
    wanted: Vec<(Kind, MailFrequency)>,
) -> Result<(), Error> {
    by.by_password()?;
    let user = by.user();
    WriteTx::run(svc, by.scope(), move |mut tx| {
        Box::pin(async move {
            sql::lock_choices(tx.conn(), user).await?;
            let chosen = sql::preferences(tx.conn(), user).await?;
            let before = with_defaults(&chosen);
            // Of two choices the first one holds.
            let after = with_defaults(&[wanted.as_slice(), chosen.as_slice()].concat());
            if after == before {
                return Ok(());
            }
            sql::set_preferences(tx.conn(), user, &wanted).await?;
            let never: Vec<_> = after
                .iter()
                .filter(|(_, mail)| *mail == MailFrequency::Never)
                .map(|(kind, _)| *kind)
                .collect();
            sql::cancel_mails(tx.conn(), user, &never).await?;
            let event = Event::new(Action::AccountChanged, user)
                .before(told(&before))
                .after(told(&after));
            tx.commit(event).await
        })
    })
    .await
}

fn with_defaults(chosen: &[(Kind, MailFrequency)]) -> Vec<(Kind, MailFrequency)> {
    let of = |kind: Kind| {
        let own = chosen.iter().find(|(own, _)| *own == kind);
        own.map_or(kind.default_mail(), |(_, mail)| *mail)
    };
    Kind::ALL.iter().map(|kind| (*kind, of(*kind))).collect()
}

/// As the audit log keeps it.
fn told(preferences: &[(Kind, MailFrequency)]) -> Value {
    let pairs = preferences
        .iter()
        .map(|(kind, mail)| (format!("mail.{kind}"), Value::from(mail.as_str())));
    Value::Object(pairs.collect::<Map<String, Value>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_chosen_is_as_usual() {
        let all = with_defaults(&[(Kind::AccessDecided, MailFrequency::Daily)]);
        assert_eq!(all.len(), Kind::ALL.len());
        for (kind, mail) in all {
            let wanted = match kind {
                Kind::AccessDecided => MailFrequency::Daily,
                kind => kind.default_mail(),
            };
            assert_eq!(mail, wanted, "{kind}");
        }
    }

    #[test]
    fn the_log_is_told_in_words() {
        let told = told(&[(Kind::RolesChanged, MailFrequency::AtOnce)]);
        assert_eq!(told, serde_json::json!({ "mail.roles_changed": "at_once" }));
    }
}
