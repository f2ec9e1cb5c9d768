//! Who may do what: every page, every form and every operation of the API, for
//! everybody.

mod bodies;
mod canary;
mod coverage;
mod fields;
mod isolation;
mod matrix;
mod operations;
mod tenants;
mod vendor;
mod world;
