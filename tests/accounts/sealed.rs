//! Secrets that are kept to be read again (#79).

use backend::accounts;
use backend::secrets::{self, Keyring};
use tests::TestApp;

const FIRST: &str = "1111111111111111111111111111111111111111111111111111111111111111";
const SECOND: &str = "2222222222222222222222222222222222222222222222222222222222222222";

/// A sealed secret opens in its own row only, goes on working under a new key,
/// and stands nowhere in the open.
#[tokio::test]
async fn sealed_secrets_stay_in_their_row_and_move_to_new_keys() {
    let app = TestApp::empty().await;
    let mut services = app.services.clone();
    services.keyring = FIRST.parse::<Keyring>().unwrap();
    let (a, b) = (
        app.person("a@acme.example").await,
        app.person("b@acme.example").await,
    );
    sqlx::query("update users set password_hash = 'x'")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let (one, two) = (app.actor(&a).await, app.actor(&b).await);
    let begun = accounts::begin_second_factor(&services, &one)
        .await
        .unwrap();
    accounts::begin_second_factor(&services, &two)
        .await
        .unwrap();
    assert!(!app.dump().await.contains(&begun.secret_base32));

    // Both keys open, the new one seals.
    services.keyring = format!("{SECOND},{FIRST}").parse().unwrap();
    assert_eq!(secrets::rotate(&services).await.unwrap(), 2);
    services.keyring = SECOND.parse().unwrap();
    let again = accounts::enrollment(&services, &one)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(again.secret_base32, begun.secret_base32);
    services.keyring = FIRST.parse().unwrap();
    assert!(
        accounts::enrollment(&services, &one).await.is_err(),
        "the old key is done"
    );

    // Put into another row, it does not open.
    services.keyring = SECOND.parse().unwrap();
    sqlx::query(
        "update users u set totp_secret = o.totp_secret from users o where o.user_id <> u.user_id",
    )
    .execute(&app.database.pool)
    .await
    .unwrap();
    assert!(accounts::enrollment(&services, &one).await.is_err());
}
