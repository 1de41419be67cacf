//! Which server it is.

use lanegate_tests::program::output;

#[test]
fn it_says_its_version_its_commit_and_its_declarations() {
    let said = output(&["--version"], &[]);
    assert!(said.status.success());
    let said = String::from_utf8(said.stdout).unwrap();
    let first = said.lines().next().unwrap();
    let start = format!("lanegate-server {} (commit ", env!("CARGO_PKG_VERSION"));
    assert!(first.starts_with(&start) && first.ends_with(')') && first.len() > start.len() + 1, "{said}");
    for kind in lanegate_kinds::all() {
        let line = format!("{} declaration {}", kind.name, kind.declaration());
        assert!(said.lines().any(|said| said == line), "{line} is not in {said}");
    }
}
