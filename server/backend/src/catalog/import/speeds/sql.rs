//! Writing the speeds of an import.

use sqlx::PgConnection;

use super::super::sql::json;
use super::SpeedRow;

/// Writes the measurements and says how many are new or corrected.
pub(in crate::catalog::import) async fn upsert_speeds(
    tx: &mut PgConnection,
    rows: &[SpeedRow],
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "insert into speeds as k (offering_id, source_id, measured_on, ttft_ms, tokens_per_second_milli, url)
         select r.offering_id, r.source_id, r.measured_on, r.ttft_ms, r.tokens_per_second_milli, r.url
         from jsonb_to_recordset($1) as r(offering_id bigint, source_id smallint, measured_on date, ttft_ms integer,
             tokens_per_second_milli bigint, url text)
         on conflict on constraint speeds_pkey do update set ttft_ms = excluded.ttft_ms,
             tokens_per_second_milli = excluded.tokens_per_second_milli, url = excluded.url
         where (k.ttft_ms, k.tokens_per_second_milli, k.url) is distinct from
             (excluded.ttft_ms, excluded.tokens_per_second_milli, excluded.url)",
        json(rows) as _
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}
