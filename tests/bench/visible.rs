//! How long after an import the catalog that is served has it.

use std::time::Instant;

use backend::catalog::import::{self, Fetched, Format, Input};
use serde_json::{Value, json};
use tests::{TestApp, now};
use tokio::runtime::Runtime;

use crate::report::Table;

const ROUNDS: usize = 3;

/// From the end of an import of one model to the snapshot that has it, the longest of a few.
pub(crate) fn measure(app: &TestApp, runtime: &Runtime, offerings: usize, table: &mut Table) {
    let seconds = runtime.block_on(async {
        let (catalog, pool) = (&app.services.catalog, &app.database.pool);
        let all = async {
            let mut longest: f64 = 0.0;
            for round in 0..ROUNDS {
                longest = longest.max(shown_after(app, &format!("newcomer/model-{round}")).await);
            }
            longest
        };
        tokio::select! {
            () = catalog.follow(pool, now) => unreachable!("it follows for ever"),
            longest = all => longest,
        }
    });
    let what = format!("from an import to the catalog with it, {offerings} offerings");
    // What is promised is promised of a catalog of the usual size.
    if offerings <= 7_000 {
        table.at_most(what, seconds, "s", 2.0, 2.0);
    } else {
        table.note(format!("{what}: {seconds:.1} s"));
    }
}

async fn shown_after(app: &TestApp, model: &str) -> f64 {
    let input = Input {
        format: Format::Tessera,
        file: Fetched {
            origin: "bench".to_owned(),
            bytes: document(model).to_string().into_bytes(),
            modified: None,
        },
        as_of: None,
        until: None,
        source: None,
    };
    let mut served = app.services.catalog.changes();
    let done = import::import(&app.database.pool, input, |_| {}).await;
    done.expect("an import");
    let committed = Instant::now();
    let shown = served.wait_for(|snapshot| snapshot.model(model).is_some());
    shown.await.expect("a catalog");
    committed.elapsed().as_secs_f64()
}

/// One model that somebody sells.
fn document(model: &str) -> Value {
    let named = json!({ "slug": "newcomer", "name": "Newcomer" });
    json!({
        "tessera_catalog": 1, "as_of": "2026-11-20", "source": named,
        "publishers": [named], "providers": [named], "regions": [],
        "models": [{ "id": model, "name": model, "publisher": "newcomer" }],
        "offerings": [{
            "provider": "newcomer", "upstream": model, "model": model,
            "prices": [{ "direction": "input", "usd": "1" }],
        }],
    })
}
