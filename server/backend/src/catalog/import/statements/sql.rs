//! Writing the statements of an import.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::sql::json;
use super::{StatementRow, Subjects};

/// Who speaks in an import.
pub(in crate::catalog::import) struct Speaker {
    /// The source of the feed.
    pub(in crate::catalog::import) source_id: i16,
    /// Whether the feed is all that this source says, not only of its subjects.
    pub(in crate::catalog::import) is_whole: bool,
    /// The edition of the feed, where a newer one is known: what that says stays.
    pub(in crate::catalog::import) stated_at: Option<OffsetDateTime>,
    /// Whether a change is news: what a source says first is its stock.
    pub(in crate::catalog::import) is_news: bool,
    /// Sources of which the feed quotes an older edition than is known: what is known stays.
    pub(in crate::catalog::import) outdated: Vec<i16>,
}

/// A row about what goes in, comes out or can be done that has changed, of the source of its model or
/// offering.
pub(in crate::catalog::import) struct Step {
    /// Slug of the model, if it is about one.
    pub(in crate::catalog::import) model: Option<String>,
    pub(in crate::catalog::import) offering_id: Option<i64>,
    pub(in crate::catalog::import) fact: Option<String>,
    pub(in crate::catalog::import) before: Option<String>,
    pub(in crate::catalog::import) after: Option<String>,
    pub(in crate::catalog::import) source_id: Option<i16>,
    /// In the first row, which is no step: how many statements are new, changed or taken back.
    pub(in crate::catalog::import) changed: i64,
}

/// Writes what is said and takes back what is no longer said. Returns a count and, if they are news, the
/// steps of words.
pub(in crate::catalog::import) async fn replace_statements(
    tx: &mut PgConnection,
    rows: &[StatementRow],
    subjects: &Subjects,
    speaker: &Speaker,
) -> Result<Vec<Step>, sqlx::Error> {
    // The planner takes what comes as JSON for one row and would loop over all pairs.
    loops(tx, false).await?;
    let steps = written(tx, rows, subjects, speaker).await?;
    loops(tx, true).await?;
    Ok(steps)
}

/// Whether the rest of the transaction may join by loops.
async fn loops(tx: &mut PgConnection, may: bool) -> Result<(), sqlx::Error> {
    let word = if may { "on" } else { "off" };
    sqlx::query!(
        "select set_config('enable_nestloop', $1, true) as done",
        word
    )
    .fetch_one(tx)
    .await?;
    Ok(())
}

async fn written(
    tx: &mut PgConnection,
    rows: &[StatementRow],
    subjects: &Subjects,
    speaker: &Speaker,
) -> Result<Vec<Step>, sqlx::Error> {
    // A subject is a model or an offering, never both: 0, which no key is, stands for the other.
    // `not in` what is said is looked up by hash; `not exists` was a loop over all pairs on a table
    // without statistics. More rows than fit into memory are not looked up by hash, so the table itself
    // is joined. What is read of it is as it was before.
    sqlx::query_as!(
        Step,
        r#"with said as (
             select distinct on (model_id, r.offering_id, r.fact, r.source_id)
                 m.model_id, r.offering_id, r.fact, r.source_id, r.value, r.stated_at
             from jsonb_to_recordset($1) as r(source_id smallint, model text, offering_id bigint, fact text, value text,
                 stated_at timestamptz, is_record boolean)
             left join models m on m.slug = r.model
             -- Who quotes some words of a source takes none of those away that it has said itself.
             left join statements own on own.source_id = r.source_id and own.fact = r.fact
                 and coalesce(own.model_id, 0) = coalesce(m.model_id, 0)
                 and coalesce(own.offering_id, 0) = coalesce(r.offering_id, 0)
                 and not r.is_record and position('|' in r.value) > 0
                 and own.told_by_source_id = own.source_id and own.source_id <> $2
             where num_nonnulls(m.model_id, r.offering_id) = 1 and own.source_id is null
             order by model_id, r.offering_id, r.fact, r.source_id, r.value
         ), gone as (
             delete from statements s
             where $2 in (s.told_by_source_id, s.source_id) and s.source_id <> all($4)
               and (s.source_id <> $2 or coalesce($7::timestamptz, 'infinity') >= coalesce(s.stated_at, 'infinity'))
               and (s.offering_id is null or $3 or s.offering_id = any($5))
               and (s.model_id is null or ($3 and cardinality($6::text[]) > 0)
                   or s.model_id in (select model_id from models where slug = any($6)))
               and (s.source_id, s.fact, coalesce(s.model_id, 0), coalesce(s.offering_id, 0)) not in
                   (select source_id, fact, coalesce(model_id, 0), coalesce(offering_id, 0) from said)
             returning coalesce(s.model_id, 0) as model_id, coalesce(s.offering_id, 0) as offering_id, s.fact, s.source_id,
                 s.value
         ), kept as (
             insert into statements as s (model_id, offering_id, fact, source_id, value, told_by_source_id, stated_at)
             select model_id, offering_id, fact, source_id, value, $2, stated_at from said
             on conflict on constraint statements_key do update set value = excluded.value,
                 told_by_source_id = excluded.told_by_source_id, stated_at = excluded.stated_at
             where coalesce(excluded.stated_at, 'infinity') >= coalesce(s.stated_at, 'infinity')
               -- What a source has said itself is not told by who agrees with it.
               and (s.value <> excluded.value
                or (s.told_by_source_id <> s.source_id and s.told_by_source_id <> excluded.told_by_source_id))
             returning coalesce(s.model_id, 0) as model_id, coalesce(s.offering_id, 0) as offering_id, s.fact, s.source_id,
                 s.value
         ), words as (
             select coalesce(model_id, 0) as model_id, coalesce(offering_id, 0) as offering_id, fact, source_id, value
             from statements where $8 and fact in ('inputs', 'outputs', 'capabilities')
         ), steps as (
             select k.model_id, k.offering_id, k.fact, k.source_id, w.value as before, k.value as after
             from kept k
             join (select distinct source_id, model_id, offering_id from words) known
                 using (source_id, model_id, offering_id)
             left join words w using (model_id, offering_id, fact, source_id)
             union all
             select model_id, offering_id, fact, source_id, value, null from gone
             where offering_id = any($5) or model_id in (select model_id from models where slug = any($6))
         )
         select null::text as model, null::bigint as offering_id, null::text as fact, null::text as before,
             null::text as after, null::smallint as source_id,
             (select count(*) from gone) + (select count(*) from kept) as "changed!"
         union all
         select m.slug, nullif(t.offering_id, 0), t.fact, t.before, t.after, t.source_id, 0
         from steps t
         left join models m on m.model_id = t.model_id
         left join offerings o on o.offering_id = t.offering_id
         where $8 and t.fact in ('inputs', 'outputs', 'capabilities') and t.before is distinct from t.after
           and t.source_id = coalesce(m.source_id, o.source_id) and o.retired_at is null
         order by model nulls first, offering_id nulls first, fact nulls first"#,
        json(rows) as _,
        speaker.source_id,
        speaker.is_whole,
        &speaker.outdated,
        &subjects.offerings,
        &subjects.models,
        speaker.stated_at,
        speaker.is_news,
    )
    .fetch_all(tx)
    .await
}
