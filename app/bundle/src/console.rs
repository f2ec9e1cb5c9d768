//! Messages to the person who runs the tool.

use std::io::Write;

use anyhow::Result;

/// Prints one line.
pub(crate) fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

/// Prints one line that must not be missed. It goes to standard error, where a closed pipe must
/// not stop the build.
pub(crate) fn warn(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "bundle: warning: {line}");
}
