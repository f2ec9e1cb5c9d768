//! Reading changes.

use domain::price::UnitPrice;
use sqlx::PgPool;

use super::{Change, Filter, Kind};
use crate::Error;
use crate::db::broken_row;

/// Keyset paging on `changes_happened_at_idx`; a page costs the same wherever it is. Of a kind or a
/// provider that is rare it reads further, until the page is full.
pub(super) async fn list(pool: &PgPool, filter: &Filter, limit: i64) -> Result<Vec<Change>, Error> {
    let rows = sqlx::query!(
        r#"select c.change_id, c.kind, c.happened_at, coalesce(m.name, l.name) as "name!", m.slug as "model?",
               v.slug as "provider?", v.name as "provider_name?", l.slug as "upstream?", c.component,
               c.old_amount, c.new_amount, c.old_word, c.new_word, s.name as source
           from changes c
           join sources s on s.source_id = c.source_id
           left join offerings o on o.offering_id = c.offering_id
           left join listings l on l.listing_id = o.listing_id
           left join providers v on v.provider_id = l.provider_id
           left join models m on m.model_id = coalesce(c.model_id, l.model_id)
           where ($1::text is null or c.kind = $1)
             and ($2::timestamptz is null or c.happened_at >= $2)
             and ($3::timestamptz is null or c.happened_at <= $3)
             and ($4::timestamptz is null or (c.happened_at, c.change_id) < ($4, $5))
             and ($6::text is null or v.slug = $6)
           order by c.happened_at desc, c.change_id desc
           limit $7"#,
        filter.kind.map(Kind::as_str),
        filter.since,
        filter.until,
        filter.after.map(|c| c.at),
        filter.after.map_or(0, |c| c.id),
        filter.provider.as_deref(),
        limit
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            let id = row.change_id;
            let price = |p: Option<_>| {
                p.map(UnitPrice::from_decimal)
                    .transpose()
                    .map_err(|_| broken_row("changes", "amount", id))
            };
            Ok(Change {
                id,
                kind: Kind::from_word(&row.kind)
                    .ok_or_else(|| broken_row("changes", "kind", id))?,
                at: row.happened_at,
                name: row.name,
                model: row.model,
                provider: row.provider,
                provider_name: row.provider_name,
                upstream: row.upstream,
                component: row.component,
                old: price(row.old_amount)?,
                new: price(row.new_amount)?,
                old_word: row.old_word,
                new_word: row.new_word,
                source: row.source,
            })
        })
        .collect()
}
