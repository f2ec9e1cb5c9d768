//! What use-cases need besides their arguments.

use sqlx::PgPool;

use crate::catalog::{Catalog, Clock};

/// The database, the published catalog and the time. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Services {
    /// Connections for pages and the API.
    pub pool: PgPool,
    /// The published catalog of this replica.
    pub catalog: Catalog,
    /// The current time.
    pub clock: Clock,
}
