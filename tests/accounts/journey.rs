//! From nothing to a second member, with plain forms: what works here works
//! without scripts.

use tests::{Browser, TestApp};

use super::{link, sign_in, sign_up};

#[tokio::test]
async fn sign_up_organization_invite_accept_sign_in() {
    let app = TestApp::starter().await;
    let owner = Browser::new(&app);
    sign_up(&owner, "owner@acme.example").await;
    sign_in(&owner, "owner@acme.example").await;
    let home = owner.get("/home").await.text();
    assert!(
        home.contains("/organizations/new"),
        "the next step is offered"
    );

    let page = owner
        .submit(
            "/organizations/new",
            &[
                ("name", "Acme & Sons"),
                ("slug", ""),
                ("time_zone", "Europe/Berlin"),
            ],
        )
        .await;
    assert!(page.text().contains("Acme &amp; Sons"));
    let invited = owner
        .submit(
            "/organizations/acme-sons/members/invite",
            &[
                ("email", "new@acme.example"),
                ("roles", "developer"),
                ("roles", "finance"),
            ],
        )
        .await;
    assert!(
        invited.text().contains("new@acme.example"),
        "open invitations are listed"
    );

    let guest = Browser::new(&app);
    let invitation = link(&app, "new@acme.example");
    let offer = guest.get(&invitation).await.text();
    assert!(offer.contains("Acme &amp; Sons") && offer.contains("/sign-in?next="));
    sign_up(&guest, "new@acme.example").await;
    sign_in(&guest, "new@acme.example").await;
    let joined = guest.submit(&invitation, &[]).await.text();
    assert!(joined.contains("Acme &amp; Sons"));
    let members = guest.get("/organizations/acme-sons/members").await.text();
    assert!(members.contains("owner@acme.example") && members.contains("Finance"));
    let again = guest.get(&invitation).await;
    assert_eq!(again.status, 404, "an invitation works once");
}

#[tokio::test]
async fn mistakes_are_shown_beside_what_was_entered() {
    let app = TestApp::starter().await;
    let browser = Browser::new(&app);
    let fields = [
        ("email", "not an address"),
        ("name", "A <b>"),
        ("password", "zq1"),
    ];
    let page = browser.post("/sign-up", &fields).await;
    let text = page.text();
    assert_eq!(page.status, 422);
    assert!(
        text.contains("aria-invalid=\"true\"") && text.contains("is not a mail address"),
        "{text}"
    );
    assert!(
        text.contains("value=\"A &lt;b>\"") || text.contains("value=\"A &lt;b&gt;\""),
        "{text}"
    );
    assert!(
        !text.contains("zq1"),
        "a password is not written into a page"
    );
}
