//! A second run does nothing twice, and an interrupted one stops cleanly.

use std::net::TcpListener;

use anyhow::{Context, Result};
use system_tests::server::{Server, Settings, refused};

#[test]
fn a_second_run_skips_what_has_not_changed() -> Result<()> {
    let settings = Settings { clients: 1_000, state: "restart", ..Settings::SYNTHETIC };
    let first = Server::start(&settings)?;
    let release = first.release.clone();
    let (status, errors) = first.interrupt()?;
    assert!(status.success(), "Ctrl-C ended the run with {status}: {errors}");

    let second = Server::start(&settings)?;
    for step in ["synthetic", "tables", "features", "train"] {
        assert!(second.output.contains(&format!("[{step}] unchanged")), "{step}: {}", second.output);
    }
    assert_eq!(second.release, release);
    drop(second);

    let other = Server::start(&Settings { clients: 1_100, ..settings })?;
    assert!(!other.output.contains("unchanged"), "another population was not made: {}", other.output);
    assert_ne!(other.release, release);
    Ok(())
}

#[test]
fn a_port_in_use_is_named() -> Result<()> {
    // The release of the shared run is served a second time, from a state of its own.
    let taken = TcpListener::bind(("127.0.0.1", 0))?;
    let port = taken.local_addr()?.port();
    let failure = refused(&Settings { clients: 1_000, port, state: "port-in-use", ..Settings::SYNTHETIC })?;
    assert!(failure.text.contains(&port.to_string()), "{}", failure.text);
    assert!(failure.text.contains("PORT="), "{}", failure.text);
    failure.code.context("killed")?;
    Ok(())
}
