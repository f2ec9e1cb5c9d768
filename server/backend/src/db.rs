//! The database: connecting, migrating and asking how it is.

use std::str::FromStr;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::Error;

/// All migrations, compiled in.
static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// Why the database cannot be used at start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is not one of a PostgreSQL database.
    #[error("DATABASE_URL is not the address of a PostgreSQL database")]
    Url(#[source] sqlx::Error),
    /// It does not answer.
    #[error("the database does not answer")]
    Connect(#[source] sqlx::Error),
    /// A migration failed or the database is newer than this program.
    #[error("the database could not be migrated")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// How a pool is sized.
#[derive(Debug, Clone, Copy)]
pub struct PoolSize {
    /// Most connections.
    pub connections: u32,
    /// How long a caller waits for one before it is told that the database is
    /// not available.
    pub acquire_timeout: Duration,
}

/// Opens a pool on `url` and makes sure that the database answers.
pub async fn connect(url: &str, size: PoolSize) -> Result<PgPool, StartError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(StartError::Url)?
        .application_name("tessera");
    PgPoolOptions::new()
        .max_connections(size.connections)
        .acquire_timeout(size.acquire_timeout)
        .connect_with(options)
        .await
        .map_err(StartError::Connect)
}

/// Applies the migrations that are missing. Replicas that start together wait
/// for each other through an advisory lock.
pub async fn migrate(pool: &PgPool) -> Result<(), StartError> {
    Ok(MIGRATOR.run(pool).await?)
}

/// Whether the database answers.
pub async fn ping(pool: &PgPool) -> Result<(), Error> {
    sqlx::query_scalar!("select 1").fetch_one(pool).await?;
    Ok(())
}

/// The version of the server, such as `150008` for 15.8.
pub async fn server_version(pool: &PgPool) -> Result<i32, Error> {
    let version =
        sqlx::query_scalar!(r#"select current_setting('server_version_num')::int as "version!""#);
    Ok(version.fetch_one(pool).await?)
}

/// How many migrations this program knows that the database does not have.
pub async fn pending_migrations(pool: &PgPool) -> Result<usize, Error> {
    let table = sqlx::query_scalar!("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(pool)
        .await?;
    if table != Some(true) {
        return Ok(MIGRATOR.iter().count());
    }
    // The table belongs to sqlx and is absent from a fresh database, so the
    // checked macro cannot see it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the table of the migrator is not part of the checked schema"
    )]
    let applied: Vec<i64> =
        sqlx::query_scalar("select version from _sqlx_migrations where success")
            .fetch_all(pool)
            .await?;
    Ok(MIGRATOR
        .iter()
        .filter(|m| !applied.contains(&m.version))
        .count())
}

/// How far the clock of the database is ahead of `now`.
pub async fn clock_skew(pool: &PgPool, now: time::OffsetDateTime) -> Result<time::Duration, Error> {
    let theirs = sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#)
        .fetch_one(pool)
        .await?;
    Ok(theirs - now)
}

/// Runs a transaction in a task of its own and waits for it.
///
/// A future that is dropped while it begins a transaction can give its
/// connection back inside that transaction, which swallows the next borrower's
/// write (sqlx 0.9.0: launchbadge/sqlx#4385). The caller may be dropped; the
/// task is not.
pub async fn uncancelled<T, E>(
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    #[expect(clippy::disallowed_methods, reason = "awaited right here")]
    let task = tokio::spawn(work);
    task.await
        .unwrap_or_else(|stopped| Err(Error::Internal(crate::Opaque::log(&stopped)).into()))
}

/// A row that this program could not have written.
pub fn broken_row(table: &'static str, column: &'static str, id: i64) -> Error {
    #[derive(Debug, thiserror::Error)]
    #[error("{table}.{column} of row {id} holds a value this program does not know")]
    struct BrokenRow {
        table: &'static str,
        column: &'static str,
        id: i64,
    }
    Error::Internal(crate::Opaque::log(&BrokenRow { table, column, id }))
}
