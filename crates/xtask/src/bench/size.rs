//! What the page's programs are made of: the code of each, by the crate that a function's name begins with.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload};

use super::results::{Part, Program};
use super::{docs, folder, report, results};
use crate::toolchain::Toolchain;
use crate::{page, place, process, tools};

/// What every visit loads. The third program, `writer`, is fetched by those who want a workbook.
const PROGRAMS: [&str; 2] = ["app", "worker"];
/// Crates that are named each; the others are one line.
const NAMED: usize = 14;

/// Measures the programs as they are built, before `wasm-opt`, which takes the names away.
pub fn size() -> Result<()> {
    page::build()?;
    let toolchain = Toolchain::get()?;
    let mut build = toolchain.cargo("build")?;
    build.args(["--quiet", "--profile", "page", "--package", "lanegate-web", "--target", "wasm32-unknown-unknown"]);
    process::run(build.args(PROGRAMS.map(|program| ["--bin", program]).concat()))?;
    let programs: Vec<Program> = PROGRAMS.into_iter().map(of).collect::<Result<_>>()?;
    results::keep(&docs(), "size", &programs)?;
    report::write(&docs())
}

fn of(program: &str) -> Result<Program> {
    let named = folder()?.join("named");
    let built = place::target_wasm().join("wasm32-unknown-unknown/page").join(format!("{program}.wasm"));
    let mut bindgen = Command::new(tools::wasm_bindgen()?.join("wasm-bindgen"));
    bindgen.args(["--target", "no-modules", "--no-typescript", "--out-name", program, "--out-dir"]);
    process::output(bindgen.arg(&named).arg(built))?;
    let module = fs::read(named.join(format!("{program}_bg.wasm")))?;
    let (mut crates, data) = parts(&module).with_context(|| program.to_owned())?;
    let code = crates.iter().map(|part| part.bytes).sum();
    let others = crates.split_off(NAMED.min(crates.len()));
    crates.push(Part { name: "others".to_owned(), bytes: others.iter().map(|part| part.bytes).sum() });
    let sent = sent(&place::dist(), program)?;
    Ok(Program { name: program.to_owned(), code, data, sent, crates })
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

fn sent(dist: &Path, program: &str) -> Result<u64> {
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&format!("{program}-")) && name.ends_with("_bg.wasm.br") {
            return Ok(entry.metadata()?.len());
        }
    }
    anyhow::bail!("the page holds no {program} that is compressed")
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
