//! Data in, markup out. No component reads the request but the header.

mod badge;
mod chrome;
mod copy;
mod empty;
pub mod format;
mod icon;
mod notice;
mod time;

pub use badge::{Badge, LifecycleBadge, Tone};
pub use chrome::{Footer, Header};
pub use copy::CopyId;
pub use empty::{Unknown, Unpriced};
pub use icon::{Icon, IconSize};
pub use notice::Notice;
pub use time::{Day, When};
