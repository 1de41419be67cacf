//! `docs/exports.md`: how to export from common tools, and what to answer, from the recipes that `tests/tests/recipes.rs` runs.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use lanegate_kinds::named;
use serde::Deserialize;

use super::{NOTICE, code};

/// The folder of the recipes, from the top of the work tree.
const RECIPES: &str = "tests/vectors/recipes";

/// The texts of a recipe.
#[derive(Deserialize)]
struct Recipe {
    tool: String,
    exports: String,
    steps: String,
    file: String,
    kind: String,
    /// A list that an answer looks IDs up in.
    list: Option<String>,
    answers: Vec<Answer>,
    imported: String,
    left: String,
}

/// An answer in words and as options.
#[derive(Deserialize)]
struct Answer {
    says: String,
    options: Vec<String>,
}

/// The page.
///
/// # Errors
/// When a recipe can't be read, or is about a kind that doesn't exist.
pub fn page() -> Result<String> {
    let recipes = recipes()?;
    let mut page = format!(
        "{NOTICE}\n\n# Exports from common tools\n\n\
         Drop the file as the tool wrote it. What it leaves open is asked once, at the step *Match*; the answers are \
         remembered for the next file\nwith the same headers, which needs none. On the command line, answers are options, \
         and `--save-answers FILE.json` and\n`--answers FILE.json` remember them.\n\n\
         Each of these exports is tried with every change of Lanegate, with invented people in files of the tool's own \
         format: the first\nfile with the answers below, and a second one with the remembered answers.\n"
    );
    for (kind, title) in [
        ("partner_master", "Partners"),
        ("appointment_history", "Meetings with prospects"),
        ("partner_appointments", "Meetings with partners"),
    ] {
        let of_kind: Vec<&(String, Recipe)> = recipes.iter().filter(|(_, recipe)| recipe.kind == kind).collect();
        let _ = write!(page, "\n## {title}\n\n| tool | export | answers |\n| --- | --- | --- |\n");
        for (name, recipe) in &of_kind {
            let answers: Vec<&str> = recipe.answers.iter().map(|answer| answer.says.as_str()).collect();
            let _ = writeln!(page, "| [{}](#{name}) | {} | {} |", recipe.tool, recipe.exports, answers.join(" · "));
        }
        for (name, recipe) in &of_kind {
            page += &section(name, recipe);
        }
    }
    page += OTHERS;
    Ok(page)
}

/// What needs more than answers about columns.
const OTHERS: &str = "\n## What needs more\n\n\
    - **Companies and people by name.** Exports name them; Lanegate's `company_id`, `people_id`, and `fractional_cfo_id` are IDs of its \
    own tables, which no other tool has.\n  A list with these IDs next to names, domains, or e-mail addresses fills them in \
    (`--lookup`), as it does for meetings with partners above.\n  Without one, meetings with prospects are imported with a warning, \
    and meetings with partners not at all.\n\
    - **Calendars as .ics files**, such as Google Calendar's, aren't tables.\n\
    - **Salesforce's Data Export** has the account's ID instead of its name; export a report.\n\
    - **Zip archives**, such as Notion's, have to be unpacked first.\n";

fn recipes() -> Result<Vec<(String, Recipe)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(RECIPES);
    let mut recipes = Vec::new();
    for entry in std::fs::read_dir(&folder).context("the folder of recipes can't be read")? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read(entry.path().join("recipe.json")).with_context(|| format!("{name} has no recipe"))?;
        let recipe: Recipe = serde_json::from_slice(&text).with_context(|| format!("the recipe of {name}"))?;
        named(&recipe.kind).with_context(|| format!("{name} is of the kind {}", recipe.kind))?;
        recipes.push((name, recipe));
    }
    recipes.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(recipes)
}

fn section(name: &str, recipe: &Recipe) -> String {
    let mut text = format!(
        "\n<a id=\"{name}\"></a>\n\n### {}: {}\n\n- Export: {}\n- File: {}\n",
        recipe.tool,
        recipe.exports,
        recipe.steps,
        code(&recipe.file)
    );
    if let Some(list) = &recipe.list {
        let _ = writeln!(text, "- List: {}, with Lanegate's IDs next to names and e-mail addresses", code(list));
    }
    let answers = recipe.answers.iter().map(|answer| format!("  - {}: {}\n", answer.says, options(&answer.options)));
    let _ = write!(text, "- Answer:\n{}", answers.collect::<String>());
    let _ = writeln!(text, "- Imported: {}.", recipe.imported.trim_end_matches('.'));
    let _ = writeln!(text, "- Not imported: {}.", recipe.left.trim_end_matches('.'));
    text
}

/// Options as they are typed.
fn options(options: &[String]) -> String {
    let typed = options.chunks(2).map(|pair| match pair {
        [name, value] => format!("`{name} {}`", quoted(value)),
        other => format!("`{}`", other.join(" ")),
    });
    typed.collect::<Vec<_>>().join(" ")
}

/// A value in quotation marks where a shell would take it apart.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '=' | '-' | ',' | '.' | '+');
    if value.chars().all(is_plain) { value.to_owned() } else { format!("'{value}'") }
}
