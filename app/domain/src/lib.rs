//! The words and the rules of Tessera: pure types without IO, usable on the
//! server and in the browser.
//!
//! A value of a type here is valid by construction: text is parsed once at the
//! edge and every later layer takes the type.

#[macro_use]
mod vocabulary;

pub use vocabulary::UnknownWord;

pub mod access;
pub mod catalog_query;
pub mod day;
pub mod fact;
pub mod id;
pub mod model;
pub mod money;
pub mod notification;
pub mod offering;
pub mod organization;
pub mod price;
pub mod role;
pub mod score;
pub mod slug;
pub mod speed;
pub mod workload;
