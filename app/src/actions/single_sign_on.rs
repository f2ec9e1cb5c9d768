//! The provider of an organization.

use backend::authz::Owner;
use backend::identity_providers::{self, ClientSecret, NewProvider};

use super::{Ask, Done, Outcome, session};

/// Where to go after signing in through an organization: as after any other
/// way in, and not round to the beginning.
pub fn after_sign_in(wanted: &str) -> String {
    if wanted.starts_with("/single-sign-on") {
        session::next("")
    } else {
        session::next(wanted)
    }
}

pub(super) async fn set(ask: Ask) -> Outcome {
    let grant = ask.grant::<Owner>().await?;
    ask.sent.only(&["issuer", "client_id", "client_secret"])?;
    let text = |name: &str| ask.sent.get(name).trim().to_owned();
    let secret = text("client_secret");
    let new = NewProvider {
        issuer: text("issuer"),
        client_id: text("client_id"),
        client_secret: (!secret.is_empty()).then(|| ClientSecret::new(secret)),
    };
    identity_providers::set(&ask.services, &grant, new).await?;
    let path = format!("/organizations/{}/single-sign-on", grant.slug());
    Ok(Done::with_word(&path, "saved"))
}

pub(super) async fn remove(ask: Ask) -> Outcome {
    let grant = ask.grant::<Owner>().await?;
    ask.sent.only(&[])?;
    identity_providers::remove(&ask.services, &grant).await?;
    let path = format!("/organizations/{}/single-sign-on", grant.slug());
    Ok(Done::with_word(&path, "removed"))
}

#[cfg(test)]
mod tests {
    use super::after_sign_in;

    #[test]
    fn people_go_on_inside_and_not_in_circles() {
        assert_eq!(after_sign_in("/organizations/acme"), "/organizations/acme");
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/single-sign-on/start?org=acme",
            "/sign-in",
            "",
        ] {
            assert_eq!(after_sign_in(elsewhere), "/home", "{elsewhere}");
        }
    }
}
