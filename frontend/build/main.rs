//! Makes what the page carries of the messages and of the catalogue.

mod features;
mod messages;

use std::env;
use std::path::Path;

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build");
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    messages::write(Path::new(&folder))?;
    features::write(Path::new(&folder))
}
