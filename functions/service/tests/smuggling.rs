//! Requests that two readers would read in two ways, and names that lead here from elsewhere, over real sockets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use common::World;
use common::fixture::FIRST_ID;
use local::Issuer;
use local::issuer::Algorithm;
use service::admission::{Admission, admitted};
use service::loopback::by_its_own_name;
use service::sign_in::{Gate, behind};
use service::{port, predict};
use tokio::net::TcpListener;

/// A function on a port, as `host` puts it there.
async fn serve(gate: Gate, routes: Router) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let gate = Arc::new(gate);
    let app = admitted(&Arc::new(Admission::new(8)), behind(&gate, routes));
    let app = by_its_own_name(&gate, app);
    tokio::spawn(port::serve(listener, app, std::future::pending()));
    address
}

/// The statuses of all that is answered to some bytes on one connection, and the text of it: to the end of the connection,
/// or until nothing more comes for that long.
async fn send(address: SocketAddr, bytes: Vec<u8>, patience: Duration) -> (Vec<u16>, String) {
    let talk = move || {
        let mut socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(patience)).unwrap();
        // A server that refuses may end the connection as it likes, before it has read everything too.
        let _ = socket.write_all(&bytes);
        let mut text = Vec::new();
        let _ = socket.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    };
    let text = tokio::task::spawn_blocking(talk).await.unwrap();
    let statuses = text.split("HTTP/1.1 ").skip(1).map(|part| part[..3].parse().unwrap()).collect();
    (statuses, text)
}

