//! Reading and writing the prices of an import.

use domain::price::{ContextThreshold, PriceComponent, UnitPrice};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::rows::{EndRow, PriceRow};
use super::super::sql::json;
use super::Kept;

type Sql<T> = Result<T, sqlx::Error>;

pub(in crate::catalog::import) struct KeptRow {
    price_id: i64,
    offering_id: i64,
    source_id: i16,
    unit: String,
    direction: Option<String>,
    modality: String,
    token_class: String,
    cache_ttl_seconds: Option<i32>,
    service_tier: String,
    context_threshold: Option<i64>,
    threshold_inclusive: bool,
    schedule: Option<String>,
    region: Option<String>,
    amount: rust_decimal::Decimal,
    valid_from: Option<OffsetDateTime>,
    valid_to: Option<OffsetDateTime>,
    stated_at: Option<OffsetDateTime>,
}

impl KeptRow {
    /// The price as the rules know it, with its offering and source.
    pub(in crate::catalog::import) fn into_kept(self) -> Result<((i64, i16), Kept), crate::Error> {
        let price_id = self.price_id;
        let broken = |column: &'static str| crate::db::broken_row("prices", column, price_id);
        let component = PriceComponent {
            unit: self.unit.parse().map_err(|_| broken("unit"))?,
            direction: self
                .direction
                .map(|d| d.parse())
                .transpose()
                .map_err(|_| broken("direction"))?,
            modality: self.modality.parse().map_err(|_| broken("modality"))?,
            class: self
                .token_class
                .parse()
                .map_err(|_| broken("token_class"))?,
            cache_ttl: self.cache_ttl_seconds,
            tier: self
                .service_tier
                .parse()
                .map_err(|_| broken("service_tier"))?,
            threshold: self.context_threshold.map(|tokens| ContextThreshold {
                tokens,
                inclusive: self.threshold_inclusive,
            }),
            schedule: self.schedule,
            region: self.region,
        };
        let amount = UnitPrice::from_decimal(self.amount).map_err(|_| broken("amount"))?;
        let kept = Kept {
            price_id,
            component,
            amount,
            from: self.valid_from,
            to: self.valid_to,
            stated_at: self.stated_at,
        };
        Ok(((self.offering_id, self.source_id), kept))
    }
}

/// The prices that these sources have stated and not corrected.
pub(in crate::catalog::import) async fn kept_prices(
    tx: &mut PgConnection,
    source_ids: &[i16],
) -> Sql<Vec<KeptRow>> {
    sqlx::query_as!(
        KeptRow,
        "select price_id, offering_id, source_id, unit, direction, modality, token_class, cache_ttl_seconds,
             service_tier, context_threshold, threshold_inclusive, schedule, region, amount,
             lower(valid) as valid_from, upper(valid) as valid_to, stated_at
         from prices where superseded_at is null and source_id = any($1)",
        source_ids
    )
    .fetch_all(tx)
    .await
}

pub(in crate::catalog::import) async fn write_prices(
    tx: &mut PgConnection,
    superseded: &[i64],
    ends: &[EndRow],
    opened: &[PriceRow],
) -> Sql<()> {
    sqlx::query!(
        "update prices set superseded_at = now() where price_id = any($1)",
        superseded
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update prices p set valid = tstzrange(lower(p.valid), r.valid_to)
         from jsonb_to_recordset($1) as r(price_id bigint, valid_to timestamptz) where p.price_id = r.price_id",
        json(ends) as _
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into prices (offering_id, source_id, unit, direction, modality, token_class, cache_ttl_seconds,
             service_tier, context_threshold, threshold_inclusive, schedule, region, amount, valid, source_url,
             stated_at)
         select r.offering_id, r.source_id, r.unit, r.direction, r.modality, r.token_class, r.cache_ttl_seconds,
             r.service_tier, r.context_threshold, r.threshold_inclusive, r.schedule, r.region, r.amount,
             tstzrange(r.valid_from, r.valid_to), r.source_url, r.stated_at
         from jsonb_to_recordset($1) as r(offering_id bigint, source_id smallint, unit text, direction text,
             modality text, token_class text, cache_ttl_seconds integer, service_tier text, context_threshold bigint,
             threshold_inclusive boolean, schedule text, region text, amount numeric(20, 10), valid_from timestamptz,
             valid_to timestamptz, source_url text, stated_at timestamptz)",
        json(opened) as _
    )
    .execute(tx)
    .await?;
    Ok(())
}
