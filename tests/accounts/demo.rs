//! The demo.

use backend::demo;
use tests::TestApp;

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
