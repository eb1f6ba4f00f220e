//! The page for people is what the declarations say.

use std::path::Path;

#[test]
fn the_page_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("CATALOGUE.md");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == catalogue::page::markdown(),
        "{} is not what the declarations say: run `make catalogue`",
        path.display()
    );
}

#[test]
fn every_row_has_its_cells() {
    let page = catalogue::page::markdown();
    let mut width = 0;
    for (number, line) in (1..).zip(page.lines()) {
        if !line.starts_with('|') {
            width = 0;
            continue;
        }
        let cells = line.matches('|').count();
        assert!(width == 0 || cells == width, "line {number} has {cells} borders, not {width}: {line}");
        width = cells;
    }
    for feature in catalogue::features() {
        assert!(page.contains(&format!("\n| `{}` | ", feature.id)), "{} has no row", feature.id);
    }
}
