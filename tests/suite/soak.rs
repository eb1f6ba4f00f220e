//! The functions under load: the short version of `make soak`. Times are not judged: the machine has other work.

use std::time::Duration;

use anyhow::Result;
use system_tests::load::{Plan, soak};
use system_tests::server::Server;

#[test]
fn no_request_fails_under_load_while_releases_change() -> Result<()> {
    let server = Server::shared()?;
    let plan = Plan {
        measuring: Duration::from_secs(2),
        running: Duration::from_secs(10),
        swap: Duration::from_secs(3),
        overload: Duration::from_secs(3),
        after: Duration::from_secs(2),
    };
    let outcome = soak(&server.release, plan, &mut |line| println!("{line}"))?;
    for (part, answers) in [("run", &outcome.run), ("overload", &outcome.overload), ("after", &outcome.after)]
    {
        assert!(answers.failed.is_empty(), "{part}: {:#?}", answers.failed);
        assert!(answers.answered > 0, "{part}");
    }
    // Fewer ask than a function has places.
    assert_eq!((outcome.run.refused, outcome.after.refused), (0, 0));
    assert!(
        outcome.swaps >= 2 && outcome.run.releases.len() == 2,
        "{} {:?}",
        outcome.swaps,
        outcome.run.releases
    );
    for (before, after) in outcome.memory {
        assert!(after < before * 1.5 + 32.0, "from {before:.0} to {after:.0} MiB");
    }
    Ok(())
}
