//! Writes the hostile files: `lanegate-hostile FOLDER` one of each class, and `classes.json`, which says what must come of
//! each. With `--heavy` those too that take seconds to make or to read.

use std::fs;
use std::path::Path;

use lanegate_hostile::{Expect, all};

fn main() -> std::io::Result<()> {
    let heavy = std::env::args().any(|argument| argument == "--heavy");
    let Some(folder) = std::env::args().skip(1).find(|argument| argument != "--heavy") else {
        eprintln!("usage: lanegate-hostile [--heavy] FOLDER");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut lines = Vec::new();
    for class in all().filter(|class| heavy || !class.heavy) {
        // Of many variants, one in the middle is the most broken.
        let bytes = (class.make)(class.variants / 2);
        let file = format!("{}.{}", class.name, class.file.rsplit('.').next().unwrap_or_default());
        fs::write(folder.join(&file), bytes)?;
        let code = match class.expect {
            Expect::Refused(code) => format!("\"{code}\""),
            _ => "null".to_owned(),
        };
        lines.push(format!("  {{\"name\": \"{}\", \"file\": \"{file}\", \"refused\": {code}}}", class.name));
    }
    fs::write(folder.join("classes.json"), format!("[\n{}\n]\n", lines.join(",\n")))
}
