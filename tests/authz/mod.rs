//! Who may do what: every page, every form and every operation of the API, for
//! everybody.

mod canary;
mod coverage;
mod isolation;
mod matrix;
mod operations;
