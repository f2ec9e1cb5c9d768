//! One PostgreSQL for the run, a database for each test.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use backend::PgPool;
use backend::db::{self, PoolSize};
use server::postgres::Cluster;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::sync::OnceCell;

/// What a test database holds at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The tables and nothing in them.
    Empty,
    /// The built-in catalog.
    Starter,
}

struct Server {
    cluster: Cluster,
    empty: String,
    starter: String,
}

/// A database of one test.
pub struct Database {
    /// Connections of the owner, who sees everything.
    pub pool: PgPool,
    /// Connections as requests have them: the role that owns nothing.
    pub app: PgPool,
    /// Its address, for programs of their own.
    pub url: String,
}

const SIZE: PoolSize = PoolSize {
    connections: 5,
    acquire_timeout: Duration::from_secs(10),
};

async fn server() -> &'static Server {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    SERVER
        .get_or_init(|| async { start().await.expect("PostgreSQL for tests") })
        .await
}

/// Starts PostgreSQL and prepares the databases that the others are copied
/// from: copying one is much faster than migrating and importing again.
async fn start() -> anyhow::Result<Server> {
    let cluster = Cluster::for_tests().await?;
    let run = std::process::id();
    let (empty, starter) = (format!("test_{run}_empty"), format!("test_{run}_starter"));
    copy(&cluster, "template1", &empty).await?;
    let pool = db::connect(&cluster.url(&empty), SIZE).await?;
    db::migrate(&pool).await?;
    pool.close().await;
    copy(&cluster, &empty, &starter).await?;
    let pool = db::connect(&cluster.url(&starter), SIZE).await?;
    backend::catalog::import::load_starter(&pool).await?;
    pool.close().await;
    Ok(Server {
        cluster,
        empty,
        starter,
    })
}

/// A new database like another one, to which nobody may be connected meanwhile.
async fn copy(cluster: &Cluster, template: &str, name: &str) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect(&cluster.url("postgres")).await?;
    // Copying files takes half as long as copying through the log, which is what
    // PostgreSQL does unless told: it costs checkpoints, and those cost nothing
    // where nobody waits for the disk.
    let create = format!("create database {name} template {template} strategy file_copy");
    sqlx::raw_sql(AssertSqlSafe(create))
        .execute(&mut connection)
        .await?;
    Ok(connection.close().await?)
}

impl Database {
    /// A new database.
    pub async fn create(start: Start) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server().await;
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let template = if start == Start::Empty {
            &server.empty
        } else {
            &server.starter
        };
        copy(&server.cluster, template, &name)
            .await
            .expect("a database for the test");
        Self::open(server.cluster.url(&name)).await
    }

    /// The same database through connections of its own, as another replica has
    /// them.
    pub async fn again(&self) -> Self {
        Self::open(self.url.clone()).await
    }

    /// Waits until a statement of this database waits for a lock: for what must
    /// happen while another transaction is open.
    pub async fn until_somebody_waits(&self) {
        self.until_waiting(1).await;
    }

    /// The same of as many statements at once.
    pub async fn until_waiting(&self, wanted: i64) {
        for _ in 0..1000 {
            let waiting: i64 = sqlx::query_scalar(
                "select count(*) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'",
            )
            .fetch_one(&self.pool)
            .await
            .expect("an answer");
            if waiting >= wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("fewer than {wanted} waited for a lock");
    }

    /// Lets every such statement fail from here on: `insert on audit_events`, with
    /// a `when` if only some rows of it should.
    pub async fn refuse(&self, statement: &str, when: &str) {
        let trigger = format!(
            "create trigger refuse before {statement} for each row {when} execute function refuse()"
        );
        for statement in [
            "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$",
            trigger.as_str(),
        ] {
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .execute(&self.pool)
                .await
                .expect("a trigger");
        }
    }

    async fn open(url: String) -> Self {
        let pool = db::connect(&url, SIZE)
            .await
            .expect("a connection to the test database");
        let app = db::connect_as_app(&url, SIZE).expect("a pool of the test database");
        Self { pool, app, url }
    }
}
