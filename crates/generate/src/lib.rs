//! What is made from the declarations: a page for every kind, a page of all finding codes, a JSON Schema of every kind's batches; and
//! the samples that the page of codes and the tests share. And the small files on which the page's worker warms up.
//!
//! Everything is asked of the check itself: an example's message is what the check says of it.

pub mod pages;
pub mod samples;
mod warm_up;

use anyhow::Result;

/// A file made from the declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// Its path from the top of the work tree.
    pub path: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// Folders that hold generated files and nothing else.
pub const FOLDERS: [&str; 2] = ["docs/kinds", "docs/schemas"];

/// The files on which the page's worker warms up, but for their endings.
const WARM_UP: &str = "web/src/worker/warm_up";

/// Every generated file.
///
/// # Errors
/// When a declaration's own example does not give what it is an example of.
pub fn files() -> Result<Vec<Generated>> {
    let mut files = vec![
        Generated { path: "docs/exports.md".into(), content: pages::exports::page()?.into() },
        Generated { path: "docs/findings.md".into(), content: pages::findings::page()?.into() },
        Generated { path: format!("{WARM_UP}.xlsx"), content: warm_up::workbook()? },
        Generated { path: format!("{WARM_UP}.csv"), content: warm_up::text().into() },
    ];
    for kind in lanegate_kinds::all() {
        files
            .push(Generated { path: format!("docs/kinds/{}.md", kind.name), content: pages::kind::page(kind)?.into() });
        let schema = serde_json::to_string_pretty(&pages::schema::of_batches(kind)?)? + "\n";
        files.push(Generated { path: format!("docs/schemas/{}.batch.schema.json", kind.name), content: schema.into() });
    }
    Ok(files)
}
