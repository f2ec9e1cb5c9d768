//! A whole Tessera for one test: its own database, the real router, no network.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "what fails here fails the test"
)]

mod app;
mod database;
pub mod logs;
mod person;
pub mod shared_data;

pub use app::{Answer, TestApp, assets, now, services};
pub use database::{Database, Start};
pub use person::{Browser, Person};
