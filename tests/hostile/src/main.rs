//! Writes the hostile files: `lanegate-hostile FOLDER` one of each class, and `classes.json`, which says what must come of each.

use std::fs;
use std::path::Path;

use lanegate_hostile::{Expect, all};

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: lanegate-hostile FOLDER");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut lines = Vec::new();
    for class in all() {
        // Of many variants, one in the middle is the most broken.
        let bytes = (class.make)(class.variants / 2);
        let file = format!("{}.{}", class.name, class.file.rsplit('.').next().unwrap_or_default());
        fs::write(folder.join(&file), bytes)?;
        let code = match class.expect {
            Expect::Refused(code) => format!("\"{code}\""),
            _ => "null".to_owned(),
        };
        lines.push(format!(
            "  {{\"name\": \"{}\", \"file\": \"{file}\", \"refused\": {code}, \"heavy\": {}}}",
            class.name, class.heavy
        ));
    }
    fs::write(folder.join("classes.json"), format!("[\n{}\n]\n", lines.join(",\n")))
}
