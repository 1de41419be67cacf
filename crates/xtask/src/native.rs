//! Native builds and the tests in them. Everything is built with one selection of packages and features, so that cargo
//! compiles each crate once; the test programs are then run one by one, with the database that each run is about.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::failures::{self, Failures};
use crate::steps::{self, Counts};
use crate::{place, process, toolchain};

/// The package whose test programs need a database. A new one in it is run with one without being named here.
const DATABASE_TESTS: &str = "lanegate-tests";
/// The ones in it that need none.
const WITHOUT_DATABASE: [&str; 4] = ["command_line", "lanegate_tests", "recipes", "structure"];
/// The ones in it with poolers and clusters of their own: what they are about can't be tried on a PostgreSQL that is not ours.
pub const OWN_CLUSTERS: [&str; 3] = ["faults_postgres", "hardening_postgres", "private_database"];
/// The one in it that has a database, a pooler and a load balancer of its own.
const FAILOVER: &str = "failover";
/// The ones in it that are run behind a pooler, too: what servers do.
const POOLED: [&str; 6] =
    ["account_commands", "api", "api_process", "database_lifecycle", "database_once", "database_together"];
/// The ones in it that show whether another version of PostgreSQL works: statements, guards, roles, backups, the private database.
const TELLING: [&str; 6] =
    ["backup", "database_guards", "database_isolation", "database_lifecycle", "database_once", "private_database"];
/// The ones in it about servers as processes, which a private database serves as well as a named one.
const PRIVATE: [&str; 5] = ["account_commands", "api_process", "backup", "hardening", "operations"];

/// What test programs are run with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum With {
    /// No database.
    Nothing,
    /// The run's cluster.
    Postgres,
    /// A PostgreSQL that somebody has named: it is not ours to stop, starve or put a pooler before.
    Lent,
    /// The run's cluster behind a pooler.
    Pooler,
    /// A cluster of another version: only the tests that show whether it works.
    OtherVersion,
    /// The private database of each server.
    Private,
    /// The run's cluster: the tests of faults alone.
    Faults,
    /// The run's cluster: the load alone.
    Load,
    /// Programs for databases, poolers and load balancers that the test starts itself.
    Failover,
}

/// A test program that cargo has built.
pub struct Program {
    package: String,
    folder: PathBuf,
    name: String,
    path: PathBuf,
}

impl Program {
    /// Whether it is run with this.
    pub fn is_for(&self, with: With) -> bool {
        let name = self.name.as_str();
        if self.package == DATABASE_TESTS && name == FAILOVER {
            return with == With::Failover;
        }
        let needs_one = self.package == DATABASE_TESTS && !WITHOUT_DATABASE.contains(&name);
        match with {
            With::Nothing => !needs_one,
            With::Postgres => needs_one,
            With::Pooler => needs_one && POOLED.contains(&name),
            With::OtherVersion => needs_one && TELLING.contains(&name),
            With::Private => needs_one && PRIVATE.contains(&name),
            With::Lent => needs_one && !OWN_CLUSTERS.contains(&name),
            With::Faults => needs_one && name.starts_with("faults"),
            With::Load => needs_one && name == "hardening_postgres",
            With::Failover => false,
        }
    }

    /// Runs it with these variables and arguments, and adds what came of it to `counts`. One that breaks off counts as a
    /// failed test, so that the others still run.
    pub fn run(&self, variables: &[(&str, &str)], arguments: &[String], counts: &mut Counts) -> Result<()> {
        println!("   · {} {}", self.package, self.name);
        let mut command = Command::new(&self.path);
        command.args(arguments).current_dir(&self.folder);
        forget_settings(&mut command).envs(variables.iter().copied());
        command.env("CARGO_MANIFEST_DIR", &self.folder);
        command.env("LANEGATE_BIN", binary("lanegate")).env("LANEGATE_SERVER_BIN", binary("lanegate-server"));
        if let Err(error) = run_counting(&mut command, counts) {
            process::go_on()?;
            println!("   {error:#}");
            failures::note(format!("{error:#}"));
            counts.failed += 1;
        }
        Ok(())
    }
}

