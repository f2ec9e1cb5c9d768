//! How long the import of a whole catalog takes: seconds, not minutes.

use std::time::Instant;

use backend::catalog::export::export;
use backend::catalog::import::{self, Fetched, Format, Input};
use tests::{Database, Start, TestApp, now};
use tokio::runtime::Runtime;

use crate::report::Table;

/// Imports the catalog of `app` into an empty database, then once more, when nothing changes.
pub(crate) fn measure(app: &TestApp, runtime: &Runtime, table: &mut Table) {
    let (first, again, offerings) = runtime.block_on(async {
        let text = export(&app.database.pool, now()).await.expect("a catalog");
        let database = Database::create(Start::Empty).await;
        let import = async || {
            let input = Input {
                format: Format::Tessera,
                file: Fetched {
                    origin: "bench".to_owned(),
                    bytes: text.clone().into_bytes(),
                    modified: None,
                },
                as_of: None,
                until: None,
                source: None,
            };
            let begin = Instant::now();
            let done = import::import(&database.pool, input, |_| {}).await;
            (begin.elapsed().as_secs_f64(), done.expect("an import"))
        };
        let (first, report) = import().await;
        let (again, unchanged) = import().await;
        assert!(unchanged.is_unchanged(), "{unchanged}");
        (first, again, report.offerings)
    });
    table.at_most("import of the catalog", first, "s", 5.0, 30.0);
    table.at_most("the same catalog again", again, "s", 2.0, 5.0);
    table.note(format!("{offerings} offerings into an empty database"));
}
