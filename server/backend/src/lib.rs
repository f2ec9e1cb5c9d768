//! What the marketplace can do: use-cases and the SQL behind them. No HTTP, no
//! markup.

pub mod access;
pub mod access_tokens;
pub mod accounts;
pub mod audit;
pub mod authz;
pub mod catalog;
pub mod db;
pub mod demo;
mod error;
pub mod identity_providers;
pub mod mail;
pub mod members;
pub mod notifications;
pub mod organizations;
pub mod projects;
pub mod secrets;
mod services;
mod token;

pub use error::{Error, FieldErrors, Opaque};
pub use services::{Entropy, Services};
pub use sqlx::PgPool;
