//! Nothing is left out of the matrix.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use server::api;

use super::operations;

#[test]
fn every_operation_is_in_the_matrix() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("authz/matrix.txt");
    let matrix = std::fs::read_to_string(path).unwrap();
    let known: Vec<_> = matrix
        .lines()
        .filter(|line| !line.starts_with(['#', ' ']))
        .collect();
    let all = operations::all();
    assert!(all.len() > 100, "{} operations", all.len());
    for operation in &all {
        let line = format!("{} {}", operation.method, operation.route);
        assert!(
            known.contains(&line.as_str()),
            "{line} is not in matrix.txt"
        );
    }
    assert_eq!(
        all.len(),
        known.len(),
        "matrix.txt has operations that are gone"
    );
}

/// Method and path, whatever the variable parts are called.
fn shape(method: &str, path: &str) -> String {
    let parts: Vec<_> = path.split('/').map(nameless).collect();
    format!("{} {}", method.to_uppercase(), parts.join("/"))
}

fn nameless(part: &str) -> &str {
    if part.starts_with('{') { "*" } else { part }
}

/// The API does what its description says, and no more.
#[test]
fn the_description_and_the_routes_agree() {
    let document = api::openapi();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            described.insert(shape(method, path));
        }
    }
    let routed = api::operations();
    let routed: BTreeSet<_> = routed.iter().map(|o| shape(&o.method, &o.path)).collect();
    assert_eq!(described, routed);
}

/// Where routes are made: each from a list that `operations` reads, but for the
/// files of the bundle and for everything unknown below `/api`.
const MADE_IN: [(&str, usize); 5] = [
    ("api/mod.rs", 1),
    ("assets/mod.rs", 1),
    ("routes.rs", 1),
    ("web/actions.rs", 1),
    ("web/mod.rs", 1),
];

/// A route that is on no list would escape the matrix.
#[test]
fn routes_are_made_from_lists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
    let mut found = Vec::new();
    for path in sources(&root) {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        if name.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for other in [".route_service(", ".nest(", ".nest_service("] {
            assert!(!code.contains(other), "{name}: {other} is on no list");
        }
        let count = code.matches(".route(").count();
        if count > 0 {
            found.push((name, count));
        }
    }
    found.sort();
    let expected = MADE_IN.map(|(name, count)| (name.to_owned(), count));
    assert_eq!(found, expected, "a route belongs on a list of its router");
}

fn sources(root: &Path) -> Vec<PathBuf> {
    let (mut waiting, mut found) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// There are no server functions: forms go to actions, which are listed.
#[test]
fn there_are_no_server_functions() {
    assert_eq!(leptos_server_functions(), 0);
}

fn leptos_server_functions() -> usize {
    server::web::server_functions()
}
