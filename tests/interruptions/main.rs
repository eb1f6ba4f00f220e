//! The unlucky operator: programs that are killed at any moment, disks that are full, readers that have gone.
//!
//! What each fault should do and did is written as lines of JSON to `target/faults/`, from which `tests/FAULTS.md` is
//! made. `POINTS` says at how many moments each program is killed (3); the moments are random, from a seed.

mod bucket;
mod disk;
mod kill;
mod operation;
mod reader;
mod row;
