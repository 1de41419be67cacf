//! Compiles the server again when the page that it carries was built again.

fn main() {
    let page = std::path::Path::new("../web/dist");
    // A path that is not there would make every build start afresh, so its parent is watched until it is.
    let watched = if page.exists() { page } else { std::path::Path::new("../web") };
    println!("cargo::rerun-if-changed={}", watched.display());
    println!("cargo::rerun-if-changed=build.rs");
}
