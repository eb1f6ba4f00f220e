//! A disk that is full: no file may grow beyond some size, so that a write fails wherever that is.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::operation::{ALL, Operation};
use crate::row::Rows;

/// Kilobytes at which writing fails: at once, in a small file, in a large one.
const LIMITS: [u32; 3] = [0, 16, 64];

#[test]
fn a_full_disk_is_said_and_leaves_the_old_result() -> Result<()> {
    let mut rows = Rows::begin("disk")?;
    for kind in ALL {
        let operation = Operation::new(kind)?;
        let mut last = String::new();
        for limit in LIMITS {
            let command = operation.command()?;
            let mut limited = Command::new("bash");
            // Ignored, the signal leaves an error of the write, as a full disk does.
            limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\""), "bash"]);
            limited.arg(command.get_program()).args(command.get_args());
            let output = limited.output()?;
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            ensure!(output.status.code() == Some(1), "{kind:?} at {limit} KiB: {} {told}", output.status);
            let error = told.lines().find(|line| line.starts_with("error: ")).unwrap_or_default().to_owned();
            ensure!(
                error.contains("File too large")
                    && error.contains("the disk has room")
                    && !told.contains("panicked"),
                "{kind:?} at {limit} KiB: {told}"
            );
            let found = operation.check()?;
            ensure!(found.contains("old"), "{kind:?} at {limit} KiB: {found}");
            last = error;
        }
        operation.finish()?;
        let advice = last.rsplit("; ").next().unwrap_or_default();
        rows.add(
            &format!("disk full in {}", kind.name()),
            "status 1, a message that names the file and says what to do; the old result stays",
            &format!("status 1 wherever writing failed, \"... {advice}\"; the old result was there, the next run finished"),
        )?;
    }
    Ok(())
}
