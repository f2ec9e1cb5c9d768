//! The catalog: importing, serving, exporting.

mod bad_feeds;
mod changes;
mod export;
mod fetch;
mod live;
mod real_feeds;
mod sources;
mod starter;
