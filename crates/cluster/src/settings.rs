//! How a private cluster is set up: who may connect, and PostgreSQL's settings.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use nix::unistd::geteuid;

use crate::{Binaries, Folder, Result};

/// The port, which is only part of the socket's name.
pub const PORT: u16 = 5432;

/// The name of the map from accounts to database roles.
const MAP: &str = "lanegate";

/// What every private cluster is started with. Data survive a power cut; the log has no values of rows; nobody outside of
/// this machine can connect. The command line wins over `postgresql.conf`, which may set anything else.
const ALWAYS: [&str; 16] = [
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "jit=off",
    "TimeZone=UTC",
    "log_timezone=UTC",
    "lc_messages=C",
    "logging_collector=off",
    "log_destination=stderr",
    "log_line_prefix=",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_checkpoints=off",
    "log_statement=none",
];

/// How a cluster is created and started.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The database roles that the account, and root if it starts the cluster, may connect as.
    pub roles: Vec<String>,
    /// PostgreSQL's settings (`name=value`) in addition to those of every private cluster, or instead of them.
    pub options: Vec<String>,
    /// Arguments for `initdb` in addition to the usual ones, or instead of them.
    pub initdb: Vec<OsString>,
    /// Lines for `pg_hba.conf` before the usual one.
    pub hba: String,
    /// Binaries instead of those that are found for the folder.
    pub binaries: Option<Binaries>,
}

impl Settings {
    /// The settings for PostgreSQL's command line, with the folder of its socket.
    pub(crate) fn options(&self, sockets: &Path) -> Vec<OsString> {
        let mut all = vec![OsString::from(format!("port={PORT}")), socket_setting(sockets)];
        all.extend(ALWAYS.into_iter().map(OsString::from));
        all.extend(self.options.iter().map(OsString::from));
        all
    }

    /// Writes who may connect. Returns whether that changed something.
    pub(crate) fn write_access(&self, folder: &Folder) -> Result<bool> {
        let hba = format!("{}# Written at every start.\nlocal all all peer map={MAP}\n", self.hba);
        let changed = [("pg_hba.conf", hba), ("pg_ident.conf", self.ident(folder))].map(|(name, text)| {
            let path = folder.cluster().join(name);
            if path.is_file() && fs::read_to_string(&path).is_ok_and(|there| there == text) {
                return Ok(false);
            }
            folder.account().write(&path, &text)?;
            Ok(true)
        });
        let [hba, ident] = changed;
        Ok(hba? | ident?)
    }

    /// Lines of map, account, and role.
    fn ident(&self, folder: &Folder) -> String {
        let root = geteuid().is_root().then_some("root");
        let accounts = [Some(folder.account().name()), root];
        let mut text = "# Written at every start.\n".to_owned();
        for account in accounts.into_iter().flatten() {
            for role in &self.roles {
                text.push_str(&format!("{MAP} {} {}\n", quoted(account), quoted(role)));
            }
        }
        text
    }
}

/// The folder of the socket, as one entry of a list: a comma or a blank would end it otherwise.
fn socket_setting(sockets: &Path) -> OsString {
    let mut setting = OsString::from("unix_socket_directories=");
    setting.push(quoted(&sockets.to_string_lossy()));
    setting
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_folder_with_commas_and_quotes_is_one_entry() {
        let setting = socket_setting(Path::new("/srv/a, \"b\" ü"));
        assert_eq!(setting, "unix_socket_directories=\"/srv/a, \"\"b\"\" ü\"");
    }
}
