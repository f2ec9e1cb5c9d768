//! Getting a feed from a file or an address.

use std::io::Write as _;

use axum::Router;
use axum::http::header;
use axum::response::Redirect;
use axum::routing::get;
use backend::catalog::import::fetch;
use flate2::Compression;
use flate2::write::GzEncoder;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

async fn refused(place: &str) -> String {
    fetch(place).await.unwrap_err().to_string()
}

#[tokio::test]
async fn files_plain_and_packed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    assert_eq!(fetch(&file("a.json", b"{}")).await.unwrap().bytes, b"{}");
    assert_eq!(
        fetch(&file("a.json.gz", &gzip(b"{}"))).await.unwrap().bytes,
        b"{}"
    );
    let half = gzip(&[b'x'; 1000]);
    assert!(
        refused(&file("half.gz", &half[..half.len() / 2]))
            .await
            .contains("not a complete gzip file")
    );
    assert!(refused("/no/such/file").await.contains("cannot be read"));
    assert!(
        refused(&folder.path().display().to_string())
            .await
            .contains("cannot be read")
    );
}

#[tokio::test]
async fn a_huge_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.json");
    // A gigabyte without a byte on disk.
    std::fs::File::create(&path)
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    assert!(
        refused(&path.display().to_string())
            .await
            .contains("larger than 64 MiB")
    );
    let bomb = folder.path().join("bomb.gz");
    std::fs::write(&bomb, gzip(&vec![0; 257 << 20])).unwrap();
    assert!(
        refused(&bomb.display().to_string())
            .await
            .contains("after unpacking")
    );
}

/// A server of ours that misbehaves in the ways of real ones.
async fn serve() -> String {
    let json = [(header::CONTENT_TYPE, "application/json")];
    let router = Router::new()
        .route("/feed", get(move || async move { (json, "{}") }))
        .route(
            "/page",
            get(|| async { ([(header::CONTENT_TYPE, "text/html")], "<html>") }),
        )
        .route("/here", get(|| async { Redirect::temporary("/feed") }))
        .route(
            "/away",
            get(|| async { Redirect::temporary("http://localhost:1/feed") }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

#[tokio::test]
async fn addresses() {
    let server = serve().await;
    assert_eq!(fetch(&format!("{server}/feed")).await.unwrap().bytes, b"{}");
    assert_eq!(fetch(&format!("{server}/here")).await.unwrap().bytes, b"{}");
    assert!(
        refused(&format!("{server}/page"))
            .await
            .contains("content type \"text/html\"")
    );
    assert!(refused(&format!("{server}/nothing")).await.contains("404"));
    assert!(
        refused(&format!("{server}/away"))
            .await
            .contains("another host is not followed")
    );
    assert!(
        refused("http://tessera.example/feed")
            .await
            .contains("https")
    );
    assert!(
        refused("ftp://tessera.example/feed")
            .await
            .contains("https")
    );
    let secret = refused("http://user:secret@tessera.example/feed?key=secret").await;
    assert!(!secret.contains("secret"), "{secret}");
}
