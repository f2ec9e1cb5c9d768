//! The proof that somebody publishes, which owners do not have by themselves.

use backend::Error;
use tests::TestApp;

#[tokio::test]
async fn publishers_publish_and_owners_do_not() {
    let app = TestApp::empty().await;
    let owner = app.person("owner@acme.example").await;
    let fields = [("name", "Acme"), ("slug", "acme"), ("time_zone", "UTC")];
    owner.browser.submit("/organizations/new", &fields).await;
    let refused = app.actor(&owner).await;
    let refused = refused.as_vendor(&app.services, "acme").await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");

    for (name, roles) in [
        ("publisher", &["publisher"][..]),
        ("both", &["owner", "publisher"][..]),
    ] {
        let person = app.person(&format!("{name}@acme.example")).await;
        app.join("acme", person.user, roles).await;
        let actor = app.actor(&person).await;
        let grant = actor.as_vendor(&app.services, "acme").await;
        assert_eq!(grant.unwrap().name(), "Acme", "{name}");
    }
    for role in ["admin", "developer", "auditor"] {
        let person = app.person(&format!("{role}@acme.example")).await;
        app.join("acme", person.user, &[role]).await;
        let actor = app.actor(&person).await;
        let refused = actor.as_vendor(&app.services, "acme").await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{role}");
    }
    let stranger = app.person("stranger@other.example").await;
    let actor = app.actor(&stranger).await;
    for slug in ["acme", "nowhere"] {
        let refused = actor.as_vendor(&app.services, slug).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{slug}");
    }
}
