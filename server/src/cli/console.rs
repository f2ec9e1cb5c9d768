//! Lines for the person at the terminal.

use std::io::{Write, stdout};

/// Writes a line to standard output. A closed pipe (`tessera doctor | head`) is no failure.
pub(crate) fn say(line: &str) -> anyhow::Result<()> {
    match writeln!(stdout().lock(), "{line}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
