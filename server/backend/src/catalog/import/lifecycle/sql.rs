//! Reading where models are in their lives.

use sqlx::PgConnection;

use super::super::rows::SeenRow;
use super::super::sql::json;
use super::Stage;

/// All models.
pub(in crate::catalog::import) async fn stages(
    tx: &mut PgConnection,
) -> Result<Vec<Stage>, sqlx::Error> {
    sqlx::query_as!(
        Stage,
        "select slug, lifecycle, retires_on, source_id from models order by slug"
    )
    .fetch_all(tx)
    .await
}

/// Keeps the first day on which a source had a model, whatever its rank. The source of that day
/// may correct it.
pub(in crate::catalog::import) async fn note_seen(
    tx: &mut PgConnection,
    rows: &[SeenRow],
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update models m set seen_on = r.seen_on, seen_source_id = r.source_id
         from jsonb_to_recordset($1) as r(model text, seen_on date, source_id smallint)
         where m.slug = r.model and (m.seen_on, m.seen_source_id) is distinct from (r.seen_on, r.source_id)
           and (m.seen_on is null or r.seen_on < m.seen_on or r.source_id = m.seen_source_id)",
        json(rows) as _,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}
