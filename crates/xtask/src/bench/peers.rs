//! What the check and the commit are measured beside, each in a version that is named here. It is got from its registry once and kept with
//! the other tools.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{npm, place, process, python, steps, system};

/// A package that is measured, or measures.
pub struct Peer {
    pub name: &'static str,
    pub version: &'static str,
}

pub const SHEETJS: Peer = Peer { name: "xlsx", version: "0.18.5" };
pub const EXCELJS: Peer = Peer { name: "exceljs", version: "4.4.0" };
pub const OPENPYXL: Peer = Peer { name: "openpyxl", version: "3.1.5" };
/// PostgreSQL's client for the row-by-row script.
pub const PG: Peer = Peer { name: "pg", version: "8.23.1" };

impl Peer {
    /// The folder that npm installs the package into, got first if it is not there.
    pub fn by_npm(&self) -> Result<PathBuf> {
        let Peer { name, version } = self;
        let folder = place::cache()?.join("tools").join(format!("{name}-{version}"));
        if !folder.join("node_modules").join(name).join("package.json").is_file() {
            npm::need_npm()?;
            steps::timed(&format!("{name} {version} (from npm)"), || {
                fs::create_dir_all(&folder)?;
                let mut npm = Command::new("npm");
                npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
                process::output(npm.arg(format!("{name}@{version}"))).map(drop)
            })?;
        }
        Ok(folder)
    }

    /// A Python that has the package.
    pub fn by_pip(&self) -> Result<PathBuf> {
        Ok(python::environment(self.name, self.version)?.join("bin/python"))
    }
}

/// The program that counts instructions, installed first if need be.
pub fn valgrind() -> Result<PathBuf> {
    let look = || system::find("valgrind");
    if look().is_none() {
        steps::timed("valgrind", || system::install("valgrind", &["valgrind"]))?;
    }
    look().ok_or_else(|| anyhow::anyhow!("valgrind was installed, but is not on the PATH"))
}
