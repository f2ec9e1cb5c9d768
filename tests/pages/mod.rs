//! Pages, as a browser asks for them.

mod catalog;
mod headers;
mod mistakes;
mod model;
