//! What is done with an assembled page: its files get names that carry a digest of their content, so that a browser may keep them and
//! versions of the page can't mix; the service worker gets the list of them; and every file gets a compressed sibling, which the
//! server sends instead.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::version;

/// The workers' programs, each with a loader of a few lines that names them.
const PROGRAMS: [&str; 2] = ["worker", "writer"];
/// Smaller files gain nothing.
const SMALLEST: usize = 1_000;
/// Brotli's best, and the largest window that browsers take.
const QUALITY: u32 = 11;
const WINDOW: u32 = 24;

/// Finishes the page in a folder.
pub fn finish(dist: &Path) -> Result<()> {
    name_files(dist)?;
    compress_files(dist)
}

/// Gives the page's own program a name, where it is in one piece.
pub fn name_program(dist: &Path) -> Result<()> {
    for (plain, ending) in [("app.js", ".js"), ("app_bg.wasm", "_bg.wasm")] {
        let named = name_by_content(dist, plain, ending)?;
        replace(&dist.join("index.html"), &format!("\"/{plain}\""), &format!("\"/{named}\""))?;
    }
    Ok(())
}

/// Gives the files their names, and lists them in the service worker.
pub fn name_files(dist: &Path) -> Result<()> {
    let mut loaders = Vec::new();
    for program in PROGRAMS {
        let loader = format!("{program}_loader.js");
        for rest in [".js", "_bg.wasm"] {
            let plain = format!("{program}{rest}");
            let hashed = name_by_content(dist, &plain, rest)?;
            replace(&dist.join(&loader), &format!("\"./{plain}\""), &format!("\"./{hashed}\""))?;
        }
        loaders.push(format!(" data-{program}=\"./{}\"", name_by_content(dist, &loader, ".js")?));
    }
    let style = name_by_content(dist, "style.css", ".css")?;
    replace(&dist.join("index.html"), "\"/style.css\"", &format!("\"/{style}\""))?;
    let boot = name_by_content(dist, "boot.js", ".js")?;
    replace(&dist.join("index.html"), "boot.js\"", &format!("{boot}\"{}", loaders.concat()))?;
    version::write(dist)
}

fn compress_files(dist: &Path) -> Result<()> {
    // All of them before any is written beside them: a folder that changes while it is read may show what is new, or not.
    let files: Vec<_> = fs::read_dir(dist)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    for path in files {
        let content = if path.is_file() { fs::read(&path)? } else { Vec::new() };
        // Pictures are compressed already.
        if content.len() >= SMALLEST && path.extension().is_none_or(|extension| extension != "png") {
            let mut name = path.into_os_string();
            name.push(".br");
            fs::write(name, compressed(&content)?)?;
        }
    }
    Ok(())
}

/// Gives a file a name with the digest of its content in front of its `ending`, and returns the name.
fn name_by_content(dist: &Path, plain: &str, ending: &str) -> Result<String> {
    let digest = digest(&fs::read(dist.join(plain)).with_context(|| plain.to_owned())?);
    let stem = plain.strip_suffix(ending).unwrap_or(plain);
    let hashed = format!("{stem}-{}{ending}", &digest[..16]);
    fs::rename(dist.join(plain), dist.join(&hashed))?;
    Ok(hashed)
}

/// Replaces a text that stands in a file once.
pub fn replace(file: &Path, old: &str, new: &str) -> Result<()> {
    let content = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    ensure!(content.matches(old).count() == 1, "{} does not say {old} once", file.display());
    Ok(fs::write(file, content.replace(old, new))?)
}

