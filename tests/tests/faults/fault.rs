//! What happens in a round.

use std::path::Path;

use lanegate_cluster::Folder;
use lanegate_tests::random::Random;
use lanegate_tests::standby::kill_with_children;
use rustix::process::{Pid, Signal, kill_process};

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The server is killed. Its private database, if it has one, is left behind.
    Server,
    /// The private database's first process is killed; the others notice.
    Postmaster,
    /// Every process of the private database is killed.
    Database,
    /// Server and private database are killed.
    Both,
    /// The disk of the private database fills up for a while.
    FullDisk,
}

impl Fault {
    /// A random one that can happen here.
    pub fn any(random: &mut Random, private: bool, has_disk: bool) -> Self {
        let all = [Self::Server, Self::Postmaster, Self::Database, Self::Both, Self::FullDisk];
        let possible = match (private, has_disk) {
            (false, _) => 1,
            (true, false) => 4,
            (true, true) => 5,
        };
        all[usize::try_from(random.below(possible)).unwrap()]
    }

    pub const fn takes_the_server(self) -> bool {
        matches!(self, Self::Server | Self::Both)
    }

    pub const fn takes_the_database(self) -> bool {
        matches!(self, Self::Postmaster | Self::Database | Self::Both)
    }

    /// Kills the private database of a data folder, if it runs just now.
    pub fn kill_database(self, folder: &Path) {
        let folder = Folder::find(Some(folder)).unwrap();
        let Some(running) = folder.pid_file().filter(|file| file.is_alive()) else { return };
        match self {
            Self::Postmaster => kill_process(Pid::from_raw(running.pid).unwrap(), Signal::KILL).unwrap(),
            _ => kill_with_children(running.pid),
        }
    }
}
