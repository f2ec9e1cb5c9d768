//! Tells the compiler where the browser bundle is, whose files the binary carries inside.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo passes its settings as variables"
)]

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=TESSERA_SITE_DIR");
    let site = env::var_os("TESSERA_SITE_DIR").map_or_else(site_of_the_build, PathBuf::from);
    // Debug builds read the files at run time, so a new bundle needs no new build.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed={}", site.display());
    } else {
        println!("cargo:rerun-if-changed=build.rs");
    }
    let out = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    fs::write(out.join("site.rs"), declaration(&site.to_string_lossy()))
}

/// The embedded folder's name must be written out in the source: it is known only here.
fn declaration(site: &str) -> String {
    format!(
        "/// The files of the site.\n#[derive(rust_embed::RustEmbed)]\n#[folder = {site:?}]\n\
         #[allow_missing = true]\nstruct Site;\n\n\
         /// Where the files were expected when the server was built.\n\
         pub(super) const FOLDER: &str = {site:?};\n"
    )
}

/// `site` in the folder that cargo builds into and marks with `CACHEDIR.TAG`: `app/bundle` writes
/// there, wherever `CARGO_TARGET_DIR` points to.
fn site_of_the_build() -> PathBuf {
    let out = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let target = out
        .ancestors()
        .find(|dir| dir.join("CACHEDIR.TAG").is_file());
    let fallback = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    target.map_or_else(fallback, Path::to_path_buf).join("site")
}
