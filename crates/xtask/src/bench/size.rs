//! What the page weighs: what a visit is sent, and the code of each program, by the crate that a function's name begins with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use super::results::{Part, Program, Size};
use super::{docs, folder, report, results};
use crate::toolchain::Toolchain;
use crate::{cut, page, place, process, tools};

/// What everybody's browser runs who checks a file, in files whose names begin so.
const CHECKING: [&str; 5] = ["boot-", "app-", "connected_loader-", "worker-", "worker_loader-"];
/// Crates that are named each; the others are one line.
const NAMED: usize = 14;

/// Measures the programs as they are built, before `wasm-opt`, which takes the names away. The program that makes workbooks is left out.
pub fn size() -> Result<()> {
    page::build()?;
    let named = folder()?.join("named");
    let cut = cut::parts(&cut::page_program(&place::target_wasm()), &named)?;
    let programs = vec![
        of("app", &cut.join("app_bg.wasm"))?,
        of("connected", &cut.join("split_connected.wasm"))?,
        of("worker", &bound_worker(&named)?)?,
    ];
    let checking = CHECKING.map(weight).into_iter().sum::<Result<u64>>()?;
    results::keep(&docs(), "size", &Size { checking, connected: weight("connected-")?, programs })?;
    report::write(&docs())
}

/// The worker with the names of its functions. It was compiled last, without what the page's program is compiled with.
fn bound_worker(folder: &Path) -> Result<PathBuf> {
    let mut build = Toolchain::get()?.cargo("build")?;
    build.args([
        "--quiet",
        "--profile",
        "page",
        "--package",
        "lanegate-web",
        "--bin",
        "worker",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    process::run(&mut build)?;
    let mut bindgen = Command::new(tools::wasm_bindgen()?.join("wasm-bindgen"));
    bindgen.args(["--target", "no-modules", "--no-typescript", "--out-name", "worker", "--out-dir"]).arg(folder);
    process::output(bindgen.arg(cut::page_program(&place::target_wasm()).with_file_name("worker.wasm")))?;
    Ok(folder.join("worker_bg.wasm"))
}

fn of(name: &str, module: &Path) -> Result<Program> {
    let (mut crates, data) = parts(&fs::read(module)?).with_context(|| name.to_owned())?;
    let code = crates.iter().map(|part| part.bytes).sum();
    let others = crates.split_off(NAMED.min(crates.len()));
    crates.push(Part { name: "others".to_owned(), bytes: others.iter().map(|part| part.bytes).sum() });
    Ok(Program { name: name.to_owned(), code, data, crates })
}

/// The code's bytes by crate, the largest first, and the data's.
fn parts(module: &[u8]) -> Result<(Vec<Part>, u64)> {
    let (mut imported, mut data) = (0, 0);
    let (mut bodies, mut names) = (Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len() as u64),
            Payload::DataSection(section) => data = section.range().len() as u64,
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for name in section {
                    let Name::Function(functions) = name? else { continue };
                    for function in functions {
                        let function = function?;
                        names.insert(function.index, function.name);
                    }
                }
            }
            _ => {}
        }
    }
    let mut by_crate = BTreeMap::new();
    for (index, bytes) in (imported..).zip(bodies) {
        *by_crate.entry(owner(names.get(&index).copied().unwrap_or_default())).or_default() += bytes;
    }
    let mut parts: Vec<_> =
        by_crate.into_iter().map(|(name, bytes): (&str, u64)| Part { name: name.to_owned(), bytes }).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    Ok((parts, data))
}

/// The first crate in a function's name: what stands before the digits in brackets that tell versions apart.
fn owner(name: &str) -> &str {
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    name.match_indices('[')
        .map(|(at, _)| &name[name[..at].rfind(|letter| !is_of_name(letter)).map_or(0, |before| before + 1)..at])
        .find(|name| !name.is_empty())
        .unwrap_or("unnamed")
}

/// The bytes of the page's files with such names as they are sent: compressed where they are.
fn weight(start: &str) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(place::dist())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(start) && !name.ends_with(".br") {
            let plain = place::dist().join(&name);
            let small = place::dist().join(format!("{name}.br"));
            sum += fs::metadata(if small.exists() { small } else { plain })?.len();
        }
    }
    anyhow::ensure!(sum > 0, "the page holds no file whose name begins with {start}");
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn a_function_is_of_the_first_crate_in_its_name() {
        for (name, expected) in [
            ("lanegate_sheet[d93bab358fe500cf]::strings::slice", "lanegate_sheet"),
            ("<lanegate_reader[bd392fe61624b2a9]::book::Book>::read", "lanegate_reader"),
            ("<&mut serde_json[82bf101b54233c72]::de::Deserializer<x[0]::Y>>::next", "serde_json"),
            ("<[&str]>::join::<core[1]::X>", "core"),
            ("memcpy", "unnamed"),
        ] {
            assert_eq!(owner(name), expected, "{name}");
        }
    }
}
