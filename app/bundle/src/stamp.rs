//! Remembers what the site was built from.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::files::{self, Files, content_hash};
use crate::options::Options;
use crate::project::Project;
use crate::wasm_opt::WasmOpt;

/// A hash over everything that decides what the site looks like, this tool included.
pub(crate) fn of(
    options: &Options,
    optimizer: Option<&WasmOpt>,
    module: &[u8],
    trees: &[&Files],
) -> Result<String> {
    let tool = fs::metadata(std::env::current_exe()?)?;
    let settings = format!(
        "{} {:?} {} {:?}",
        options.release,
        optimizer.map(|tool| tool.version),
        tool.len(),
        tool.modified()?,
    );
    let files = trees.iter().flat_map(|tree| tree.iter());
    let named = files.flat_map(|(path, content)| [path.as_bytes(), content]);
    Ok(content_hash(
        [settings.as_bytes(), module].into_iter().chain(named),
    ))
}

/// Whether the site on disk was built from the same.
pub(crate) fn is_current(project: &Project, stamp: &str) -> bool {
    project.site.join("manifest.json").exists()
        && fs::read_to_string(path(project)).is_ok_and(|old| old == stamp)
}

/// Writes the stamp, last of all.
pub(crate) fn remember(project: &Project, stamp: &str) -> Result<()> {
    Ok(fs::write(path(project), stamp)?)
}

/// Removes the stamp, so that an interrupted build is not taken for a finished one.
pub(crate) fn forget(project: &Project) -> Result<()> {
    files::remove_file(&path(project))
}

/// Beside the site and not in it, because the server embeds all of the site.
fn path(project: &Project) -> PathBuf {
    project.target.join("site.stamp")
}
