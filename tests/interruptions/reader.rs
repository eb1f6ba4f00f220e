//! Whoever reads what a program says goes away.

use std::process::Stdio;

use anyhow::{Result, ensure};

use crate::operation::{ALL, Kind, Operation};
use crate::row::Rows;

#[test]
fn a_closed_pipe_unmakes_nothing() -> Result<()> {
    let mut rows = Rows::begin("pipe")?;
    for kind in ALL {
        let operation = Operation::new(kind)?;
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let output =
            operation.command()?.stdout(writer).stderr(Stdio::piped()).spawn()?.wait_with_output()?;
        let told = String::from_utf8_lossy(&output.stderr);
        ensure!(!told.contains("panicked"), "{kind:?}: {told}");
        // The pipeline says nothing to its standard output.
        let silent = matches!(kind, Kind::Ingest | Kind::Features);
        let status = output.status.code();
        ensure!(status == Some(i32::from(!silent)), "{kind:?}: {status:?} {told}");
        ensure!(silent || told.contains("the standard output cannot be written to"), "{kind:?}: {told}");
        // And nobody reads its progress either.
        let other = Operation::new(kind)?;
        let (reader, writer) = std::io::pipe()?;
        drop(reader);
        let status = other.command()?.stdout(Stdio::null()).stderr(writer).status()?;
        ensure!(status.success(), "{kind:?} without a reader of its progress: {status}");
        let found = [operation.check()?, other.check()?];
        ensure!(found[1].contains("new"), "{kind:?}: {found:?}");
        rows.add(
            &format!("closed pipe at the outputs of {}", kind.name()),
            "no panic, and the work is done",
            if silent { "the work was done" } else { "the work was done, and the message said so" },
        )?;
    }
    Ok(())
}
