//! The published catalog: importing it, keeping it, reading it.

pub mod changes;
pub mod export;
pub mod import;
mod license;
mod live;
pub mod parties;
pub mod snapshot;
mod sql;
mod statements;

pub use live::{Catalog, Clock};
