//! Nothing is left out of the matrix.

use std::path::Path;

use tests::TestApp;

use super::operations;

#[tokio::test]
async fn every_operation_is_in_the_matrix() {
    let app = TestApp::empty().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("authz/matrix.txt");
    let matrix = std::fs::read_to_string(path).unwrap();
    let known: Vec<_> = matrix
        .lines()
        .filter(|line| !line.starts_with(['#', ' ']))
        .collect();
    let all = operations::all(&app);
    assert!(all.len() > 60, "{} operations", all.len());
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

/// There are no server functions: forms go to actions, which are listed.
#[test]
fn there_are_no_server_functions() {
    assert_eq!(leptos_server_functions(), 0);
}

fn leptos_server_functions() -> usize {
    server::web::server_functions()
}
