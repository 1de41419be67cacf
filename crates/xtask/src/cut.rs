//! The page's program cut in two: what it takes to check a file, and what is of use only with the server
//! (`web/src/page/connected.rs`), which the page fetches when somebody goes there. The linker leaves in the program what it knows of its
//! parts (`web/build.rs`); wasm-split cuts where `#[wasm_split]` stands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::finish::digest;
use crate::{process, tools};

/// The two programs, and the two scripts that start them, as wasm-split and wasm-bindgen name them.
const FILES: [&str; 4] = ["app.js", "app_bg.wasm", "__wasm_split.js", "split_connected.wasm"];

/// Puts the parts in the place of the program that was compiled into a target folder, under names that carry one digest of them all, since
/// they name each other.
pub fn cut(target: &Path, dist: &Path) -> Result<()> {
    let parts = parts(&page_program(target), &target.join("cut"))?;
    for program in [FILES[1], FILES[3]] {
        tools::shrink(&parts.join(program))?;
    }
    let read = |file: &str| fs::read(parts.join(file)).with_context(|| file.to_owned());
    let [start, app, link, connected] = FILES.map(read);
    name(dist, [start?, app?, link?, connected?])
}

/// Writes the four files, each naming the others as they are called then.
fn name(dist: &Path, [start, app, link, connected]: [Vec<u8>; 4]) -> Result<()> {
    let mark = &digest(&[start.as_slice(), &app, &link, &connected].concat())[..16];
    let names = ["app-?.js", "app-?_bg.wasm", "connected_loader-?.js", "connected-?.wasm"];
    let names = names.map(|name| name.replace('?', mark));
    // Only where it is imported: the program itself asks for it by its first name.
    let start =
        String::from_utf8(start)?.replacen("from \"./__wasm_split.js\"", &format!("from \"./{}\"", names[2]), 1);
    let link = String::from_utf8(link)?
        .replace("\"./app.js\"", &format!("\"./{}\"", names[0]))
        .replace("\"./split_connected.wasm\"", &format!("\"./{}\"", names[3]));
    for (name, content) in names.iter().zip([start.into_bytes(), app, link.into_bytes(), connected]) {
        fs::write(dist.join(name), content)?;
    }
    let index = dist.join("index.html");
    let text = fs::read_to_string(&index)?;
    let text =
        text.replace("app.js\"", &format!("{}\"", names[0])).replace("app_bg.wasm\"", &format!("{}\"", names[1]));
    fs::write(index, text)?;
    for whole in ["app.js", "app_bg.wasm"] {
        fs::remove_file(dist.join(whole))?;
    }
    Ok(())
}

/// The page's program as it is linked in a target folder.
pub fn page_program(target: &Path) -> PathBuf {
    target.join("wasm32-unknown-unknown/page/app.wasm")
}

/// Cuts a program into a folder, which is made anew, and gives its path. The functions keep their names.
pub fn parts(program: &Path, folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let raw = folder.join("raw");
    process::output(
        Command::new(tools::wasm_split()?.join("wasm-split-cli")).arg(program).arg(&raw).args(["--out-name", "app"]),
    )?;
    let mut bind = Command::new(tools::wasm_bindgen()?.join("wasm-bindgen"));
    bind.args(["--target", "web", "--keep-lld-exports", "--no-typescript", "--out-name", "app", "--out-dir"]);
    process::output(bind.arg(folder).arg(raw.join("app.wasm")))?;
    for part in [FILES[2], FILES[3]] {
        fs::rename(raw.join(part), folder.join(part)).with_context(|| format!("wasm-split made no {part}"))?;
    }
    Ok(folder.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_name_each_other_as_they_are_called() {
        let dist = std::env::temp_dir().join(format!("lanegate-cut-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        fs::write(
            dist.join("index.html"),
            "<script data-js=\"/app.js\" data-wasm=\"/app_bg.wasm\"></script><link href=\"/app.js\">",
        )
        .unwrap();
        for whole in ["app.js", "app_bg.wasm"] {
            fs::write(dist.join(whole), "whole").unwrap();
        }
        let start = "import * as a from \"./__wasm_split.js\"\nconst imports = { \"./__wasm_split.js\": a };";
        let link = "import { initSync } from \"./app.js\"; fetch(\"./split_connected.wasm\")";
        name(&dist, [start, "main", link, "rest"].map(|text| text.as_bytes().to_vec())).unwrap();
        let read = |file: &str| fs::read_to_string(dist.join(file)).unwrap();
        let index = read("index.html");
        let mark = index.split("app-").nth(1).unwrap()[..16].to_owned();
        assert_eq!(index.matches(&format!("/app-{mark}.js\"")).count(), 2, "{index}");
        assert!(index.contains(&format!("data-wasm=\"/app-{mark}_bg.wasm\"")), "{index}");
        let start = read(&format!("app-{mark}.js"));
        assert!(start.starts_with(&format!("import * as a from \"./connected_loader-{mark}.js\"")), "{start}");
        assert!(start.ends_with("{ \"./__wasm_split.js\": a };"), "the program's own name for it stays: {start}");
        let link = read(&format!("connected_loader-{mark}.js"));
        assert!(
            link.contains(&format!("\"./app-{mark}.js\"")) && link.contains(&format!("\"./connected-{mark}.wasm\"")),
            "{link}"
        );
        assert_eq!(
            (read(&format!("app-{mark}_bg.wasm")), read(&format!("connected-{mark}.wasm"))),
            ("main".into(), "rest".into())
        );
        assert!(!dist.join("app.js").exists() && !dist.join("app_bg.wasm").exists());
        fs::remove_dir_all(dist).unwrap();
    }
}
