//! The audit log: a line for each decision, and no value in it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::fixture::FIRST_ID;
use common::{World, get};
use scoring::release::hexadecimal;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Log lines, kept.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Alone in its process: the log is the whole process's.
#[tokio::test]
async fn a_decision_is_written_down_without_a_value_of_the_client_s() {
    let lines = Lines::default();
    let writer = lines.clone();
    tracing_subscriber::fmt().json().flatten_event(true).with_writer(move || writer.clone()).init();

    let world = World::new(40).await;
    let (predict, explain) = (world.predict().await, world.explain().await);
    let prediction = get(&predict, &format!("/predict/{FIRST_ID}")).await.json();
    let explanation = get(&explain, &format!("/explain/{FIRST_ID}")).await.json();
    get(&explain, &format!("/explain/{FIRST_ID}/profile")).await;

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let entries: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["target"] == "audit")
        .collect();
    assert_eq!(entries.len(), 2, "a profile is no decision");
    let row: Vec<u8> = world.fixture.rows[0].iter().flat_map(|value| value.to_le_bytes()).collect();
    for (entry, answer, function) in
        [(&entries[0], &prediction, "predict"), (&entries[1], &explanation, "explain")]
    {
        assert_eq!(entry["function"], function);
        for field in ["decision_id", "release", "probability_of_default", "points", "decision"] {
            assert_eq!(entry[field], answer[field], "{field}");
        }
        let codes: Vec<_> = answer["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reason| reason["code"].as_str().unwrap())
            .collect();
        assert_eq!(entry["reasons"], codes.join(","));
        assert_eq!(entry["input"], hexadecimal(&Sha256::digest(&row)));
        assert_eq!(entry["client"].as_str().unwrap().len(), 64);
        assert!(entry["timestamp"].is_string());
    }
    assert_eq!(entries[0]["client"], entries[1]["client"]);
    assert_ne!(entries[0]["decision_id"], entries[1]["decision_id"]);
    for value in
        [FIRST_ID.to_string(), world.fixture.rows[0][0].to_string(), world.fixture.rows[0][6].to_string()]
    {
        assert!(!text.contains(&value), "{value} is in the log: {text}");
    }
}
