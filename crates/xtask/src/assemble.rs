//! Puts compiled programs and the page's other files together. What belongs to the page is read from `web/index.html` and
//! `Trunk.toml`, as Trunk does: its own build would take longer than everything that is done here.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{place, process, tools};

/// Marks the lines of `web/index.html` that Trunk replaces.
const MARK: &str = "<link data-trunk ";

/// Writes the page into a folder, which is made anew, with the programs that were compiled into `programs`.
pub fn assemble(programs: &Path, dist: &Path) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    fs::create_dir_all(dist)?;
    let bind = |program: &str, kind: &str| bind(&programs.join(format!("{program}.wasm")), kind, dist);
    let web = place::root().join("web");
    write_files(&fs::read_to_string(web.join("index.html"))?, &start_script()?, &web, dist, bind)
}

/// Writes a page's `index.html` and the files that it names. `bind` adds a program, given how it is going to be loaded.
fn write_files(
    index: &str,
    script: &str,
    web: &Path,
    dist: &Path,
    bind: impl Fn(&str, &str) -> Result<()>,
) -> Result<()> {
    let mut page = String::new();
    for line in index.lines() {
        let Some((_, link)) = line.split_once(MARK) else {
            page.push_str(line);
            page.push('\n');
            continue;
        };
        let attribute = |name: &str| attribute(link, name).with_context(|| format!("{name} is missing in: {line}"));
        if attribute("rel")? == "rust" {
            let program = attribute("data-bin")?;
            if attribute("data-type")? == "main" {
                bind(program, "web")?;
                page.push_str(script);
                page.push('\n');
            } else {
                bind(program, "no-modules")?;
            }
            continue;
        }
        let file = web.join(attribute("href")?);
        let name = file.file_name().with_context(|| format!("no file name in: {line}"))?;
        fs::copy(&file, dist.join(name)).with_context(|| file.display().to_string())?;
        if attribute("rel")? == "css" {
            page.push_str(&format!("<link rel=\"stylesheet\" href=\"/{}\">\n", name.display()));
        }
    }
    ensure!(page.contains(script), "web/index.html has no program for the page itself");
    Ok(fs::write(dist.join("index.html"), page)?)
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!("{name}=\""))?.1.split('"').next()
}

/// The script that starts the page, as `Trunk.toml` has it.
fn start_script() -> Result<String> {
    let settings = fs::read_to_string(place::root().join("Trunk.toml"))?;
    let pattern = settings.lines().find_map(|line| line.strip_prefix("pattern_script = '")?.strip_suffix('\''));
    let pattern = pattern.context("Trunk.toml has no pattern_script")?;
    Ok(pattern.replace("{base}", "/").replace("{js}", "app.js").replace("{wasm}", "app_bg.wasm"))
}

/// Writes a program's WebAssembly and its JavaScript, for one of wasm-bindgen's targets.
fn bind(program: &Path, target: &str, dist: &Path) -> Result<()> {
    let mut bindgen = Command::new(tools::wasm_bindgen()?.join("wasm-bindgen"));
    bindgen.args(["--no-typescript", "--target", target, "--out-dir"]).arg(dist).arg(program);
    process::output(&mut bindgen).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_made_of_what_its_index_names() {
        let folder = std::env::temp_dir().join(format!("lanegate-assemble-{}", std::process::id()));
        let (web, dist) = (folder.join("web"), folder.join("dist"));
        for folder in [&web.join("icons"), &dist] {
            fs::create_dir_all(folder).unwrap();
        }
        for file in ["style.css", "icons/icon.svg", "other.js"] {
            fs::write(web.join(file), file).unwrap();
        }
        let index = r#"<title>Lanegate</title>
            <link data-trunk rel="css" href="style.css">
            <link data-trunk rel="copy-file" href="icons/icon.svg">
            <link data-trunk rel="rust" href="Cargo.toml" data-bin="app" data-type="main">
            <link data-trunk rel="rust" href="Cargo.toml" data-bin="worker" data-type="worker">
            <p>Starting</p>"#;
        let bind = |program: &str, kind: &str| Ok(fs::write(dist.join(program), kind)?);
        write_files(index, "<script></script>", &web, &dist, bind).unwrap();
        let read = |file: &str| fs::read_to_string(dist.join(file)).unwrap();
        let lines: Vec<_> = read("index.html").lines().map(|line| line.trim().to_owned()).collect();
        let style = r#"<link rel="stylesheet" href="/style.css">"#;
        assert_eq!(lines, ["<title>Lanegate</title>", style, "<script></script>", "<p>Starting</p>"]);
        assert_eq!([read("style.css"), read("icon.svg")], ["style.css", "icons/icon.svg"]);
        assert_eq!([read("app"), read("worker")], ["web", "no-modules"]);
        assert!(!dist.join("other.js").exists());
        let without = index.replace("data-type=\"main\"", "data-type=\"worker\"");
        assert!(write_files(&without, "<script></script>", &web, &dist, bind).is_err(), "nothing starts the page");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_start_script_is_the_one_that_trunk_writes() {
        let script = start_script().unwrap();
        assert!(script.contains("src=\"/boot.js\" data-js=\"/app.js\" data-wasm=\"/app_bg.wasm\""), "{script}");
    }
}
