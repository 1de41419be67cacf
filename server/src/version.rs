//! Which program this is: its version, the commit that it was built from, and the declarations whose rows it takes.

use std::sync::LazyLock;

/// The product's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that it was built from, as `build.rs` found it; `unknown` where nobody told.
pub const COMMIT: &str = env!("LANEGATE_BUILT_FROM");

/// Version and commit, in one line.
#[must_use]
pub fn short() -> &'static str {
    const { concat!(env!("CARGO_PKG_VERSION"), " (commit ", env!("LANEGATE_BUILT_FROM"), ")") }
}

/// The same, with the version of each kind's declaration.
#[must_use]
pub fn long() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let kinds = declarations().into_iter();
        kinds.fold(short().to_owned(), |text, (kind, version)| format!("{text}\n{kind} declaration {version}"))
    });
    &TEXT
}

/// The version of each kind's declaration.
#[must_use]
pub fn declarations() -> Vec<(&'static str, String)> {
    lanegate_kinds::all().iter().map(|kind| (kind.name, kind.declaration())).collect()
}
