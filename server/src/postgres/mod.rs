//! The embedded PostgreSQL: a private cluster for people who have not set `DATABASE_URL`, and for
//! tests.
//!
//! It is an ordinary PostgreSQL, run by the programs installed on this machine, with full
//! durability. It listens on a Unix socket in a folder that only its owner can enter, never on
//! TCP, so it needs no password. Several Tessera processes on one data folder share one cluster:
//! the first starts it, the last one out stops it.

mod cluster;
mod databases;
mod home;
mod pidfile;
mod programs;
mod run_as;
mod settings;

pub use self::{cluster::Cluster, programs::Programs, settings::Durability};

/// The oldest PostgreSQL that Tessera works with.
pub const OLDEST_MAJOR: u32 = 15;

#[cfg(test)]
mod tests;
