//! Requests from a port, where a function does not run on Lambda; the local server's too.
//!
//! HTTP/1.1 alone: `axum::serve` speaks HTTP/2 too, and that is a twentieth of a function's package, where it is never used.

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A caller has as long to send the head of a request, and an idle connection until the next one.
const HEAD: Duration = Duration::from_secs(30);
/// How long to wait where the system cannot take another connection, as when too many files are open.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers until `stopped`; requests that are under way then are answered.
pub async fn serve(listener: TcpListener, app: Router, stopped: impl Future<Output = ()>) {
    let (stop, stopping) = watch::channel(());
    let mut connections = JoinSet::new();
    let accepting = async {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, app.clone(), stopping.clone()));
                    while connections.try_join_next().is_some() {}
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        () = accepting => {}
        () = stopped => {}
    }
    drop((listener, stop));
    connections.join_all().await;
}

/// Answers one connection's requests.
async fn connection(stream: TcpStream, app: Router, mut stopping: watch::Receiver<()>) {
    // Answers are whole when they are written: there is nothing to wait for before they are sent.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(app);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // What goes wrong between two parties that talk HTTP is told to neither: the caller hangs up, or is hung up on.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
