//! The demo.

use backend::demo;
use tests::{Browser, TestApp};

/// Two servers that start at the same moment both start; one makes the demo.
#[tokio::test]
async fn of_two_servers_one_makes_the_demo() {
    let one = TestApp::starter().await;
    let two = one.replica().await;
    let (first, second) = tokio::join!(demo::create(&one.services), demo::create(&two.services));
    let made: Vec<_> = [first.unwrap(), second.unwrap()]
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(made.len(), 1, "one of them");
    let people: i64 = sqlx::query_scalar("select count(*) from users where is_demo")
        .fetch_one(&one.database.pool)
        .await
        .unwrap();
    assert_eq!(usize::try_from(people).ok(), made.first().map(Vec::len));
    assert!(demo::create(&two.services).await.unwrap().is_none());
}

/// A start without the demo closes what another start has made.
#[tokio::test]
async fn without_the_demo_its_accounts_are_closed() {
    let app = TestApp::starter().await;
    let cast = demo::create(&app.services).await.unwrap().unwrap();
    let operator = cast
        .iter()
        .find(|p| p.email.starts_with("operator@"))
        .unwrap();
    let has_operator = async || {
        backend::accounts::has_operator(&app.services)
            .await
            .unwrap()
    };
    let browser = Browser::new(&app);
    let fields = [
        ("email", operator.email.as_str()),
        ("password", operator.password.as_str()),
    ];
    assert_eq!(browser.post("/sign-in", &fields).await.status, 303);
    assert_eq!(browser.get("/operator").await.status, 200);
    assert!(has_operator().await);

    demo::set_open(&app.services, false).await.unwrap();
    assert_eq!(browser.get("/operator").await.status, 303, "to signing in");
    assert_eq!(
        Browser::new(&app).post("/sign-in", &fields).await.status,
        422
    );
    assert!(
        !has_operator().await,
        "there is a link for the first operator again"
    );

    demo::set_open(&app.services, true).await.unwrap();
    assert_eq!(
        Browser::new(&app).post("/sign-in", &fields).await.status,
        303
    );
    assert!(has_operator().await);
}
