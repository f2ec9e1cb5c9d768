//! Writing in which edition facts stand. What a feed is silent about stays in the newest edition
//! before; what it repeats stands in its own, unless a newer one has said it.

use sqlx::PgConnection;

use super::super::sql::json;
use super::{EditionRow, Said, Whole};

/// How many rows stand in another edition now.
type Sql = Result<u64, sqlx::Error>;

/// Models, by the source of their record.
pub(in crate::catalog::import) async fn date_models(
    tx: &mut PgConnection,
    editions: &[EditionRow],
    said: &Said,
) -> Sql {
    let (slugs, sources): (Vec<String>, Vec<i16>) = said.models.iter().cloned().unzip();
    let left = sqlx::query!(
        "update models t set stated_at = n.before
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at is null and n.before is not null
           and not exists (select from unnest($2::text[], $3::smallint[]) as r(slug, source_id)
               where r.slug = t.slug and r.source_id = t.source_id)",
        json(editions) as _,
        &slugs,
        &sources,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let repeated = sqlx::query!(
        "update models t set stated_at = n.here
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at < coalesce(n.here, 'infinity')
           and exists (select from unnest($2::text[], $3::smallint[]) as r(slug, source_id)
               where r.slug = t.slug and r.source_id = t.source_id)",
        json(editions) as _,
        &slugs,
        &sources,
    )
    .execute(tx)
    .await?
    .rows_affected();
    Ok(left + repeated)
}

/// Offerings, by the source of their record.
pub(in crate::catalog::import) async fn date_offerings(
    tx: &mut PgConnection,
    editions: &[EditionRow],
    said: &Said,
) -> Sql {
    let (ids, sources): (Vec<i64>, Vec<i16>) = said.offerings.iter().copied().unzip();
    let left = sqlx::query!(
        "update offerings t set stated_at = n.before
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at is null and n.before is not null
           and not exists (select from unnest($2::bigint[], $3::smallint[]) as r(id, source_id)
               where r.id = t.offering_id and r.source_id = t.source_id)",
        json(editions) as _,
        &ids,
        &sources,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let repeated = sqlx::query!(
        "update offerings t set stated_at = n.here
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at < coalesce(n.here, 'infinity')
           and exists (select from unnest($2::bigint[], $3::smallint[]) as r(id, source_id)
               where r.id = t.offering_id and r.source_id = t.source_id)",
        json(editions) as _,
        &ids,
        &sources,
    )
    .execute(tx)
    .await?
    .rows_affected();
    Ok(left + repeated)
}

/// Prices: all that a source has of an offering together.
pub(in crate::catalog::import) async fn date_prices(
    tx: &mut PgConnection,
    editions: &[EditionRow],
    said: &Said,
    whole: &Whole,
) -> Sql {
    let (ids, sources): (Vec<i64>, Vec<i16>) = said.prices.iter().copied().unzip();
    let left = sqlx::query!(
        "update prices t set stated_at = n.before
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at is null and n.before is not null and t.superseded_at is null
           and not ($4 and t.source_id = $5) and not exists (select from unnest($2::bigint[], $3::smallint[]) as r(id, source_id)
               where r.id = t.offering_id and r.source_id = t.source_id)",
        json(editions) as _,
        &ids,
        &sources,
        whole.prices,
        whole.source_id,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let repeated = sqlx::query!(
        "update prices t set stated_at = n.here
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at < coalesce(n.here, 'infinity') and t.superseded_at is null
           and exists (select from unnest($2::bigint[], $3::smallint[]) as r(id, source_id)
               where r.id = t.offering_id and r.source_id = t.source_id)",
        json(editions) as _,
        &ids,
        &sources,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    // What a source has no longer has ended.
    let ended = sqlx::query!(
        "update prices t set stated_at = n.here
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at < coalesce(n.here, 'infinity') and t.superseded_at is null
           and $2 and t.source_id = $3",
        json(editions) as _,
        whole.prices,
        whole.source_id,
    )
    .execute(tx)
    .await?
    .rows_affected();
    Ok(left + repeated + ended)
}

/// Statements: the feed repeats what its source has told of what it is about.
pub(in crate::catalog::import) async fn date_statements(
    tx: &mut PgConnection,
    editions: &[EditionRow],
    said: &Said,
    whole: &Whole,
) -> Sql {
    let left = sqlx::query!(
        "update statements t set stated_at = n.before
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at is null and n.before is not null
           and not (t.told_by_source_id = $2 and case when t.model_id is null then $3 or t.offering_id = any($5)
               else $4 or t.model_id in (select model_id from models where slug = any($6)) end)",
        json(editions) as _,
        whole.source_id,
        whole.offerings,
        whole.models,
        &said.subjects.offerings,
        &said.subjects.models,
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let repeated = sqlx::query!(
        "update statements t set stated_at = n.here
         from jsonb_to_recordset($1) as n(source_id smallint, here timestamptz, before timestamptz)
         where n.source_id = t.source_id and t.stated_at < coalesce(n.here, 'infinity')
           and (t.told_by_source_id = $2 and case when t.model_id is null then $3 or t.offering_id = any($5)
               else $4 or t.model_id in (select model_id from models where slug = any($6)) end)
           and t.source_id <> all($7)",
        json(editions) as _,
        whole.source_id,
        whole.offerings,
        whole.models,
        &said.subjects.offerings,
        &said.subjects.models,
        &said.outdated,
    )
    .execute(tx)
    .await?
    .rows_affected();
    Ok(left + repeated)
}
