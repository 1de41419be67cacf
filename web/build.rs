//! Where the page's program is going to be cut in two, the linker leaves in it what it knows of its parts.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_CUT").is_some() {
        println!("cargo:rustc-link-arg-bin=app=--emit-relocs");
    }
}
