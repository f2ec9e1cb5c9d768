//! The real program: its memory when idle, and what a browser loads.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::report::Table;

/// How long the program rests before its memory is read.
const SETTLED: Duration = Duration::from_secs(2);

/// Starts `tessera serve` on the measured database and reads its resident memory.
pub(crate) fn measure(database: &str, table: &mut Table) {
    let Some(target) = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.ancestors().nth(3)?.to_owned()))
    else {
        return;
    };
    wasm(&target.join("site"), table);
    let program = target.join("release/tessera");
    if !program.exists() {
        return table.note(format!(
            "memory was not measured: {} is not built",
            program.display()
        ));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Command::new(program)
        .arg("serve")
        .env("DATABASE_URL", database)
        .env("TESSERA_ADDR", "127.0.0.1:0")
        .env("TESSERA_DATA_DIR", folder.path())
        .env("TESSERA_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // It says when it listens; the catalog is loaded by then.
    let said = BufReader::new(server.stdout.take().expect("its output")).lines();
    let listens = said.map_while(Result::ok).any(|l| l.contains("listens on"));
    assert!(listens, "the program ended before it listened");
    // What is measured is the program at rest: what loading needed is given back
    // within moments, and nothing tells when that is over.
    std::thread::sleep(SETTLED);
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let _ = (server.kill(), server.wait());
    let resident = status.lines().find_map(|l| {
        l.strip_prefix("VmRSS:")?
            .trim()
            .strip_suffix(" kB")?
            .parse::<f64>()
            .ok()
    });
    match resident {
        Some(kilobytes) => table.at_most(
            "memory of the idle server, 7000 offerings",
            kilobytes / 1024.0,
            "MiB",
            96.0,
            96.0,
        ),
        None => table.note("memory was not measured: there is no /proc here".to_owned()),
    }
}

fn wasm(site: &Path, table: &mut Table) {
    let files = std::fs::read_dir(site.join("assets"))
        .into_iter()
        .flatten()
        .flatten();
    let sent: u64 = files
        .filter(|f| {
            let name = f.file_name().to_string_lossy().into_owned();
            name.ends_with(".js.br") || name.ends_with(".wasm.br")
        })
        .filter_map(|f| f.metadata().ok())
        .map(|m| m.len())
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
    table.at_most(
        "script and wasm, brotli",
        sent as f64 / 1000.0,
        "KB",
        100.0,
        150.0,
    );
}
