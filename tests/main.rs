//! Integration tests: one binary, so that everything is linked once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a failed unwrap is a failed test"
)]

mod access;
mod accounts;
mod answers;
mod api;
mod architecture;
mod audit;
mod authz;
mod catalog;
mod pages;
mod projects;
mod surfaces;
