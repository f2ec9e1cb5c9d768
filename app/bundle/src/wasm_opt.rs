//! Finds and runs binaryen's `wasm-opt`.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::console::warn;
use crate::project::variable;

/// Older ones do not know what current compilers emit and break the module without an error: the
/// page looks right and nothing on it answers.
const OLDEST: u32 = 116;

/// Language features that `rustc` uses for this target by default.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A `wasm-opt` that is new enough.
pub(crate) struct WasmOpt {
    program: OsString,
    /// Binaryen's release number.
    pub(crate) version: u32,
}

impl WasmOpt {
    /// Looks at `TESSERA_WASM_OPT`, then at the path. Without one the bundle works but is larger,
    /// so that is a warning.
    pub(crate) fn find() -> Option<Self> {
        let program = variable("TESSERA_WASM_OPT").unwrap_or_else(|| OsString::from("wasm-opt"));
        let shown = program.to_string_lossy().into_owned();
        let answer = Command::new(&program)
            .arg("--version")
            .output()
            .ok()
            .filter(|output| output.status.success());
        let Some(version) =
            answer.and_then(|output| parse_version(&String::from_utf8_lossy(&output.stdout)))
        else {
            warn(&format!(
                "no `{shown}`, the module stays larger than it has to be; npm's `binaryen` has one"
            ));
            return None;
        };
        if version < OLDEST {
            warn(&format!(
                "`{shown}` is version {version} and is not used: before {OLDEST} it breaks the module silently. \
                 Install npm's `binaryen` and point TESSERA_WASM_OPT at its wasm-opt"
            ));
            return None;
        }
        Some(Self { program, version })
    }

    /// Replaces the module by a smaller one.
    pub(crate) fn optimize(&self, module: &Path) -> Result<()> {
        let status = Command::new(&self.program)
            .arg("-Oz")
            .args(FEATURES)
            .arg(module)
            .arg("-o")
            .arg(module)
            .status()
            .context("cannot run wasm-opt")?;
        ensure!(status.success(), "wasm-opt failed on {}", module.display());
        Ok(())
    }
}

/// Reads `wasm-opt version 132 (version_132)`.
fn parse_version(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn reads_the_version_of_every_packaging() {
        assert_eq!(parse_version("wasm-opt version 108"), Some(108));
        assert_eq!(
            parse_version("wasm-opt version 132 (version_132)\n"),
            Some(132)
        );
        assert_eq!(parse_version("command not found"), None);
    }
}
