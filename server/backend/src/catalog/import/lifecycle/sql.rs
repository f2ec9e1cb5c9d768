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
        r#"select slug as "model?", null::bigint as offering_id, lifecycle, retires_on, source_id,
               array[context_tokens::text, max_output_tokens::text, knowledge_cutoff, to_char(released_on, 'YYYY-MM-DD'),
                   license, open_weights::text, null, null] as "facts!: Vec<Option<String>>"
           from models order by slug"#
    )
    .fetch_all(tx)
    .await
}

/// All offerings that somebody lists.
pub(in crate::catalog::import) async fn stages_of_offerings(
    tx: &mut PgConnection,
) -> Result<Vec<Stage>, sqlx::Error> {
    sqlx::query_as!(
        Stage,
        r#"select null::text as model, offering_id as "offering_id?", lifecycle, retires_on, source_id,
               array[context_tokens::text, max_output_tokens::text, knowledge_cutoff, to_char(released_on, 'YYYY-MM-DD'),
                   null, open_weights::text, retention_days::text, trains_on_data::text] as "facts!: Vec<Option<String>>"
           from offerings join listings using (listing_id)
           where retired_at is null order by offering_id"#
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
