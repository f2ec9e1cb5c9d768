//! `make bench`: what Tessera promises about speed, measured in one run.
//!
//! Figures depend on the machine; the ratios do not, or far less. Everything
//! stays on loopback and ends by itself.
#![expect(clippy::expect_used, reason = "a failed measurement ends the run")]
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

mod catalog;
mod http;
mod imports;
mod memory;
mod pages;
mod people;
mod report;
mod search;
mod visible;

use server::health::Metrics;
use tests::{Database, Start, TestApp};

/// What can be measured alone.
const PARTS: [&str; 5] = ["search", "pages", "imports", "memory", "people"];

fn main() {
    // `cargo test --benches` runs this too, with an argument: nothing to do then.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    // One part alone, for those who work on it: `make bench` measures all.
    let alone = std::env::args().find(|a| PARTS.contains(&a.as_str()));
    let wants = |part| alone.as_deref().is_none_or(|alone| alone == part);
    observe();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut table = report::Table::default();
    let app = runtime.block_on(app(7_000));
    if wants("search") {
        search::measure(&app.services, 7_000, &mut table);
    }
    if wants("pages") {
        pages::measure(&app.services, &mut table);
    }
    if wants("imports") {
        imports::measure(&app, &runtime, &mut table);
        visible::measure(&app, &runtime, 7_000, &mut table);
    }
    if wants("memory") {
        memory::measure(&app.database.url, &mut table);
    }
    if wants("people") {
        people::measure(&app, &runtime, &mut table);
    }
    drop(app);
    if wants("search") || wants("imports") {
        let app = runtime.block_on(self::app(100_000));
        if wants("search") {
            search::measure(&app.services, 100_000, &mut table);
        }
        if wants("imports") {
            visible::measure(&app, &runtime, 100_000, &mut table);
        }
    }
    println!("{table}");
}

/// Counts and logs what is served as the program does, with nobody who reads it.
fn observe() {
    let nowhere = std::fs::File::options().write(true).open("/dev/null");
    tracing_subscriber::fmt()
        .with_env_filter("info")
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(nowhere.expect("a file")))
        .init();
    Metrics::install().expect("metrics");
}

/// The program with so many generated offerings.
async fn app(offerings: usize) -> TestApp {
    let database = Database::create(Start::Empty).await;
    catalog::fill(&database.pool, offerings).await;
    catalog::open(database).await
}
