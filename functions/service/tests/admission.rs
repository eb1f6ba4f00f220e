//! More requests than are taken at a time, and bodies that do not come, over real sockets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{get, post};
use common::{World, open};
use serde_json::Value;
use service::admission::{Admission, admitted};
use service::http::{JsonBody, finished};
use service::port;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// A server with so many places. Those who ask it to wait do until they are let go.
struct Served {
    address: SocketAddr,
    admission: Arc<Admission>,
    waiting: Arc<Semaphore>,
    go: Arc<Semaphore>,
}

impl Served {
    async fn new(most: usize) -> Self {
        let (waiting, go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (come, may_go) = (Arc::clone(&waiting), Arc::clone(&go));
        let wait = move || {
            let (come, may_go) = (Arc::clone(&come), Arc::clone(&may_go));
            async move {
                come.add_permits(1);
                may_go.acquire().await.unwrap().forget();
                "waited"
            }
        };
        let read = |JsonBody(body): JsonBody| async move { body.to_string() };
        let routes = Router::new().route("/waits", get(wait)).route("/reads", post(read));
        let admission = Arc::new(Admission::new(most));
        let routes = routes.route("/quick", get(async || "quick"));
        let address = serve(open(finished(routes)), &admission).await;
        Self { address, admission, waiting, go }
    }

    /// Waits until so many requests wait in their handlers.
    async fn waited_for(&self, count: u32) {
        self.waiting.acquire_many(count).await.unwrap().forget();
    }

    /// Waits until so many places are free; the time for it is long.
    async fn soon_free(&self, places: usize) {
        let begun = Instant::now();
        while self.admission.free() != places {
            assert!(begun.elapsed() < Duration::from_secs(30), "{} free", self.admission.free());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn serve(routes: Router, admission: &Arc<Admission>) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = admitted(admission, routes);
    tokio::spawn(port::serve(listener, app, std::future::pending()));
    address
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn read(mut socket: TcpStream) -> Self {
        let mut text = String::new();
        // A server that refuses a body may end the connection before it has read all of it.
        let _ = socket.read_to_string(&mut text);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Self { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    fn is_problem(&self, status: u16, kind: &str) {
        assert_eq!(self.status, status, "{} {}", self.head, self.body);
        assert!(self.head.contains("content-type: application/problem+json"), "{}", self.head);
        assert!(self.head.contains("cache-control: private, no-store"), "{}", self.head);
        let problem: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(problem["type"], format!("urn:clairscore:problem:{kind}"));
    }
}

/// Sends the beginning of a request, on a connection of its own.
fn begin(address: SocketAddr, text: &str) -> TcpStream {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.write_all(text.as_bytes()).unwrap();
    socket
}

fn request(line: &str, rest: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{rest}\r\n")
}

/// What is sent has come to its end; the answer is waited for.
async fn answer(socket: TcpStream) -> Answer {
    tokio::task::spawn_blocking(move || Answer::read(socket)).await.unwrap()
}

async fn ask(address: SocketAddr, line: &str, rest: &str) -> Answer {
    answer(begin(address, &request(line, rest))).await
}

const WAIT: &str = "GET /waits HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_places_a_request_is_refused_at_once_and_told_to_come_again() {
    let served = Served::new(3).await;
    let waiting: Vec<TcpStream> = (0..3).map(|_| begin(served.address, WAIT)).collect();
    served.waited_for(3).await;
    // All places are taken until these are let go: whoever is answered now did not wait for one.
    for line in ["GET /quick", "GET /waits", "POST /reads", "GET /nothing"] {
        let refused = ask(served.address, line, "").await;
        refused.is_problem(503, "unavailable");
        assert!(refused.head.contains("retry-after: 1"), "{}", refused.head);
    }
    served.go.add_permits(3);
    for socket in waiting {
        assert_eq!(answer(socket).await.body, "waited");
    }
    served.soon_free(3).await;
    assert_eq!(ask(served.address, "GET /quick", "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_leaves_the_place() {
    let served = Served::new(1).await;
    let gone = begin(served.address, WAIT);
    served.waited_for(1).await;
    ask(served.address, "GET /quick", "").await.is_problem(503, "unavailable");
    gone.shutdown(Shutdown::Both).unwrap();
    drop(gone);
    served.soon_free(1).await;
    assert_eq!(ask(served.address, "GET /quick", "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_ask_nothing_take_no_place() {
    let served = Served::new(1).await;
    let half = "GET /quick HTTP/1.1\r\nhost: localhost\r\nx-slow: ";
    let _silent: Vec<TcpStream> = (0..50).map(|_| begin(served.address, half)).collect();
    assert_eq!(ask(served.address, "GET /quick", "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_waited_for_five_seconds() {
    let served = Served::new(2).await;
    let head = "content-type: application/json\r\ncontent-length: 100\r\n";
    let text = request("POST /reads", head) + "{\"a\": ";
    let begun = Instant::now();
    let slow = [begin(served.address, &text), begin(served.address, &text)];
    served.soon_free(0).await;
    ask(served.address, "GET /quick", "").await.is_problem(503, "unavailable");
    for socket in slow {
        let late = answer(socket).await;
        late.is_problem(408, "late");
        assert!(late.body.contains("send it again"), "{}", late.body);
    }
    assert!(begun.elapsed() >= Duration::from_secs(5), "{:?}", begun.elapsed());
    served.soon_free(2).await;
    // One that comes in parts, each soon after the other, is read.
    let mut parts = begin(
        served.address,
        &request("POST /reads", "content-type: application/json\r\ncontent-length: 8\r\n"),
    );
    for part in ["{\"a\"", ": 1}"] {
        tokio::time::sleep(Duration::from_millis(100)).await;
        parts.write_all(part.as_bytes()).unwrap();
    }
    assert_eq!(answer(parts).await.body, r#"{"a":1}"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_or_breaks_off_is_refused_and_leaves_the_place() {
    let served = Served::new(1).await;
    let large = format!("content-type: application/json\r\ncontent-length: {}\r\n", (1 << 20) + 1);
    ask(served.address, "POST /reads", &large).await.is_problem(413, "too-large");
    let text =
        request("POST /reads", "content-type: application/json\r\ncontent-length: 100\r\n") + "{\"a\": ";
    let broken = begin(served.address, &text);
    broken.shutdown(Shutdown::Write).unwrap();
    drop(broken);
    served.soon_free(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_never_waits_is_counted_too() {
    let work = async || {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(20) {
            std::hint::spin_loop();
        }
        "worked"
    };
    let address =
        serve(open(finished(Router::new().route("/works", get(work)))), &Arc::new(Admission::new(4))).await;
    let sockets: Vec<TcpStream> = (0..40).map(|_| begin(address, &request("GET /works", ""))).collect();
    let mut answered = [0, 0];
    for socket in sockets {
        match answer(socket).await.status {
            200 => answered[0] += 1,
            503 => answered[1] += 1,
            other => panic!("{other}"),
        }
    }
    assert!(answered[0] >= 4 && answered[1] > 0, "{answered:?}");
    assert_eq!(ask(address, "GET /works", "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_the_same_behind_the_places() {
    let world = World::new(40).await;
    let address = serve(world.predict().await, &Arc::new(Admission::new(1))).await;
    let id = common::fixture::FIRST_ID;
    for _ in 0..20 {
        let answer = ask(address, &format!("GET /predict/{id}"), "").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let prediction: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(prediction["client_id"], id);
    }
}
