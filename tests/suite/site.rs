//! The built site, before a browser loads it.

use std::path::Path;

use anyhow::{Context, Result};
use system_tests::data::root;
use system_tests::server::entries;

/// What the first view may weigh, compressed: the document and all that it loads.
const MOST: u64 = 400 << 10;

#[test]
fn the_first_view_is_light() -> Result<()> {
    let folder = root().join("target/clairscore/site");
    let names = entries(&folder);
    let is_a = |name: &str, ending: &str| Path::new(name).extension().is_some_and(|found| found == ending);
    let files = names.iter().filter(|name| !is_a(name, "br") && !is_a(name, "gz"));
    let mut sizes = Vec::new();
    for file in files {
        let compressed = folder.join(format!("{file}.br"));
        let size = compressed.metadata().with_context(|| compressed.display().to_string())?.len();
        sizes.push((size, file));
    }
    let sum: u64 = sizes.iter().map(|(size, _)| size).sum();
    assert!(sizes.iter().any(|(_, file)| is_a(file, "wasm")), "no site is built: {names:?}");
    assert!(sum <= MOST, "{} KiB, {} may be: {sizes:?}", sum.div_ceil(1 << 10), MOST >> 10);
    Ok(())
}
