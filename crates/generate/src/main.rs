//! `lanegate-generate` writes the pages and schemas that are made from the declarations into the work tree.

use std::path::Path;

use anyhow::{Context as _, Result};

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = lanegate_generate::files()?;
    for folder in lanegate_generate::FOLDERS {
        std::fs::create_dir_all(root.join(folder))?;
        for entry in std::fs::read_dir(root.join(folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if files.iter().all(|file| file.path != path) {
                std::fs::remove_file(entry.path()).with_context(|| format!("{path} is no longer made"))?;
                println!("removed  {path}");
            }
        }
    }
    for file in files {
        let path = root.join(&file.path);
        if std::fs::read(&path).ok().as_deref() == Some(&file.content[..]) {
            println!("the same {}", file.path);
            continue;
        }
        std::fs::write(&path, file.content).with_context(|| format!("{} can't be written", file.path))?;
        println!("written  {}", file.path);
    }
    Ok(())
}