/// SHA-256 in hexadecimal digits, as browsers compute it too.
pub fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn compressed(content: &[u8]) -> Result<Vec<u8>> {
    use std::io::Write as _;
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 64 << 10, QUALITY, WINDOW);
    encoder.write_all(content)?;
    Ok(encoder.into_inner())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// A page as it is assembled, in a folder of its own.
    fn page(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("lanegate-finish-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for program in PROGRAMS {
            let loader = format!("importScripts(\"./{program}.js\"); start(\"./{program}_bg.wasm\");");
            fs::write(folder.join(format!("{program}_loader.js")), loader).unwrap();
            fs::write(folder.join(format!("{program}.js")), program.repeat(500)).unwrap();
            fs::write(folder.join(format!("{program}_bg.wasm")), "wasm").unwrap();
        }
        let script = "<link href=\"/style.css\"><script type=\"module\" src=\"/boot.js\" data-js=\"/app.js\"></script>";
        fs::write(folder.join("style.css"), "p { color: red }").unwrap();
        fs::write(folder.join("index.html"), script).unwrap();
        fs::write(folder.join("boot.js"), "start").unwrap();
        fs::write(folder.join("icon.png"), "p".repeat(2_000)).unwrap();
        fs::write(folder.join("service_worker.js"), "const VERSION = \"\";\nconst FILES = {};\nwork();").unwrap();
        folder
    }

    /// The texts between a mark and the next quotation mark.
    fn named<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
        text.split(mark).skip(1).map(|part| part.split('"').next().unwrap()).collect()
    }

    #[test]
    fn every_file_names_the_next_as_it_is_then() {
        let folder = page("names");
        finish(&folder).unwrap();
        let index = fs::read_to_string(folder.join("index.html")).unwrap();
        let loaders = named(&index, "=\"./");
        assert_eq!(loaders.len(), 2, "{index}");
        let loader = fs::read_to_string(folder.join(loaders[0])).unwrap();
        let files = named(&loader, "\"./");
        assert!(files.len() == 2 && files.iter().all(|name| folder.join(name).is_file()), "{loader}");
        assert!(files[0].len() == "worker-0123456789abcdef.js".len() && !folder.join("worker.js").exists());
        assert!(folder.join(named(&index, "src=\"/")[0]).is_file(), "{index}");
        let packed = fs::read(folder.join(format!("{}.br", files[0]))).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut back).unwrap();
        assert_eq!(back, "worker".repeat(500).into_bytes());
        assert!(!folder.join(format!("{}.br", files[1])).exists(), "too small to gain anything");
        assert!(!folder.join("icon.png.br").exists(), "compressed already");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_service_worker_lists_every_file_as_it_is_then() {
        let folder = page("list");
        finish(&folder).unwrap();
        let worker = fs::read_to_string(folder.join("service_worker.js")).unwrap();
        let listed = worker.lines().find_map(|line| line.strip_prefix("const FILES = ")?.strip_suffix(';')).unwrap();
        let listed: std::collections::BTreeMap<String, String> = serde_json::from_str(listed).unwrap();
        let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut there: Vec<_> = entries.filter(|name| !name.ends_with(".br") && name != "service_worker.js").collect();
        there.sort();
        assert_eq!(listed.len(), there.len());
        for name in there {
            let key = if name == "index.html" { "./" } else { &name };
            assert_eq!(listed[key], digest(&fs::read(folder.join(&name)).unwrap()), "{name}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_version_is_another_when_anything_is() {
        let version = |name: &str, change: &dyn Fn(&Path)| {
            let folder = page(name);
            change(&folder);
            finish(&folder).unwrap();
            let index = fs::read_to_string(folder.join("index.html")).unwrap();
            let version = named(&index, "data-version=\"")[0].to_owned();
            let worker = fs::read_to_string(folder.join("service_worker.js")).unwrap();
            assert!(worker.starts_with(&format!("const VERSION = \"{version}\";\n")), "{worker}");
            fs::remove_dir_all(folder).unwrap();
            version
        };
        let (one, same) = (version("one", &|_| {}), version("same", &|_| {}));
        assert_eq!(one, same);
        for file in ["index.html", "writer.js", "icon.png", "boot.js", "service_worker.js"] {
            let changed = version("changed", &|folder: &Path| {
                let path = folder.join(file);
                fs::write(&path, fs::read_to_string(&path).unwrap() + " ").unwrap();
            });
            assert_ne!(one, changed, "{file}");
        }
    }
}
