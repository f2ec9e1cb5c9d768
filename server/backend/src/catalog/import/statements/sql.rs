//! Writing the statements of an import.

use sqlx::PgConnection;

use super::super::sql::json;
use super::{StatementRow, Subjects};

/// Whose words an import replaces.
pub(in crate::catalog::import) struct Speakers {
    /// The source of the feed, if the feed is all that it says.
    pub(in crate::catalog::import) whole: Option<i16>,
    /// Sources the feed quotes: all that they say of its subjects.
    pub(in crate::catalog::import) quoted: Vec<i16>,
}

/// Writes what is said, takes back what is no longer said, and returns how many statements are
/// new, changed or taken back.
pub(in crate::catalog::import) async fn replace_statements(
    tx: &mut PgConnection,
    rows: &[StatementRow],
    subjects: &Subjects,
    speakers: &Speakers,
) -> Result<u64, sqlx::Error> {
    // A subject is a model or an offering, never both: 0, which no key is, stands for the other, so
    // that rows are matched by hash.
    let changed = sqlx::query_scalar!(
        r#"with said as (
             select distinct on (model_id, r.offering_id, r.fact, r.source_id)
                 m.model_id, r.offering_id, r.fact, r.source_id, r.value
             from jsonb_to_recordset($1) as r(source_id smallint, model text, offering_id bigint, fact text, value text)
             left join models m on m.slug = r.model
             where num_nonnulls(m.model_id, r.offering_id) = 1
             order by model_id, r.offering_id, r.fact, r.source_id, r.value
         ), gone as (
             delete from statements s
             where (s.source_id = $2 or s.source_id = any($3) and (s.offering_id = any($4)
                     or s.model_id in (select model_id from models where slug = any($5))))
               and not exists (select from said where said.source_id = s.source_id and said.fact = s.fact
                     and coalesce(said.model_id, 0) = coalesce(s.model_id, 0)
                     and coalesce(said.offering_id, 0) = coalesce(s.offering_id, 0))
             returning 1
         ), kept as (
             insert into statements as s (model_id, offering_id, fact, source_id, value)
             select model_id, offering_id, fact, source_id, value from said
             on conflict on constraint statements_key do update set value = excluded.value
             where s.value <> excluded.value
             returning 1
         )
         select (select count(*) from gone) + (select count(*) from kept) as "changed!""#,
        json(rows) as _,
        speakers.whole,
        &speakers.quoted,
        &subjects.offerings,
        &subjects.models,
    )
    .fetch_one(tx)
    .await?;
    Ok(u64::try_from(changed).unwrap_or_default())
}
