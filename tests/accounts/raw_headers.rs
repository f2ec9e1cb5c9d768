//! Headers that no client library sends, over a real connection (#16).

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tests::TestApp;
use tests::logs::capture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_secs(10);

/// Asks with this `Authorization` and reads until the server closes the
/// connection.
async fn ask(server: SocketAddr, path: &str, authorization: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nhost: tessera.example\r\nconnection: close\r\n");
    let request = [
        head.as_bytes(),
        b"authorization: ",
        authorization,
        b"\r\n\r\n",
    ]
    .concat();
    // The server may have refused it before it is sent.
    let _ = stream.write_all(&request).await;
    let mut answer = Vec::new();
    let read = timeout(LIMIT, stream.read_to_end(&mut answer)).await;
    if let Err(error) = read.expect("an end within the limit") {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of an answer.
fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[tokio::test]
async fn what_is_no_header_is_refused_and_the_server_goes_on() {
    let app = TestApp::empty().await;
    let server = app.listen().await;
    let long = |bytes: usize| [&b"Bearer "[..], &b"a".repeat(bytes)].concat();
    let quotes = b"Bearer tsr_pat_aaaaaaaaaaaa_' or 1=1; drop table users; --";
    let requests = async {
        for (what, authorization, wanted) in [
            ("a NUL", b"Bearer tsr_pat_\0aaa".to_vec(), "400"),
            ("a NUL alone", b"\0".to_vec(), "400"),
            ("quotes", quotes.to_vec(), "401"),
            ("bytes that are no text", b"Bearer \xff\xfe".to_vec(), "401"),
            ("16 KiB", long(16 << 10), "401"),
            ("1 MiB", long(1 << 20), "431"),
        ] {
            let answer = ask(server, "/api/v1/account", &authorization).await;
            assert_eq!(status(&answer), wanted, "{what}: {answer}");
            let text = answer.to_lowercase();
            assert!(!text.contains("sql") && !text.contains("syntax"), "{what}");
            let after = ask(server, "/sign-in", b"none").await;
            assert_eq!(status(&after), "200", "after {what}");
        }
    };
    let ((), said) = capture(requests).await;
    assert!(said.contains("/api/v1/account"), "{said}");
    assert!(!said.contains("ERROR"), "{said}");
}
