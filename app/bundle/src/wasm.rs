//! Compiles `app` for the browser.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::options::Options;
use crate::project::{Project, cargo};

const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles and returns the module. Cargo decides what has to be compiled again.
pub(crate) fn compile(project: &Project, options: &Options) -> Result<Vec<u8>> {
    let status = cargo()
        .current_dir(&project.root)
        .args([
            "build",
            "--package",
            "app",
            "--lib",
            "--no-default-features",
            "--features",
            "hydrate",
        ])
        .args(["--target", TARGET, "--profile", options.profile()])
        .status()
        .context("cannot run cargo")?;
    ensure!(status.success(), "`app` does not compile for {TARGET}");
    // Cargo keeps the artifacts of the `dev` profile in a directory called `debug`.
    let directory = if options.release {
        options.profile()
    } else {
        "debug"
    };
    let path = project.target.join(TARGET).join(directory).join("app.wasm");
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}
