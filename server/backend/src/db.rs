//! The database: connecting, migrating and asking how it is.

use std::str::FromStr;
use std::sync::LazyLock;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor as _, PgConnection, PgPool, Postgres, Transaction};

use domain::id::OrgId;

use crate::audit::{self, Event};
use crate::authz::Scope;
use crate::{Error, Services};

/// All migrations, compiled in. A database that is newer than this program is not refused: the release before runs on the new
/// schema, and a step back has to be possible.
static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrator = sqlx::migrate!("../../migrations");
    migrator.set_ignore_missing(true);
    migrator
});

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

/// Opens a pool on `url` as the owner of the tables and makes sure that the
/// database answers. For migrations; row-level security does not hold for an
/// owner who is a superuser.
pub async fn connect(url: &str, size: PoolSize) -> Result<PgPool, StartError> {
    let options = options(url)?;
    pool(size)
        .connect_with(options)
        .await
        .map_err(StartError::Connect)
}

/// A pool on `url` whose connections run as `tessera_app`, which owns nothing
/// and sees no tenant's rows outside of [`ReadTx`] and [`WriteTx`]. Connections
/// are made when they are needed.
pub fn connect_as_app(url: &str, size: PoolSize) -> Result<PgPool, StartError> {
    let pool = pool(size).after_connect(|connection, _| {
        Box::pin(async move {
            connection.execute("set role tessera_app").await?;
            Ok(())
        })
    });
    Ok(pool.connect_lazy_with(options(url)?))
}

fn pool(size: PoolSize) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(size.connections)
        .acquire_timeout(size.acquire_timeout)
}

fn options(url: &str) -> Result<PgConnectOptions, StartError> {
    let options = PgConnectOptions::from_str(url).map_err(StartError::Url)?;
    Ok(options.application_name("tessera"))
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
    let applied = applied_migrations(pool).await?;
    let pending = MIGRATOR.iter().filter(|m| !applied.contains(&m.version));
    Ok(pending.count())
}

/// How many migrations the database has that this program does not know: those
/// of a newer one.
pub async fn unknown_migrations(pool: &PgPool) -> Result<usize, Error> {
    let applied = applied_migrations(pool).await?;
    let is_known = |version: &i64| MIGRATOR.iter().any(|m| m.version == *version);
    Ok(applied.iter().filter(|version| !is_known(version)).count())
}

async fn applied_migrations(pool: &PgPool) -> Result<Vec<i64>, Error> {
    let table = sqlx::query_scalar!("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(pool)
        .await?;
    if table != Some(true) {
        return Ok(Vec::new());
    }
    // The table belongs to sqlx and is absent from a fresh database, so the
    // checked macro cannot see it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the table of the migrator is not part of the checked schema"
    )]
    let applied = sqlx::query_scalar("select version from _sqlx_migrations where success");
    Ok(applied.fetch_all(pool).await?)
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

/// A transaction that only reads, with the settings of its scope: what belongs
/// to another organization is not there.
#[derive(Debug)]
pub(crate) struct ReadTx;

impl ReadTx {
    /// Runs `work` in a transaction of `scope`.
    pub(crate) async fn run<T, F>(svc: &Services, scope: Scope, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut PgConnection) -> BoxFuture<'c, Result<T, Error>> + Send + 'static,
    {
        let pool = svc.pool.clone();
        uncancelled(async move {
            let mut tx = pool.begin_with("begin read only").await?;
            apply(&mut tx, &scope).await?;
            let found = work(&mut tx).await?;
            tx.rollback().await?;
            Ok(found)
        })
        .await
    }
}

/// A transaction that changes something. It is committed with an event for the
/// audit log, which is written in the same transaction; what the log need not
/// tell is named where it may go without. Dropping it undoes everything.
///
/// Whatever locks several rows locks an organization before its members, a member
/// before the invitations that member has made, those before accounts, and the
/// head of the audit chain last. Two that lock in another order wait for each
/// other.
#[derive(Debug)]
pub(crate) struct WriteTx {
    tx: Transaction<'static, Postgres>,
    scope: Scope,
    now: time::OffsetDateTime,
}

impl WriteTx {
    /// Runs `work` in a transaction of `scope`; it commits by itself.
    pub(crate) async fn run<T, F>(svc: &Services, scope: Scope, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(Self) -> BoxFuture<'static, Result<T, Error>> + Send + 'static,
    {
        let (pool, now) = (svc.pool.clone(), svc.now());
        uncancelled(async move {
            let mut tx = pool.begin().await?;
            apply(&mut tx, &scope).await?;
            work(Self { tx, scope, now }).await
        })
        .await
    }

    /// The connection, for statements of `sql.rs`.
    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// When this transaction happens.
    pub(crate) fn now(&self) -> time::OffsetDateTime {
        self.now
    }

    /// Goes on in another organization: for what makes several at once.
    pub(crate) async fn enter(&mut self, org: OrgId) -> Result<(), Error> {
        self.scope.org = org;
        apply(&mut self.tx, &self.scope).await
    }

    /// Notes one more event beside the one of the commit.
    pub(crate) async fn note(&mut self, event: Event) -> Result<(), Error> {
        audit::append(&mut self.tx, &self.scope, self.now, event).await
    }

    /// Commits what the audit log need not tell: what was read in one's own
    /// inbox, which list one has put away, how one keeps the catalog, when
    /// something was last used.
    /// Everything else has an event; the architecture test knows who may call
    /// this.
    pub(crate) async fn commit_unaudited(self) -> Result<(), Error> {
        Ok(self.tx.commit().await?)
    }

    /// Writes the event and commits.
    pub(crate) async fn commit(mut self, event: Event) -> Result<(), Error> {
        self.note(event).await?;
        Ok(self.tx.commit().await?)
    }
}

/// Settings of one transaction; they are gone when it ends.
async fn apply(tx: &mut PgConnection, scope: &Scope) -> Result<(), Error> {
    sqlx::query!(
        "select set_config('app.org', $1, true) as org, set_config('app.user', $2, true) as usr,
                set_config('app.operator', $3, true) as operator, set_config('app.lookup', $4, true) as lookup",
        scope.org.0.to_string(),
        scope.user.map(|u| u.0.to_string()).unwrap_or_default(),
        scope.operator.to_string(),
        scope.lookup.as_deref().unwrap_or_default()
    )
    .fetch_one(tx)
    .await?;
    Ok(())
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
