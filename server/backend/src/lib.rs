//! What the marketplace can do: use-cases and the SQL behind them. No HTTP, no
//! markup.

pub mod catalog;
pub mod db;
mod error;
mod services;

pub use error::{Error, FieldErrors, Opaque};
pub use services::Services;
pub use sqlx::PgPool;
