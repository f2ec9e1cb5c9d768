//! The real program: its memory when idle, and what a browser loads.

use std::fmt::Display;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::report::Table;

/// The program rests once its memory has not fallen for so long. The allocator
/// gives back what loading needed in several steps, seconds apart.
const CALM: Duration = Duration::from_secs(15);
/// It gets at most so long for that.
const SETTLING: Duration = Duration::from_mins(1);
/// What of its memory is in RAM.
pub(crate) const RESIDENT: &str = "VmRSS";
const LOOK_EVERY: Duration = Duration::from_millis(500);

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
    let resident = at_rest(server.id());
    let _ = (server.kill(), server.wait());
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

/// Resident memory of a program that has nothing to do, in KiB.
fn at_rest(id: u32) -> Option<f64> {
    let begun = Instant::now();
    let mut least = figure(id, RESIDENT)?;
    let mut fallen = begun;
    while fallen.elapsed() < CALM && begun.elapsed() < SETTLING {
        std::thread::sleep(LOOK_EVERY);
        let now = figure(id, RESIDENT)?;
        if now < least {
            (least, fallen) = (now, Instant::now());
        }
    }
    figure(id, RESIDENT)
}

/// A figure of the memory of a process, in KiB: its number or `self`, and the
/// name in `/proc/…/status`.
pub(crate) fn figure(process: impl Display, name: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix(name))?;
    let value = line.trim_start_matches(':').trim();
    value.strip_suffix(" kB")?.parse().ok()
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
