//! Puts the parts together under names that change with their contents.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::binding::Bound;
use crate::compress;
use crate::files::{Files, content_hash};
use crate::manifest::{Manifest, Size};
use crate::options::Options;

/// Public files that pages and styles refer to and that browsers may keep forever under a second,
/// hashed name. The others (`robots.txt`, …) are known to the world by their own name.
const ALIASED: [&str; 5] = ["woff2", "svg", "png", "webp", "avif"];

/// Returns every file of the site and the manifest, which is one of them.
pub(crate) fn assemble(
    bound: Bound,
    css: String,
    public: Files,
    options: &Options,
) -> Result<(Files, Manifest)> {
    let mut files = Files::new();
    let aliases = add_public(&mut files, public);
    let css_path = add_css(&mut files, css, &aliases);
    let optimized = bound.optimized;
    let name = add_module(&mut files, bound);
    compress::add_twins(&mut files, options.release)?;

    let js = format!("assets/{name}.js");
    let wasm = format!("assets/{name}_bg.wasm");
    let manifest = Manifest {
        sizes: [("js", &js), ("wasm", &wasm), ("css", &css_path)]
            .map(|(kind, path)| (kind.to_owned(), Size::of(&files, path)))
            .into(),
        js: format!("/{js}"),
        wasm: format!("/{wasm}"),
        css: format!("/{css_path}"),
        hash: content_hash(
            files
                .iter()
                .flat_map(|(path, content)| [path.as_bytes(), content]),
        ),
        optimized,
        files: aliases,
    };
    files.insert("manifest.json".to_owned(), manifest.to_json()?);
    Ok((files, manifest))
}

/// Adds the public files under their own names, and aliases; returns alias by path.
fn add_public(files: &mut Files, public: Files) -> BTreeMap<String, String> {
    let mut aliases = BTreeMap::new();
    for (path, content) in public {
        let name = path.rsplit('/').next().unwrap_or(&path);
        if let Some((stem, extension)) = name
            .rsplit_once('.')
            .filter(|(_, extension)| ALIASED.contains(extension))
        {
            let alias = format!("assets/{stem}-{}.{extension}", content_hash([&*content]));
            aliases.insert(format!("/{path}"), format!("/{alias}"));
            files.insert(alias, content.clone());
        }
        files.insert(path, content);
    }
    aliases
}

fn add_css(files: &mut Files, mut css: String, aliases: &BTreeMap<String, String>) -> String {
    for (path, alias) in aliases {
        css = css.replace(&format!("url({path})"), &format!("url({alias})"));
    }
    let path = format!("assets/main-{}.css", content_hash([css.as_bytes()]));
    files.insert(path.clone(), css.into_bytes());
    path
}

/// Adds module, loader and snippets under one common hash, because each names the others.
fn add_module(files: &mut Files, bound: Bound) -> String {
    let parts = [bound.js.as_bytes(), &bound.wasm].into_iter();
    let hash = content_hash(parts.chain(bound.snippets.values().map(Vec::as_slice)));
    let name = format!("app-{hash}");
    let js = bound
        .js
        .replace("app_bg.wasm", &format!("{name}_bg.wasm"))
        .replace("./snippets/", &format!("./{name}-snippets/"));
    for (path, content) in bound.snippets {
        files.insert(format!("assets/{name}-snippets/{path}"), content);
    }
    files.insert(format!("assets/{name}.js"), js.into_bytes());
    files.insert(format!("assets/{name}_bg.wasm"), bound.wasm);
    name
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;

    fn site(wasm: &[u8], css: &str) -> (Files, Manifest) {
        let bound = Bound {
            js: "import './snippets/x/inline0.js'; new URL('app_bg.wasm', import.meta.url)"
                .to_owned(),
            wasm: wasm.to_vec(),
            snippets: Files::from([("x/inline0.js".to_owned(), b"export {}".to_vec())]),
            optimized: true,
        };
        let public = Files::from([
            ("fonts/a.woff2".to_owned(), vec![1; 64]),
            ("robots.txt".to_owned(), b"User-agent: *".to_vec()),
        ]);
        assemble(bound, css.to_owned(), public, &Options::default()).unwrap()
    }

    #[test]
    fn the_loader_names_its_own_module_and_snippets() {
        let (files, manifest) = site(b"one", "");
        let js = String::from_utf8(files[&manifest.js[1..]].clone()).unwrap();
        let name = manifest.js.strip_suffix(".js").unwrap();
        let module = name.rsplit('/').next().unwrap();
        assert!(js.contains(&format!("'{module}_bg.wasm'")), "{js}");
        assert!(files.contains_key(&format!("{}-snippets/x/inline0.js", &name[1..])));
        assert_eq!(manifest.wasm, manifest.js.replace(".js", "_bg.wasm"));
    }

    #[test]
    fn names_follow_contents() {
        let ((_, one), (_, two)) = (site(b"one", "a{}"), site(b"two", "a{}"));
        assert_ne!(one.js, two.js);
        assert_eq!(one.css, two.css);
        assert_ne!(one.css, site(b"one", "b{}").1.css);
    }

    #[test]
    fn styles_use_the_hashed_fonts() {
        let (files, manifest) = site(b"one", "@font-face{src:url(/fonts/a.woff2)}");
        let alias = &manifest.files["/fonts/a.woff2"];
        let css = String::from_utf8(files[&manifest.css[1..]].clone()).unwrap();
        assert!(css.contains(alias.as_str()), "{css}");
        assert!(files.contains_key(&alias[1..]) && files.contains_key("fonts/a.woff2"));
        assert!(files.contains_key("robots.txt") && !manifest.files.contains_key("/robots.txt"));
    }
}
