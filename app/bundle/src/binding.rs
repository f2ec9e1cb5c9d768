//! Makes the module callable from JavaScript, and small.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::files::{self, Files};
use crate::project::Project;
use crate::wasm_opt::WasmOpt;

/// The module and its JavaScript side, under their names before hashing.
pub(crate) struct Bound {
    /// The loader; imports the module as `app_bg.wasm` and the snippets from `./snippets/`.
    pub(crate) js: String,
    /// The module.
    pub(crate) wasm: Vec<u8>,
    /// JavaScript written inside Rust crates, by path below `snippets/`.
    pub(crate) snippets: Files,
    /// Whether `wasm-opt` has been over the module.
    pub(crate) optimized: bool,
}

/// Generates the loader and optimizes the module when there is a `wasm-opt`.
pub(crate) fn bind(
    project: &Project,
    module: Vec<u8>,
    optimizer: Option<&WasmOpt>,
) -> Result<Bound> {
    let directory = project.target.join("bundle");
    files::remove_tree(&directory)?;
    fs::create_dir_all(&directory)?;
    Bindgen::new()
        .input_bytes("app", module)
        .web(true)?
        .typescript(false)
        .remove_name_section(optimizer.is_some())
        .remove_producers_section(true)
        .generate(&directory)
        .context("wasm-bindgen")?;
    let wasm = directory.join("app_bg.wasm");
    if let Some(tool) = optimizer {
        tool.optimize(&wasm)?;
    }
    Ok(Bound {
        js: fs::read_to_string(directory.join("app.js"))?,
        wasm: fs::read(wasm)?,
        snippets: snippets(&directory.join("snippets"))?,
        optimized: optimizer.is_some(),
    })
}

fn snippets(directory: &Path) -> Result<Files> {
    if directory.exists() {
        files::read_tree(directory)
    } else {
        Ok(Files::new())
    }
}