/// Nothing more comes, as good as certainly.
const SHORT: Duration = Duration::from_millis(700);
/// The connection ends before that.
const LONG: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_rides_on_another_s_request() {
    let world = World::new(40).await;
    let issuer = Issuer::start(Algorithm::Es256).await.unwrap();
    let token = issuer.sign(&issuer.claims("anna", &["advisor"])).unwrap();
    let routes = predict::router(world.context().await.unwrap());
    let address = serve(Gate::guarded(issuer.settings(Duration::from_mins(1))), routes).await;

    let hidden = format!("GET /predict/{FIRST_ID} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let length = hidden.len();
    let body = format!(r#"{{"client_id": {FIRST_ID}}}"#);
    let post = |headers: &str| {
        format!(
            "POST /predict HTTP/1.1\r\nhost: localhost\r\nx-id-token: {token}\r\ncontent-type: application/json\r\n{headers}\r\n"
        )
    };
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("two lengths", (post("content-length: 0\r\ncontent-length: 5\r\n") + &hidden).into()),
        ("two lengths in one", (post(&format!("content-length: 0, {length}\r\n")) + &hidden).into()),
        ("a length with a sign", (post("content-length: +0\r\n") + &hidden).into()),
        ("a negative length", (post("content-length: -1\r\n") + &hidden).into()),
        ("a length with a space before the colon", (post("content-length : 0\r\n") + &hidden).into()),
        (
            "a length and chunks",
            (post(&format!("content-length: {}\r\ntransfer-encoding: chunked\r\n", chunked.len() + length))
                + &chunked
                + &hidden)
                .into(),
        ),
        (
            "chunks and a length",
            (post("transfer-encoding: chunked\r\ncontent-length: 4\r\n") + &chunked + &hidden).into(),
        ),
        ("a coding that is none", (post("transfer-encoding: xchunked\r\n") + &chunked + &hidden).into()),
        (
            "chunks that are not last",
            (post("transfer-encoding: chunked, identity\r\n") + &chunked + &hidden).into(),
        ),
        (
            "chunks twice",
            (post("transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n") + &chunked + &hidden)
                .into(),
        ),
        ("chunks behind a tab", (post("transfer-encoding:\tchunked\r\n") + &chunked + &hidden).into()),
        (
            "chunks with a vertical tab",
            (post("transfer-encoding: \x0bchunked\r\n") + &chunked + &hidden).into(),
        ),
        (
            "a chunk with a length that is none",
            (post("transfer-encoding: chunked\r\n") + "0x5\r\nhello\r\n0\r\n\r\n" + &hidden).into(),
        ),
        (
            "a chunk of a vast length",
            (post("transfer-encoding: chunked\r\n") + "fffffffffffffffff\r\n" + &hidden).into(),
        ),
        ("a folded header", (post("x-odd: a\r\n transfer-encoding: chunked\r\n") + &hidden).into()),
        ("a header with a zero in it", (post("x-odd: a\0b\r\n") + &hidden).into()),
        ("a bare line feed", (post("x-odd: a\ncontent-length: 0\r\n") + &hidden).into()),
        ("a bare carriage return", (post("x-odd: a\rcontent-length: 0\r\n") + &hidden).into()),
        ("a header without a name", (post(": a\r\n") + &hidden).into()),
        ("many headers", (post(&"x-odd: a\r\n".repeat(2_000)) + &hidden).into()),
        ("a long header", (post(&format!("x-odd: {}\r\n", "a".repeat(2 << 20))) + &hidden).into()),
        (
            "another version",
            format!("GET /predict/{FIRST_ID} HTTP/3.0\r\nx-id-token: {token}\r\n\r\n{hidden}").into(),
        ),
        ("no request at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec()),
    ];
    for (case, bytes) in cases {
        let (statuses, text) = send(address, bytes, SHORT).await;
        // The first request has a token; whatever is hidden in it has none, and is a request of its own or nothing.
        let answered = statuses.iter().filter(|status| **status == 200).count();
        assert!(answered <= 1, "{case}: {text}");
        assert!(statuses.iter().skip(1).all(|status| matches!(status, 400 | 401)), "{case}: {text}");
        assert!(statuses.iter().all(|status| *status < 500), "{case}: {text}");
        // And the next caller is answered as ever.
        let plain = format!(
            "GET /predict/{FIRST_ID} HTTP/1.1\r\nhost: localhost\r\nX-ID-Token:   {token}\t\r\nconnection: close\r\n\r\n"
        );
        assert_eq!(send(address, plain.into(), LONG).await.0, [200], "after {case}");
    }
    // Two in a row on one connection are two: the second is let in by nothing that the first sent.
    let first = format!("GET /predict/{FIRST_ID} HTTP/1.1\r\nhost: localhost\r\nx-id-token: {token}\r\n\r\n");
    let last = hidden.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
    assert_eq!(send(address, (first + &last).into(), LONG).await.0, [200, 401]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_signs_in_this_machine_alone_is_answered() {
    let world = World::new(40).await;
    let address = serve(Gate::Open, predict::router(world.context().await.unwrap())).await;
    let own = format!("host: {address}\r\n");
    for (line, headers, status) in [
        ("GET /health", own.as_str(), 200),
        ("GET /health", "host: localhost\r\n", 200),
        ("GET /health", "host: evil.example\r\n", 421),
        ("GET /health", "host: 127.0.0.1.evil.example\r\n", 421),
        ("GET /health", "", 421),
        ("GET /health", "host: localhost\r\nhost: evil.example\r\n", 421),
        ("GET /health", "host: localhost\r\nhost: localhost\r\n", 421),
        ("GET http://evil.example/health", "host: localhost\r\n", 421),
        ("GET http://localhost/health", "host: evil.example\r\n", 421),
        ("POST /predict", "host: evil.example\r\ncontent-length: 2\r\n", 421),
    ] {
        let (statuses, text) =
            send(address, format!("{line} HTTP/1.1\r\n{headers}connection: close\r\n\r\n").into(), LONG)
                .await;
        assert_eq!(statuses, [status], "{line} {headers}: {text}");
        if status == 421 {
            assert!(
                text.contains("urn:clairscore:problem:misdirected") && text.contains("localhost"),
                "{text}"
            );
        }
    }
    // Where callers sign in, the name is the host's own business.
    let issuer = Issuer::start(Algorithm::Es256).await.unwrap();
    let routes = predict::router(world.context().await.unwrap());
    let address = serve(Gate::guarded(issuer.settings(Duration::from_mins(1))), routes).await;
    let named = "GET /health HTTP/1.1\r\nhost: scores.example\r\nconnection: close\r\n\r\n";
    assert_eq!(send(address, named.into(), LONG).await.0, [200]);
}
