//! Writing the statements of an import.

use sqlx::PgConnection;

use super::super::sql::json;
use super::{StatementRow, Subjects};

/// Who speaks in an import.
pub(in crate::catalog::import) struct Speaker {
    /// The source of the feed.
    pub(in crate::catalog::import) source_id: i16,
    /// Whether the feed is all that this source says, not only of its subjects.
    pub(in crate::catalog::import) is_whole: bool,
    /// Sources of which the feed is, or quotes, an older edition than is known: what is known stays.
    pub(in crate::catalog::import) outdated: Vec<i16>,
}

/// Writes what is said, takes back what is no longer said, and returns how many statements are
/// new, changed or taken back.
pub(in crate::catalog::import) async fn replace_statements(
    tx: &mut PgConnection,
    rows: &[StatementRow],
    subjects: &Subjects,
    speaker: &Speaker,
) -> Result<u64, sqlx::Error> {
    // A subject is a model or an offering, never both: 0, which no key is, stands for the other.
    // `not in` a list without nulls is looked up by hash, however few rows a new table seems to
    // have; `not exists` was a loop over all pairs there.
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
             where $2 in (s.told_by_source_id, s.source_id) and s.source_id <> all($4)
               and (s.offering_id is null or $3 or s.offering_id = any($5))
               and (s.model_id is null or ($3 and cardinality($6::text[]) > 0)
                   or s.model_id in (select model_id from models where slug = any($6)))
               and (s.source_id, s.fact, coalesce(s.model_id, 0), coalesce(s.offering_id, 0)) not in
                   (select source_id, fact, coalesce(model_id, 0), coalesce(offering_id, 0) from said)
             returning 1
         ), kept as (
             insert into statements as s (model_id, offering_id, fact, source_id, value, told_by_source_id)
             select model_id, offering_id, fact, source_id, value, $2 from said
             on conflict on constraint statements_key do update set value = excluded.value,
                 told_by_source_id = excluded.told_by_source_id
             -- What a source has said itself is not told by who agrees with it.
             where s.source_id <> all($4) and (s.value <> excluded.value
                or (s.told_by_source_id <> s.source_id and s.told_by_source_id <> excluded.told_by_source_id))
             returning 1
         )
         select (select count(*) from gone) + (select count(*) from kept) as "changed!""#,
        json(rows) as _,
        speaker.source_id,
        speaker.is_whole,
        &speaker.outdated,
        &subjects.offerings,
        &subjects.models,
    )
    .fetch_one(tx)
    .await?;
    Ok(u64::try_from(changed).unwrap_or_default())
}
