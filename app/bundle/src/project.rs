//! Where things are.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The places a build reads from and writes to.
pub(crate) struct Project {
    /// The workspace's root.
    pub(crate) root: PathBuf,
    /// Cargo's target directory.
    pub(crate) target: PathBuf,
    /// What the server embeds and serves.
    pub(crate) site: PathBuf,
}

impl Project {
    /// Asks cargo, which alone knows about `CARGO_TARGET_DIR` and configuration files. Paths fixed
    /// at compile time would be wrong when a cached build of this tool runs in another checkout.
    pub(crate) fn find() -> Result<Self> {
        let output = cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("cannot run cargo")?;
        ensure!(
            output.status.success(),
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let path = |key: &str| {
            let value = metadata[key]
                .as_str()
                .with_context(|| format!("cargo metadata has no `{key}`"))?;
            Ok::<_, anyhow::Error>(PathBuf::from(value))
        };
        let target = path("target_directory")?;
        Ok(Self {
            root: path("workspace_root")?,
            site: target.join("site"),
            target,
        })
    }
}

/// The cargo that runs this tool, or the one on the path.
pub(crate) fn cargo() -> Command {
    Command::new(variable("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// An environment variable, when it is set and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the only place of this tool that reads the environment"
)]
pub(crate) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
