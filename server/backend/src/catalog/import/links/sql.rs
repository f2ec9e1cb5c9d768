//! Reading listings without a model, and giving them one.

use sqlx::PgConnection;

pub(super) struct Unlinked {
    pub(super) listing_id: i64,
    pub(super) provider: String,
    pub(super) slug: String,
}

pub(super) async fn unlinked(tx: &mut PgConnection) -> Result<Vec<Unlinked>, sqlx::Error> {
    sqlx::query_as!(
        Unlinked,
        "select l.listing_id, v.slug as provider, l.slug
         from listings l join providers v using (provider_id)
         where l.model_id is null"
    )
    .fetch_all(tx)
    .await
}

/// Each listing is the model at the same place.
pub(super) async fn link(
    tx: &mut PgConnection,
    listings: &[i64],
    models: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update listings l set model_id = m.model_id
         from unnest($1::bigint[], $2::text[]) as r(listing_id, slug)
         join models m on m.slug = r.slug
         where l.listing_id = r.listing_id",
        listings,
        models
    )
    .execute(tx)
    .await?;
    Ok(())
}
