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
mod people;
mod report;
mod search;

use tests::{Database, Start};

fn main() {
    // `cargo test --benches` runs this too, with an argument: nothing to do then.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    // Searching alone, for those who work on it: `make bench` measures all.
    let search_alone = std::env::args().any(|a| a == "search");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut table = report::Table::default();
    for offerings in [7_000, 100_000] {
        let database = runtime.block_on(async {
            let database = Database::create(Start::Empty).await;
            catalog::fill(&database.pool, offerings).await;
            database
        });
        let app = runtime.block_on(catalog::open(database));
        search::measure(&app.services, offerings, &mut table);
        if offerings == 7_000 && !search_alone {
            pages::measure(&app.services, &mut table);
            memory::measure(&app.database.url, &mut table);
            people::measure(&app, &runtime, &mut table);
        }
    }
    println!("{table}");
}
