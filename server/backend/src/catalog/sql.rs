//! The generation of the catalog and the notifications about it.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;

/// The channel on which a moved generation is told.
const CHANNEL: &str = "catalog_generation";

pub(super) async fn generation(pool: &PgPool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!("select generation from catalog_generation")
        .fetch_one(pool)
        .await
}

/// A listening connection that is opened again whenever it is lost.
#[derive(Default)]
pub(super) struct Notifications {
    listener: Option<PgListener>,
}

impl Notifications {
    /// Returns on a notification, or after `at_most`.
    pub(super) async fn wait(&mut self, pool: &PgPool, at_most: Duration) {
        if self.listener.is_none() {
            self.listener = listen(pool).await.ok();
        }
        let Some(listener) = &mut self.listener else {
            return tokio::time::sleep(at_most).await;
        };
        if let Ok(Err(_)) = tokio::time::timeout(at_most, listener.recv()).await {
            self.listener = None;
            tokio::time::sleep(at_most).await;
        }
    }
}

async fn listen(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// What a source says of what goes in, comes out or can be done.
pub(super) struct WordsRow {
    /// Slug of the source.
    pub(super) source: String,
    /// Slug of the model, if it is about one.
    pub(super) model: Option<String>,
    pub(super) offering_id: Option<i64>,
    pub(super) fact: String,
    pub(super) value: String,
}

pub(super) async fn words(pool: &PgPool) -> Result<Vec<WordsRow>, sqlx::Error> {
    sqlx::query_as!(
        WordsRow,
        r#"select v.slug as source, m.slug as "model?", s.offering_id, s.fact, s.value
           from statements s
           join sources v using (source_id)
           left join models m on m.model_id = s.model_id
           where s.fact in ('inputs', 'outputs', 'capabilities')
           order by s.fact, v.slug"#
    )
    .fetch_all(pool)
    .await
}
