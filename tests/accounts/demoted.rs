//! Authority that ends while a request waits for its turn changes nobody.

use tests::{Person, TestApp};

use super::outlived::{member, owner, page};

/// The roles of somebody, as words in order; none who is no member.
async fn roles(app: &TestApp, person: &Person<'_>) -> Vec<String> {
    sqlx::query_scalar("select role from member_roles where user_id = $1 order by role")
        .bind(person.user.0)
        .fetch_all(&app.database.pool)
        .await
        .unwrap()
}

/// Gives one role for another, behind the back of whoever has it.
const SWAP: &str =
    "with gone as (delete from member_roles where user_id = $1 and role = $2 returning *)
    insert into member_roles (org_id, user_id, role) select org_id, user_id, $3 from gone";

/// Sends a form that waits for the end of a demotion from owner to developer.
async fn send_meanwhile(
    app: &TestApp,
    by: &Person<'_>,
    path: &str,
    fields: &[(&str, &str)],
) -> u16 {
    let mut demotion = app.database.pool.begin().await.unwrap();
    let swap = sqlx::query(SWAP)
        .bind(by.user.0)
        .bind("owner")
        .bind("developer");
    swap.execute(&mut *demotion).await.unwrap();
    let demoted = async {
        app.database.until_somebody_waits().await;
        demotion.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(by.browser.post(path, fields), demoted);
    answer.status.as_u16()
}

#[tokio::test]
async fn who_is_demoted_meanwhile_changes_nobody() {
    let app = TestApp::starter().await;
    owner(&app).await;
    let second = member(&app, "second", &["owner"]).await;
    let other = member(&app, "other", &["developer"]).await;
    let (own_page, to) = (page(&other), other.user.to_string());
    let remove = format!("{own_page}/remove");
    for (path, fields) in [
        (own_page.as_str(), vec![("roles", "owner")]),
        (own_page.as_str(), vec![("roles", "finance")]),
        (remove.as_str(), vec![]),
        (
            "/organizations/acme/hand-over",
            vec![("member", to.as_str())],
        ),
    ] {
        let status = send_meanwhile(&app, &second, path, &fields).await;
        assert_eq!(status, 403, "{path} {fields:?}");
        assert_eq!(roles(&app, &other).await, ["developer"], "{path}");
        assert_eq!(roles(&app, &second).await, ["developer"], "{path}");
        let back = sqlx::query(SWAP)
            .bind(second.user.0)
            .bind("developer")
            .bind("owner");
        back.execute(&app.database.pool).await.unwrap();
    }
    let status = second.browser.post(&remove, &[]).await.status;
    assert_eq!(status, 303, "an owner removes");
}
