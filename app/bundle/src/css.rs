//! Bundles and minifies the style sheet.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

/// The oldest browsers served: about two years back. All of them know nesting, `@layer` and
/// `light-dark()`. The last matters: compiled for older ones, `light-dark()` becomes variables
/// that follow the system's scheme only, and the theme switch by `color-scheme` dies.
const BROWSERS: Browsers = Browsers {
    android: None,
    chrome: Some(version(125, 0)),
    edge: Some(version(125, 0)),
    firefox: Some(version(126, 0)),
    ie: None,
    ios_saf: Some(version(17, 5)),
    opera: None,
    safari: Some(version(17, 5)),
    samsung: None,
};

const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

/// Returns the entry file with everything it imports, minified.
pub(crate) fn bundle(entry: &Path) -> Result<String> {
    let provider = FileProvider::new();
    let options = ParserOptions {
        filename: entry.display().to_string(),
        ..ParserOptions::default()
    };
    let mut sheet = Bundler::new(&provider, None, options)
        .bundle(entry)
        .map_err(|error| anyhow!("{}: {error}", entry.display()))?;
    let targets = Targets::from(BROWSERS);
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("{}: {error}", entry.display()))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{}: {error}", entry.display()))?;
    Ok(printed.code)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;
    use crate::files;

    fn bundled(name: &str, sheets: &[(&str, &str)]) -> Result<String> {
        let directory =
            std::env::temp_dir().join(format!("tessera-css-{}-{name}", std::process::id()));
        let tree = sheets
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect();
        files::replace_tree(&directory, &tree).unwrap();
        let css = bundle(&directory.join("main.css"));
        files::remove_tree(&directory).unwrap();
        css
    }

    #[test]
    fn imports_are_inlined_into_their_layers() {
        let main = "@layer base, parts;\n@import \"parts/card.css\" layer(parts);";
        let css = bundled(
            "import",
            &[
                ("main.css", main),
                ("parts/card.css", ".card { color: #ff0000 }"),
            ],
        )
        .unwrap();
        assert_eq!(css, "@layer base;@layer parts{.card{color:red}}");
    }

    #[test]
    fn the_theme_switch_survives() {
        let main = ":root { color-scheme: light dark; --bg: light-dark(#ffffff, #000000) }\n\
                    [data-theme=dark] { color-scheme: dark }\n.a { background: light-dark(#fff, #111) }";
        let css = bundled("theme", &[("main.css", main)]).unwrap();
        assert!(css.contains("--bg:light-dark(#fff,#000)"), "{css}");
        assert!(css.contains("background:light-dark(#fff,#111)"), "{css}");
        assert!(!css.contains("lightningcss"), "{css}");
    }

    #[test]
    fn nesting_survives() {
        let css = bundled(
            "nesting",
            &[("main.css", ".a { color: red; &:hover { color: blue } }")],
        )
        .unwrap();
        assert_eq!(css, ".a{color:red;&:hover{color:#00f}}");
    }

    #[test]
    fn an_error_names_the_file() {
        let error = bundled("error", &[("main.css", "@import \"gone.css\";")])
            .unwrap_err()
            .to_string();
        assert!(error.contains("main.css"), "{error}");
    }
}
