//! One file a route; the folders mirror the addresses.

mod address;
pub mod api;
pub mod changes;
pub mod compare;
pub mod design;
pub mod errors;
pub mod help;
pub mod home;
pub mod listing;
pub mod model;
pub mod models;
pub mod provider;
pub mod providers;
pub mod publisher;
pub mod publishers;
pub mod quality;
pub mod sources;
