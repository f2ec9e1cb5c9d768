//! Opening the database: the one that `DATABASE_URL` names, or the private one.

use std::sync::Arc;

use anyhow::{Context, bail};
use backend::accounts::Passwords;
use backend::catalog::Catalog;
use backend::db::{self, PoolSize};
use backend::{Entropy, Services};

use crate::{
    clock,
    config::{Config, DatabaseConfig, mask_url},
    postgres::{Cluster, OLDEST_MAJOR},
};

/// The private cluster's database.
const NAME: &str = "tessera";
/// Connections of the owner: migrations run one after the other.
const OWNERS: usize = 2;

/// A pool of connections.
pub type Pool = backend::PgPool;

/// An open database.
#[derive(Debug)]
pub struct Database {
    /// Connections of the owner of the tables: for migrations.
    pub owner: Pool,
    /// Connections for requests, which own nothing. They are made when they are
    /// first used: before the first migration their role does not exist.
    pub web: Pool,
    /// Connections for background work, likewise.
    pub background: Pool,
    cluster: Option<Cluster>,
}

impl Database {
    /// Connects, after starting the private PostgreSQL where no other is configured.
    pub async fn open(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let cluster = match &config.url {
            Some(_) => None,
            None => Some(Cluster::start(&config.data_dir).await?),
        };
        match connect(config, cluster.as_ref()).await {
            Ok([owner, web, background]) => Ok(Self {
                owner,
                web,
                background,
                cluster,
            }),
            Err(error) => {
                leave(cluster).await;
                Err(error)
            }
        }
    }

    /// What use-cases need, on a database that is up to date.
    pub async fn services(&self, config: &Config) -> anyhow::Result<Services> {
        let catalog = Catalog::open(&self.web, clock::now)
            .await
            .context("cannot read the catalog")?;
        let (folder, public_url) = (&config.database.data_dir, config.server.link_base()?);
        Ok(Services {
            pool: self.web.clone(),
            catalog,
            clock: clock::now,
            entropy: Entropy::SYSTEM,
            passwords: Passwords::default(),
            keyring: config.secrets.keyring(folder)?,
            mailer: config.mail.mailer(folder, &public_url)?,
            public_url: Arc::new(public_url),
            provider_hosts: config.sign_on.private_hosts.clone(),
        })
    }

    /// Closes the pools and leaves the private PostgreSQL, which stops when nobody else uses it.
    pub async fn close(self) {
        self.owner.close().await;
        self.web.close().await;
        self.background.close().await;
        leave(self.cluster).await;
    }
}

async fn connect(config: &DatabaseConfig, cluster: Option<&Cluster>) -> anyhow::Result<[Pool; 3]> {
    let url = match (&config.url, cluster) {
        (Some(url), _) => url.clone(),
        (None, Some(cluster)) => {
            cluster.create_database(NAME).await?;
            cluster.url(NAME)
        }
        (None, None) => bail!("there is neither DATABASE_URL nor a private PostgreSQL"),
    };
    let owner = db::connect(&url, size(config, OWNERS)?)
        .await
        .with_context(|| format!("cannot use the database {}", mask_url(&url)))?;
    check_version(&owner).await?;
    let web = db::connect_as_app(&url, size(config, config.pool)?)?;
    let background = db::connect_as_app(&url, size(config, config.background_pool)?)?;
    Ok([owner, web, background])
}

fn size(config: &DatabaseConfig, connections: usize) -> anyhow::Result<PoolSize> {
    let connections = u32::try_from(connections).context("a pool cannot be that large")?;
    Ok(PoolSize {
        connections,
        acquire_timeout: config.acquire_timeout,
    })
}

/// An older server would fail later, at the first statement it does not know.
async fn check_version(pool: &Pool) -> anyhow::Result<()> {
    let version = db::server_version(pool).await?;
    let major = version / 10_000;
    if u32::try_from(major).unwrap_or(0) < OLDEST_MAJOR {
        bail!("the database is PostgreSQL {major}; Tessera needs {OLDEST_MAJOR} or newer");
    }
    Ok(())
}

/// A cluster that does not stop is worth a line, but no reason to fail: the next start joins it.
async fn leave(cluster: Option<Cluster>) {
    if let Some(cluster) = cluster
        && let Err(error) = cluster.stop().await
    {
        tracing::warn!("{error:#}");
    }
}
