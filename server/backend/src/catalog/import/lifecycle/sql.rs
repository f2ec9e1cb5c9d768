//! Reading where models are in their lives.

use sqlx::PgConnection;

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
