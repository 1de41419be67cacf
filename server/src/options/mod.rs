//! The command line and the environment of `lanegate-server`.

mod account;
mod ending;
mod former_file;
mod network;
mod read;
mod target;
mod together;
mod watch;

use std::path::PathBuf;

use clap::{Arg, Args, Parser, Subcommand, ValueEnum};
use lanegate_wire::Lane;

pub use account::{Account, AccountAction, Scope};
pub use ending::Ending;
pub use network::Network;
pub use read::read;
pub use target::Target;
pub use watch::{LogFormat, Watch};

/// Lanegate's server: the page, the API, and the way into PostgreSQL.
#[derive(Debug, Parser)]
#[command(name = "lanegate-server", version = crate::version::short(), long_version = crate::version::long(), args_conflicts_with_subcommands = true)]
pub struct Options {
    /// What to do; to serve, when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve, when nothing is said.
    #[command(flatten)]
    pub serve: Serve,
}

impl Options {
    /// What to do.
    #[must_use]
    pub fn what(self) -> Command {
        self.command.unwrap_or(Command::Serve(self.serve))
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the database to this version and serve the page and the API.
    Serve(Serve),
    /// Bring the database to this version and stop.
    Migrate(Migrate),
    /// The database roles that Lanegate runs under.
    Roles(Roles),
    /// Score intents again, as time has passed, and stop. Those that people took out stay as they are.
    Score(Score),
    /// Write all rows of a database to one file. A server may go on.
    Backup(Backup),
    /// Read all rows of such a file into an empty database.
    Restore(Restore),
    /// Move the private database's rows to another PostgreSQL, and check that all have arrived. The private database stays as it is.
    Move(Move),
    /// Who may use the server. A server may go on.
    Account(Account),
}

/// Where a backup goes.
#[derive(Debug, Clone, Args)]
pub struct Backup {
    /// The file to write; one that is there is replaced when the new one is whole.
    #[arg(long)]
    pub to: PathBuf,
    /// The database.
    #[command(flatten)]
    pub target: Target,
}

/// Where a backup comes from.
#[derive(Debug, Clone, Args)]
pub struct Restore {
    /// The file.
    #[arg(long)]
    pub from: PathBuf,
    /// The database. It is prepared first, and must have no rows.
    #[command(flatten)]
    pub target: Target,
}

/// From the private database to another PostgreSQL.
#[derive(Debug, Clone, Args)]
pub struct Move {
    /// The data folder of the private database: `lanegate-data` where the program is started, if nothing is said.
    #[arg(long, env = "LANEGATE_DATA_DIR", value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// The PostgreSQL to move to, as its owner and without a pooler between. It must have no rows.
    #[arg(long, env = "LANEGATE_MOVE_TO", hide_env_values = true)]
    pub to: String,
}

/// Whose intents are scored again.
#[derive(Debug, Clone, Args)]
pub struct Score {
    /// One lane alone; both, when none is said.
    #[arg(long)]
    pub lane: Option<Lane>,
    /// The name that the audit log enters.
    #[arg(long, default_value = "lanegate-server score")]
    pub by: String,
    /// The database.
    #[command(flatten)]
    pub target: Target,
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Where and for whom.
    #[command(flatten)]
    pub network: Network,
    /// Connections to the database at most.
    #[arg(long, env = "LANEGATE_MAX_CONNECTIONS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_connections: u32,
    /// How it is watched.
    #[command(flatten)]
    pub watch: Watch,
    /// How it ends.
    #[command(flatten)]
    pub ending: Ending,
    /// The database.
    #[command(flatten)]
    pub target: Target,
}

impl Serve {
    /// The settings of a server: each is an option and a variable of the environment.
    pub fn settings() -> Vec<Arg> {
        arguments::<Self>()
    }
}

/// The options that a type declares.
fn arguments<T: Args>() -> Vec<Arg> {
    T::augment_args(clap::Command::new("")).get_arguments().cloned().collect()
}

/// How to bring the database to this version.
#[derive(Debug, Clone, Args)]
pub struct Migrate {
    /// Take over a database that has the lanes' tables from before Lanegate, with all their rows, and report what was found.
    #[arg(long)]
    pub adopt: bool,
    /// How to print the report of taking it over.
    #[arg(long, requires = "adopt", value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The database.
    #[command(flatten)]
    pub target: Target,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The database roles.
#[derive(Debug, Clone, Args)]
pub struct Roles {
    /// Print the SQL that an administrator runs once.
    #[arg(long, required = true)]
    pub print: bool,
    /// The database's name; taken from DATABASE_URL when not given.
    #[arg(long)]
    pub database: Option<String>,
    /// PostgreSQL to work with; of it only the database's name is taken. Other users of this machine can read a command line.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Options::command().debug_assert();
    }

    #[test]
    fn every_setting_has_a_variable_named_after_its_option() {
        for arg in Serve::settings() {
            let option = arg.get_long().unwrap();
            let name = option.replace('-', "_").to_uppercase();
            let name = if name.contains("DATABASE_") { name } else { format!("LANEGATE_{name}") };
            assert_eq!(arg.get_env().and_then(|variable| variable.to_str()), Some(name.as_str()), "--{option}");
        }
    }

    #[test]
    fn serving_is_what_is_done_when_nothing_is_said() {
        let said = Options::try_parse_from(["lanegate-server", "--listen", "[::1]:0"]).unwrap();
        assert!(matches!(said.what(), Command::Serve(serve) if serve.network.listen.port() == 0));
        let said = Options::try_parse_from(["lanegate-server", "serve", "--data-dir", "x"]).unwrap();
        assert!(matches!(said.what(), Command::Serve(serve) if serve.target.data_dir.as_deref() == Some("x".as_ref())));
        assert!(Options::try_parse_from(["lanegate-server", "--max-connections", "0"]).is_err());
        assert!(Options::try_parse_from(["lanegate-server", "migrate", "--format", "json"]).is_err(), "of what?");
    }
}
