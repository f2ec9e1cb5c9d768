//! The catalog: importing, serving, exporting.

mod bad_feeds;
mod changes;
mod costs;
mod editions;
mod ends;
mod export;
mod fetch;
mod licenses;
mod links;
mod listing;
mod live;
mod questions;
mod real_feeds;
mod regions;
mod shapes;
mod sources;
mod speeds;
mod starter;
mod statements;
mod words;
