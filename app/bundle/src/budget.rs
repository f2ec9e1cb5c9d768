//! How much a first visit may load.

use anyhow::{Result, ensure};

use crate::console::say;
use crate::manifest::Manifest;
use crate::project::Project;

/// Module and loader together, compressed with brotli: not more than this …
const LIMIT: usize = 150 * 1024;
/// … and better below this.
const GOAL: usize = 100 * 1024;

/// One line about sizes.
pub(crate) fn summary(manifest: &Manifest) -> String {
    let parts = manifest.sizes.iter().map(|(kind, size)| {
        format!(
            "{kind} {:.1} KB ({:.1} KB brotli)",
            kilobytes(size.raw),
            kilobytes(size.brotli)
        )
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// Prints the sizes; fails when the script is over the limit.
pub(crate) fn check(project: &Project) -> Result<()> {
    let manifest = Manifest::read(project)?;
    say(&format!("budget: {}", summary(&manifest)))?;
    let total = script_size(&manifest);
    let note = if manifest.optimized {
        ""
    } else {
        "; not optimized, wasm-opt was missing"
    };
    let sizes = format!(
        "script {:.1} KB brotli; goal {:.0} KB, limit {:.0} KB{note}",
        kilobytes(total),
        kilobytes(GOAL),
        kilobytes(LIMIT),
    );
    ensure!(total <= LIMIT, "over the budget: {sizes}");
    say(&format!(
        "budget: {sizes}{}",
        if total <= GOAL { "" } else { "; over the goal" }
    ))
}

fn script_size(manifest: &Manifest) -> usize {
    ["js", "wasm"]
        .iter()
        .filter_map(|kind| manifest.sizes.get(*kind))
        .map(|size| size.brotli)
        .sum()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes for people, far below 2^52"
)]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}
