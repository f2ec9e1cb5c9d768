//! How the world reaches Tessera: configuration, the HTTP server, the embedded database and the
//! command line.

pub mod api;
pub mod assets;
pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod doctor;
pub mod health;
pub mod middleware;
pub mod postgres;
pub mod router;
pub mod routes;
pub mod server;
pub mod telemetry;
pub mod web;

/// Drawing a page makes thousands of short texts; with this allocator many more pages are drawn than
/// with the system's. The figures stand in ARCHITECTURE.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