/// Takes away what a person may have set for a server of their own: tests must not reach that person's database.
pub fn forget_settings(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("LANEGATE_") || text.ends_with("DATABASE_URL") || text.starts_with("PG") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs tests and adds up the closing lines of libtest. Tests that fail are counted; a run that breaks off is an error.
pub fn run_counting(command: &mut Command, counts: &mut Counts) -> Result<()> {
    let mut closed = false;
    let before = counts.failed;
    let mut not_run = 0;
    let mut failures = Failures::default();
    let status = process::run_reading(command, |line| {
        println!("{line}");
        failures.line(line);
        not_run += u32::from(steps::notes_not_run(line));
        if let Some(result) = steps::libtest_counts(line) {
            *counts += result.less(not_run);
            closed = true;
        }
    })?;
    if counts.failed == before {
        process::check(command, status)?;
    }
    ensure!(closed, "{} ended without saying how its tests went", process::shown(command));
    Ok(())
}

/// Runs the test programs that are for this.
pub fn run_programs(
    programs: &[Program],
    with: With,
    variables: &[(&str, &str)],
    arguments: &[String],
    counts: &mut Counts,
) -> Result<()> {
    for program in programs.iter().filter(|program| program.is_for(with)) {
        program.run(variables, arguments, counts)?;
    }
    Ok(())
}

/// A cargo command for everything native.
pub fn cargo(subcommand: &str) -> Command {
    let mut command = toolchain::usual_cargo();
    command.arg(subcommand).current_dir(place::root());
    command
}

/// A cargo command over all native packages with the one set of features.
pub fn cargo_all(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args(["--workspace", "--exclude", "lanegate-web"]);
    command
}

/// Builds every test program and both binaries.
pub fn build() -> Result<Vec<Program>> {
    let mut programs = Vec::new();
    let mut build = cargo_all("build");
    // Binaries and tests in one build: with the tests' own dependencies counted in, features are the same for all.
    build.args(["--all-targets", "--message-format=json-render-diagnostics"]);
    let status = process::run_reading(&mut build, |line| programs.extend(test_program(line)))?;
    process::check(&build, status)?;
    programs.sort_by(|a, b| (&a.package, &a.name).cmp(&(&b.package, &b.name)));
    for name in ["lanegate", "lanegate-server"] {
        ensure!(binary(name).is_file(), "cargo built no `{name}`");
    }
    Ok(programs)
}

/// A binary of the product in the build that the tests use.
pub fn binary(name: &str) -> PathBuf {
    place::target().join("debug").join(name)
}

/// Writes the hostile files and answers their folder.
pub fn hostile_files() -> Result<String> {
    let folder = place::target().join("hostile");
    process::output(Command::new(binary("lanegate-hostile")).arg(&folder))?;
    Ok(folder.to_string_lossy().into_owned())
}

/// Doc tests: code in documentation that is run.
pub fn doc_tests(counts: &mut Counts) -> Result<()> {
    run_counting(cargo_all("test").args(["--doc", "--quiet"]), counts)
}

/// The documentation, with its links checked.
pub fn docs() -> Result<()> {
    process::run(cargo_all("doc").args(["--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))
}

fn test_program(line: &str) -> Option<Program> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let manifest = PathBuf::from(message["manifest_path"].as_str()?);
    let folder = manifest.parent()?.to_path_buf();
    Some(Program {
        package: package_name(message["package_id"].as_str()?, &folder)?,
        folder,
        name: message["target"]["name"].as_str()?.to_owned(),
        path: message["executable"].as_str()?.into(),
    })
}

/// A package id is `path+file:///…/crates/wire#lanegate-wire@0.1.0`, or `…/crates/xtask#0.1.0` where the folder has the name.
fn package_name(id: &str, folder: &std::path::Path) -> Option<String> {
    let (_, fragment) = id.rsplit_once('#')?;
    match fragment.split_once('@') {
        Some((name, _)) => Some(name.to_owned()),
        None => Some(folder.file_name()?.to_str()?.to_owned()),
    }
}

/// Fails by name if a component of the toolchain is missing.
pub fn need(subcommand: &str, component: &str) -> Result<()> {
    let asked = process::output(cargo(subcommand).arg("--version"));
    match asked.context(format!("`cargo {subcommand}` is missing; `rustup component add {component}` gets it")) {
        Ok(_) => Ok(()),
        Err(error) => bail!("{error:#}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_ids_give_names() {
        let folder = std::path::Path::new("/tree/crates/wire");
        assert_eq!(
            package_name("path+file:///tree/crates/wire#lanegate-wire@0.1.0", folder).as_deref(),
            Some("lanegate-wire")
        );
        assert_eq!(package_name("path+file:///tree/crates/wire#0.1.0", folder).as_deref(), Some("wire"));
    }
}
