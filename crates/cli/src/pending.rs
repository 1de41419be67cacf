//! Import ids on this machine: made once and kept before the first request, so that a command run again after a lost
//! answer goes on with the same import instead of starting another.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use lanegate_wire::{OpenImport, sha256_hex};
use uuid::Uuid;

/// An import that was begun here and whose end is not known yet.
pub struct Pending {
    path: PathBuf,
    /// The import's id.
    pub id: Uuid,
}

impl Pending {
    /// The id kept for this import on this server, or a new one, kept now. `import.id` is not looked at.
    pub fn keep(server: &str, import: &OpenImport) -> Result<Self> {
        let content = serde_json::to_string(&OpenImport { id: Uuid::nil(), ..import.clone() })?;
        let folder = folder()?;
        let path = folder.join(format!("{}.import", &sha256_hex(format!("{server}\n{content}").as_bytes())[..32]));
        if let Some(id) = std::fs::read_to_string(&path).ok().and_then(|text| Uuid::try_parse(text.trim()).ok()) {
            return Ok(Self { path, id });
        }
        let id = Uuid::now_v7();
        let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, id.to_string()));
        kept.with_context(|| format!("the import's id can't be kept in {}", folder.display()))?;
        Ok(Self { path, id })
    }

    /// The import has ended: committed or abandoned.
    pub fn done(self) {
        // What stays behind is an id whose import the server knows to be over.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// `$XDG_STATE_HOME/lanegate`, or its usual place on this system.
fn folder() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_STATE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| Some(set("HOME")?.join(".local/state")))
        .map(|folder| folder.join("lanegate"))
        .context("no home folder is known; set XDG_STATE_HOME to a folder for the ids of imports under way")
}
