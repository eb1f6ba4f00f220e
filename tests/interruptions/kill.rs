//! `kill -9` at any moment.

use std::process::Stdio;
use std::thread::sleep;

use anyhow::Result;

use crate::operation::{ALL, Operation};
use crate::row::Rows;

/// How often each program is killed where `POINTS` does not say.
const USUAL_POINTS: usize = 3;

#[test]
fn a_program_that_is_killed_leaves_the_old_result_or_the_new_one() -> Result<()> {
    let points = points();
    let mut rows = Rows::begin("killed")?;
    let mut random = Random::new(2026);
    for kind in ALL {
        let duration = Operation::new(kind)?.duration()?;
        let (mut killed, mut seen) = (0, Vec::new());
        for _ in 0..points {
            let operation = Operation::new(kind)?;
            let mut running = operation.command()?.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
            sleep(duration.mul_f64(random.next()));
            // It may have ended before.
            let _ = running.kill();
            killed += usize::from(!running.wait()?.success());
            seen.push(operation.check()?);
            operation.finish()?;
        }
        seen.sort_unstable();
        seen.dedup();
        rows.add(
            &format!("kill -9 of {}, at {points} random moments", kind.name()),
            "the old result or the new one, whole; the next run ends as if nothing had been, and leaves nothing else",
            &format!("{killed} of {points} cut short; found then: {}; all finished by the next run", seen.join(", ")),
        )?;
    }
    Ok(())
}

/// At how many moments each program is killed.
pub(crate) fn points() -> usize {
    std::env::var("POINTS").ok().and_then(|points| points.parse().ok()).unwrap_or(USUAL_POINTS)
}

/// Numbers in [0, 1), the same in every run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f64 / (1u64 << 24) as f64
    }
}
