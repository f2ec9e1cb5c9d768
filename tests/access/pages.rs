//! Asking and deciding on pages, as people do.

use backend::access::{self, Filter};
use backend::authz::{AnyMember, Requester};
use domain::id::RequestId;
use tests::{Person, TestApp};

use super::{Acme, member, new, offerings};

const REQUESTS: &str = "/organizations/acme/requests";

/// The form of a request, filled in.
fn filled<'a>(offering: &'a str, use_case: &'a str) -> [(&'static str, &'a str); 9] {
    [
        ("offering", offering),
        ("project", "web"),
        ("use_case", use_case),
        ("data_class", "internal"),
        ("environment", "production"),
        ("requests", "100,000"),
        ("input", "2000"),
        ("output", "500"),
        ("until", "2027-01-31"),
    ]
}

/// The newest request that a person sees.
async fn newest(acme: &Acme<'_>, person: &Person<'_>) -> RequestId {
    let grant = acme.grant::<AnyMember>(person).await;
    let found = access::list(&acme.app.services, &grant, &Filter::default()).await;
    found.unwrap().requests.first().expect("a request").id
}

#[tokio::test]
async fn a_developer_asks_and_an_approver_agrees() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let (key, form) = (
        offering.to_string(),
        format!("{REQUESTS}/new?offering={offering}"),
    );
    let page = acme.developer.browser.get(&form).await;
    assert_eq!(page.status, 200);
    for words in [
        "Predicted cost",
        "approver, owner",
        "Too few decisions so far to tell",
    ] {
        assert!(page.text().contains(words), "{words}");
    }
    let use_case = "Answers customers.\r\nIn German.";
    let page = acme
        .developer
        .browser
        .submit(&form, &filled(&key, use_case))
        .await;
    for words in ["The request is sent.", "Waits for a decision", "In German."] {
        assert!(page.text().contains(words), "{words}");
    }
    let id = newest(&acme, &acme.developer).await;
    let page = acme
        .developer
        .browser
        .submit(&form, &filled(&key, use_case))
        .await;
    assert!(page.text().contains("There was an open request"));

    let waiting = acme.approver.browser.get(REQUESTS).await.text();
    assert!(waiting.contains("Waiting for you (1)"));
    let decide = format!("{REQUESTS}/{id}/decide");
    let evidence = acme.approver.browser.get(&decide).await.text();
    assert!(evidence.contains("In German.") && evidence.contains("Predicted cost"));
    let yes = [("decision", "approve"), ("until", ""), ("reason", "")];
    let page = acme.approver.browser.submit(&decide, &yes).await;
    assert!(page.text().contains("Last day of the subscription"));
    let list = acme
        .developer
        .browser
        .get("/organizations/acme/subscriptions")
        .await;
    assert!(list.text().contains("approved by"));
    assert!(!list.text().contains("/cancel"), "a developer ends nothing");
    let again = acme.developer.browser.get(&form).await;
    assert!(again.text().contains("Can be used already by: web."));
}

#[tokio::test]
async fn a_mistake_keeps_what_was_entered_and_is_only_text() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let key = offering.to_string();
    let form = format!("{REQUESTS}/new?offering={offering}");
    let mut fields = filled(&key, "</textarea><script>alert(1)</script>");
    fields[1] = ("project", "");
    fields[5] = ("requests", "");
    let answer = acme.developer.browser.post(&form, &fields).await;
    assert_eq!(answer.status, 422);
    let text = answer.text();
    assert!(text.contains("Project is not chosen yet"));
    assert!(text.contains("Requests is missing"));
    assert!(text.contains("&lt;/textarea&gt;") && !text.contains("<script>alert"));
    let unknown = [("offering", key.as_str()), ("price", "0")];
    let answer = acme.developer.browser.post(&form, &unknown).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("is not a field of this form"));
}

#[tokio::test]
async fn the_page_says_why_there_is_nothing_to_decide() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let grant = acme.grant::<Requester>(&acme.owner).await;
    let asked = access::request(&app.services, &grant, new("web", offering)).await;
    let decide = format!("{REQUESTS}/{}/decide", asked.unwrap().id);
    let own = "You asked for this yourself: somebody else has to decide.";
    let page = acme.owner.browser.get(&decide).await;
    assert!(page.text().contains(own) && !page.text().contains("value=\"approve\""));
    let yes = [("decision", "approve")];
    let answer = acme.owner.browser.post(&decide, &yes).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains(own));

    let no = [("decision", "deny"), ("reason", "")];
    let answer = acme.approver.browser.post(&decide, &no).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Reason is missing"));
    let no = [("decision", "deny"), ("reason", "There is a cheaper one.")];
    let page = acme.approver.browser.submit(&decide, &no).await;
    assert!(page.text().contains("There is a cheaper one."));
    let second = app.person("second@acme.example").await;
    app.join("acme", second.user, &["approver"]).await;
    let answer = second.browser.post(&decide, &yes).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Already denied by approver."));
}

#[tokio::test]
async fn a_request_is_withdrawn_by_whoever_made_it() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let id = acme.ask("web", offering).await;
    let withdraw = format!("{REQUESTS}/{id}/withdraw");
    let other = acme.owner.browser.get(&withdraw).await;
    assert_eq!(other.status, 403);
    let publisher = member(&app, "publisher").await;
    let stranger = publisher.browser.get(&format!("{REQUESTS}/{id}")).await;
    assert_eq!(stranger.status, 404);
    let page = acme.developer.browser.submit(&withdraw, &[]).await;
    assert!(page.text().contains("The request is withdrawn."));
    let again = format!("new?offering={offering}&amp;from={id}");
    assert!(page.text().contains(&again), "the way to ask again");
    let prefilled = format!("{REQUESTS}/new?offering={offering}&from={id}");
    let page = acme.developer.browser.get(&prefilled).await;
    assert!(page.text().contains("Answers questions of customers."));
    let answer = acme.developer.browser.post(&withdraw, &[]).await;
    assert_eq!(answer.status, 409);
}

#[tokio::test]
async fn a_subscription_is_ended_with_a_reason() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let id = acme.ask("web", offering).await;
    acme.approve(id).await;
    let own = acme.see(&acme.developer, id).await.unwrap().subscription;
    let list = "/organizations/acme/subscriptions";
    let end = format!("{list}/{}/cancel", own.unwrap());
    assert_eq!(acme.developer.browser.get(&end).await.status, 403);
    let answer = acme.approver.browser.post(&end, &[("reason", " ")]).await;
    assert_eq!(answer.status, 422);
    let why = [("reason", "The project is over.")];
    let page = acme.approver.browser.submit(&end, &why).await;
    assert!(page.text().contains("The subscription has ended."));
    assert!(page.text().contains("Canceled"));
}

#[tokio::test]
async fn wrong_addresses_are_told_apart() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    for (rest, status) in [
        ("", 200),
        ("?state=pending&mine=1", 200),
        ("?state=lost", 400),
        ("?before=usr_1", 400),
        ("/new", 200),
        ("/new?offering=x", 400),
        ("/new?offering=999999999", 404),
        ("/req_1", 404),
    ] {
        let address = format!("{REQUESTS}{rest}");
        let answer = acme.developer.browser.get(&address).await;
        assert_eq!(answer.status, status, "{address}");
    }
}
