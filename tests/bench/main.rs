//! `make bench`: what Tessera promises about speed, measured in one run.
//!
//! Figures depend on the machine; the ratios do not, or far less. Everything
//! stays on loopback and ends by itself.
#![expect(clippy::expect_used, reason = "a failed measurement ends the run")]
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

mod catalog;
mod http;
mod memory;
mod pages;
mod report;
mod search;

use tests::{Database, Start};

fn main() {
    // `cargo test --benches` runs this too, with an argument: nothing to do then.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut table = report::Table::default();
    for offerings in [7_000, 100_000] {
        let database = runtime.block_on(async {
            let database = Database::create(Start::Empty).await;
            catalog::fill(&database.pool, offerings).await;
            database
        });
        let services = runtime.block_on(catalog::services(&database));
        search::measure(&services, offerings, &mut table);
        if offerings == 7_000 {
            pages::measure(&services, &mut table);
            memory::measure(&database.url, &mut table);
        }
    }
    println!("{table}");
}
