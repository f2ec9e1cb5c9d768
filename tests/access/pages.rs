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
    let yes = [
        ("decision", "approve"),
        ("until", "2027-01-31"),
        ("note", ""),
    ];
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
    // As people see it, above the form and beside the field.
    assert_eq!(text.matches("Calls a month is missing").count(), 2);
    assert!(text.contains("aria-describedby=\"project-hint project-error\""));
    assert!(text.contains("&lt;/textarea&gt;") && !text.contains("<script>alert"));
    let unknown = [("offering", key.as_str()), ("price", "0")];
    let answer = acme.developer.browser.post(&form, &unknown).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("is not a field of this form"));
}

/// A letter may take twelve bytes on its way.
#[tokio::test]
async fn a_long_use_case_is_taken_in_any_script() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let (key, form) = (
        offering.to_string(),
        format!("{REQUESTS}/new?offering={offering}"),
    );
    let use_case = "𠮷".repeat(2_000);
    let browser = &acme.developer.browser;
    let page = browser.submit(&form, &filled(&key, &use_case)).await;
    assert!(page.text().contains("The request is sent."));
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
    let yes = [("decision", "approve"), ("no_end", "1")];
    let answer = acme.owner.browser.post(&decide, &yes).await;
    assert_eq!(answer.status, 403, "#7");
    assert!(answer.text().contains(own));
    let back = decide.trim_end_matches("/decide");
    assert!(answer.text().contains(&format!("href=\"{back}\"")));

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
    assert!(
        other
            .text()
            .contains("A request is withdrawn by whoever made it.")
    );
    assert!(
        !other.text().contains("you are:"),
        "no other role would help"
    );
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
    assert!(page.text().contains("Ended") && page.text().contains("ended by"));
    let own = acme
        .developer
        .browser
        .get(&format!("{REQUESTS}/{id}"))
        .await;
    assert!(
        own.text().contains("The project is over."),
        "who asked learns why"
    );
    assert!(!own.text().contains("Last day of the subscription"));
    assert!(own.text().contains("<strong>Ended"), "{}", own.text());
}

/// A last day that has passed is neither prefilled nor taken for granted.
#[tokio::test]
async fn an_approval_says_how_long_it_lasts() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let id = acme.ask("web", offering).await;
    let decide = format!("{REQUESTS}/{id}/decide");
    let page = acme.approver.browser.get(&decide).await.text();
    assert!(page.contains("value=\"2027-01-31\""));
    sqlx::query("update access_requests set wanted_until = '2026-11-20' where request_id = $1")
        .bind(id.0)
        .execute(&app.database.pool)
        .await
        .unwrap();
    let page = acme.approver.browser.get(&decide).await.text();
    assert!(page.contains("The day that was asked for has passed"));
    assert!(!page.contains("value=\"2026-11-20\""));
    let nothing = [("decision", "approve"), ("until", ""), ("note", "")];
    let both = [
        ("decision", "approve"),
        ("until", "2027-01-31"),
        ("no_end", "1"),
    ];
    let past = [("decision", "approve"), ("until", "2026-11-20")];
    for (fields, words) in [
        (&nothing[..], "Give the last day, or choose no end."),
        (&both[..], "Choose one of them: a last day, or no end."),
        (&past[..], "must be after today"),
    ] {
        let answer = acme.approver.browser.post(&decide, fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains(words), "{words}");
    }
    let open = [("decision", "approve"), ("until", ""), ("no_end", "1")];
    let page = acme.approver.browser.submit(&decide, &open).await;
    assert!(page.text().contains("without an end"));
}

/// Who has joined is not offered what would be refused.
#[tokio::test]
async fn who_has_joined_does_not_decide() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let id = acme.ask("web", offering).await;
    let grant = acme.grant::<Requester>(&acme.owner).await;
    let joined = access::request(&app.services, &grant, new("web", offering)).await;
    assert!(joined.unwrap().joined);
    let own = format!("{REQUESTS}/{id}");
    let words = "You asked for this too: somebody else has to decide.";
    let page = acme.owner.browser.get(&own).await.text();
    assert!(page.contains(words) && !page.contains("/decide\""));
    let page = acme.owner.browser.get(&format!("{own}/decide")).await;
    assert!(page.text().contains(words) && !page.text().contains("value=\"approve\""));
    let list = acme.owner.browser.get(REQUESTS).await.text();
    assert!(!list.contains("Waiting for you"));
    let list = acme.approver.browser.get(REQUESTS).await.text();
    assert!(list.contains("Waiting for you (1)") && list.contains("?waiting=1"));
}

#[tokio::test]
async fn whoever_takes_a_request_back_learns_that_it_goes_on() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let [offering] = offerings::<1>(&app);
    let id = acme.ask("web", offering).await;
    let grant = acme.grant::<Requester>(&acme.owner).await;
    access::request(&app.services, &grant, new("web", offering))
        .await
        .unwrap();
    let withdraw = format!("{REQUESTS}/{id}/withdraw");
    let page = acme.developer.browser.submit(&withdraw, &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Others had joined your request"));
    let page = acme.owner.browser.get(&withdraw).await;
    assert_eq!(page.status, 200, "it is the owner's now");
}

/// The costs of a comparison lead to a request for the same use.
#[tokio::test]
async fn a_comparison_leads_to_a_request() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let address = "/compare?m=anthropic/claude-haiku-4-5&requests=1,000";
    let form = "/organizations/acme/requests/new?offering=";
    let page = acme.developer.browser.get(address).await.text();
    assert!(page.contains(form) && page.contains("&amp;requests=1000\""));
    assert!(page.contains("Access in Acme"));
    for other in [&acme.approver.browser, &tests::Browser::new(&app)] {
        let page = other.get(address).await.text();
        assert!(!page.contains(form) && !page.contains("Access in Acme"));
    }
}

/// What makes vectors has no price of output, and needs none where nothing of it
/// is asked for.
#[tokio::test]
async fn a_predicted_cost_needs_only_what_is_asked_for() {
    let app = TestApp::starter().await;
    let acme = Acme::new(&app).await;
    let s = app.services.catalog.snapshot();
    let vectors = s.model("openai/text-embedding-3-large").unwrap();
    let sold = s.offerings_of(vectors).iter().find(|o| o.is_live());
    let form = format!("{REQUESTS}/new?offering={}", sold.unwrap().id);
    let browser = &acme.developer.browser;
    let page = browser.get(&form).await.text();
    assert!(page.contains("it has no output price"), "{page}");
    let page = browser.get(&format!("{form}&output=0")).await.text();
    assert!(page.contains(" a month at ") && !page.contains("no output price"));
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
        ("?before=req_00000000000000000000000000000007", 400),
        ("?waiting=1", 200),
        ("?waiting=yes", 400),
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
