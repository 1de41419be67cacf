//! A data folder, whose user runs the server and its commands.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use lanegate_cluster::{Account, Folder, PidFile};
use lanegate_tests::program::{Program, command, token_by};
use tempfile::TempDir;

/// A data folder that a test has to itself, and whom its server runs as.
pub struct Home {
    place: TempDir,
    folder: PathBuf,
    user: User,
}

enum User {
    /// Whoever runs the tests.
    Own,
    /// An ordinary user that root can become, with a server that this user can run.
    Other { user: u32, group: u32, server: PathBuf },
}

impl Home {
    /// A folder of this name, not made yet, for whoever runs the tests.
    pub fn own(name: &str) -> Self {
        let place = open_folder();
        Self { folder: place.path().join(name), place, user: User::Own }
    }

    /// The same in a folder that is there.
    pub fn within(folder: &Path) -> Self {
        Self { folder: folder.join("data"), place: open_folder(), user: User::Own }
    }

    /// A folder of this name, and as root another one for an ordinary user.
    pub fn all(name: &str) -> Vec<Self> {
        let own = Self::own(name);
        let account = Account::for_folder(own.place.path()).unwrap();
        if !account.is_switched() {
            return vec![own];
        }
        let place = open_folder();
        account.give(place.path()).unwrap();
        let about = fs::metadata(place.path()).unwrap();
        let server = server_for(&account, place.path());
        let user = User::Other { user: about.uid(), group: about.gid(), server };
        vec![own, Self { folder: place.path().join(name), place, user }]
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A path beside its data folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Whether the user isn't the one who runs the tests.
    pub const fn is_other(&self) -> bool {
        matches!(self.user, User::Other { .. })
    }

    /// Gives a path that the test made to the user.
    pub fn give(&self, path: &Path) {
        if let User::Other { user, group, .. } = self.user {
            std::os::unix::fs::chown(path, Some(user), Some(group)).unwrap();
        }
    }

    /// A command over it, as its user.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments, &[("LANEGATE_DATA_DIR", self.folder.to_str().unwrap())]);
        if let User::Other { user, group, server } = &self.user {
            let mut other = Command::new(server);
            other.args(arguments).current_dir("/").uid(*user).gid(*group).env("HOME", self.place.path());
            for (name, value) in command.get_envs() {
                match value {
                    Some(value) => other.env(name, value),
                    None => other.env_remove(name),
                };
            }
            command = other;
        }
        command
    }

    /// What a command over it says, run to its end.
    pub fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command prints that has to succeed.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        said(&output)
    }

    /// What a server or a command says that has to be refused.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        assert!(!output.status.success(), "{arguments:?}: {}", said(&output));
        said(&output)
    }

    /// Starts a server on it, with a token for everything.
    pub fn start(&self) -> Program {
        let token = token_by(|arguments| self.command(arguments));
        self.start_with(&token)
    }

    /// Starts a server on it, with a token of before.
    pub fn start_with(&self, token: &str) -> Program {
        Program::start_by(self.command(&["serve", "--listen", "127.0.0.1:0"])).with_token(token)
    }

    /// What its PostgreSQL says of itself, if it runs.
    pub fn running(&self) -> Option<PidFile> {
        let folder = Folder::find(Some(&self.folder)).unwrap();
        folder.pid_file().filter(PidFile::is_alive)
    }
}

/// A temporary folder that others can enter.
fn open_folder() -> TempDir {
    let place = tempfile::Builder::new().prefix("lanegate-").tempdir().unwrap();
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
    place
}

/// The server's program where the account can run it: where it is, or a copy.
fn server_for(account: &Account, place: &Path) -> PathBuf {
    let built = PathBuf::from(std::env::var_os("LANEGATE_SERVER_BIN").unwrap());
    if account.closed(&built).is_none() {
        return built;
    }
    let copy = place.join("lanegate-server");
    fs::copy(&built, &copy).unwrap();
    account.give(&copy).unwrap();
    copy
}

/// Everything that a command printed.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
