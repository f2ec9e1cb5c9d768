//! Pages, as a browser asks for them.

mod catalog;
mod development;
mod headers;
mod mistakes;
mod model;
