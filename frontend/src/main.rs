//! Starts the dashboard in the page.

fn main() {
    frontend::start();
}
