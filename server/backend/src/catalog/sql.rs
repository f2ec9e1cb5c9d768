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

/// What the source of a row says of what goes in, comes out and can be done.
pub(super) struct OwnWordRow {
    /// Slug of the model, if it is about one.
    pub(super) model: Option<String>,
    pub(super) offering_id: Option<i64>,
    pub(super) fact: String,
    pub(super) value: String,
}

pub(super) async fn own_words(pool: &PgPool) -> Result<Vec<OwnWordRow>, sqlx::Error> {
    sqlx::query_as!(
        OwnWordRow,
        r#"select m.slug as "model?", s.offering_id, s.fact as "fact!", s.value as "value!"
           from statements s
           left join models m on m.model_id = s.model_id
           left join offerings o on o.offering_id = s.offering_id
           where s.fact in ('inputs', 'outputs', 'capabilities')
             and s.source_id = coalesce(m.source_id, o.source_id)"#
    )
    .fetch_all(pool)
    .await
}
