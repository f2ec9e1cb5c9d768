//! Getting a feed from a file or an address.

use std::io::Write as _;

use axum::Router;
use axum::http::header;
use axum::response::Redirect;
use axum::routing::get;
use backend::catalog::import::{Step, fetch};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

async fn refused(place: &str) -> String {
    fetch(place, |_| {}).await.unwrap_err().to_string()
}

async fn fetched(place: &str) -> Vec<u8> {
    fetch(place, |_| {}).await.unwrap().bytes
}

#[tokio::test]
async fn files_plain_and_packed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    assert_eq!(fetched(&file("a.json", b"{}")).await, b"{}");
    assert_eq!(fetched(&file("a.json.gz", &gzip(b"{}"))).await, b"{}");
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
            .contains("expected at most 64 MiB, got more")
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

/// A server that says how much it will send and then keeps its visitor waiting.
async fn announces(bytes: u64) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 1024]).await.unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {bytes}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
    });
    format!("http://{address}/feed")
}

#[tokio::test]
async fn a_gigabyte_is_refused_before_it_comes() {
    let words = refused(&announces(1 << 30).await).await;
    assert!(
        words.contains("expected at most 64 MiB, got more"),
        "{words}"
    );
}

#[tokio::test]
async fn progress_is_told_by_the_mebibyte() {
    let json = [(header::CONTENT_TYPE, "application/json")];
    let feed = get(move || async move { (json, vec![b' '; 3 << 20]) });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/feed", feed);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let steps = std::cell::RefCell::new(Vec::new());
    let told = |step| steps.borrow_mut().push(step);
    fetch(&format!("http://{address}/feed"), told)
        .await
        .unwrap();
    let steps = steps.into_inner();
    assert!((1..=3).contains(&steps.len()), "{steps:?}");
    let whole = Some(3 << 20);
    let last = Step::Fetching {
        received: 3 << 20,
        total: whole,
    };
    assert_eq!(steps.last(), Some(&last));
}

#[tokio::test]
async fn addresses() {
    let server = serve().await;
    assert_eq!(fetched(&format!("{server}/feed")).await, b"{}");
    assert_eq!(fetched(&format!("{server}/here")).await, b"{}");
    assert!(
        refused(&format!("{server}/page"))
            .await
            .contains("content type \"text/html\"")
    );
    assert!(refused(&format!("{server}/nothing")).await.contains("404"));
    assert!(
        refused(&format!("{server}/away"))
            .await
            .contains("got a redirect to another host, http://localhost:1")
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
