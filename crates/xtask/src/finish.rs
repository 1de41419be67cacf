//! What Trunk leaves to be done: the workers' files get names that carry a digest of their content, so that a browser may keep them,
//! and every file a compressed sibling, which the server sends instead.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// The programs that Trunk writes without a digest in their names, each with a loader of a few lines that names them.
const PROGRAMS: [&str; 2] = ["worker", "writer"];
/// Smaller files gain nothing.
const SMALLEST: usize = 1_000;
/// Brotli's best, and the largest window that browsers take.
const QUALITY: u32 = 11;
const WINDOW: u32 = 24;

/// Finishes the page in a folder.
pub fn finish(dist: &Path) -> Result<()> {
    for program in PROGRAMS {
        let loader = dist.join(format!("{program}_loader.js"));
        let mut lines = fs::read_to_string(&loader).with_context(|| loader.display().to_string())?;
        for rest in [".js", "_bg.wasm"] {
            let plain = format!("{program}{rest}");
            let hashed = format!("{program}-{:016x}{rest}", digest(&fs::read(dist.join(&plain))?));
            ensure!(lines.contains(&format!("\"./{plain}\"")), "{} does not name {plain}", loader.display());
            lines = lines.replace(&format!("\"./{plain}\""), &format!("\"./{hashed}\""));
            fs::rename(dist.join(&plain), dist.join(hashed))?;
        }
        fs::write(loader, lines)?;
    }
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        let content = if path.is_file() { fs::read(&path)? } else { Vec::new() };
        if content.len() >= SMALLEST {
            let mut name = path.into_os_string();
            name.push(".br");
            fs::write(name, compressed(&content)?)?;
        }
    }
    Ok(())
}

fn digest(content: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

fn compressed(content: &[u8]) -> Result<Vec<u8>> {
    use std::io::Write as _;
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 64 << 10, QUALITY, WINDOW);
    encoder.write_all(content)?;
    Ok(encoder.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loaders_name_the_files_as_they_are_then() {
        let folder = std::env::temp_dir().join(format!("lanegate-finish-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for program in PROGRAMS {
            let loader = format!("importScripts(\"./{program}.js\"); start(\"./{program}_bg.wasm\");");
            fs::write(folder.join(format!("{program}_loader.js")), loader).unwrap();
            fs::write(folder.join(format!("{program}.js")), program.repeat(500)).unwrap();
            fs::write(folder.join(format!("{program}_bg.wasm")), "wasm").unwrap();
        }
        finish(&folder).unwrap();
        let loader = fs::read_to_string(folder.join("worker_loader.js")).unwrap();
        let named: Vec<&str> = loader.split("\"./").skip(1).map(|part| part.split('"').next().unwrap()).collect();
        assert!(named.len() == 2 && named.iter().all(|name| folder.join(name).is_file()), "{loader}");
        assert!(named[0].len() == "worker-0123456789abcdef.js".len() && !folder.join("worker.js").exists());
        let packed = fs::read(folder.join(format!("{}.br", named[0]))).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut back).unwrap();
        assert_eq!(back, "worker".repeat(500).into_bytes());
        assert!(!folder.join(format!("{}.br", named[1])).exists(), "too small to gain anything");
        fs::remove_dir_all(folder).unwrap();
    }
}
