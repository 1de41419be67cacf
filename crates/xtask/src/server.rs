//! A server as people start it, for browser and request tests: the binary that the other tests use, with a private database, on a free
//! port, until the value goes; with an account that may everything.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::process::{self, Background};
use crate::{native, place, postgres};

/// What the server prints before its address once it can be used.
const READY: &str = "Lanegate is ready: ";

/// The account that tests sign in with.
pub const NAME: &str = "tester";
pub const PASSWORD: &str = "a password for tests";

/// A running server.
pub struct Server {
    // Fields are dropped in this order: first the server stops, then its data go.
    _process: Background,
    folder: TempDir,
    url: String,
    token: String,
}

impl Server {
    /// Starts one on a private database in a fresh folder.
    pub fn start(name: &'static str) -> Result<Server> {
        let folder = postgres::folder("server")?;
        let program = || {
            let mut program = Command::new(native::binary("lanegate-server"));
            native::forget_settings(&mut program).current_dir(place::root()).env("LANEGATE_DATA_DIR", folder.path());
            program
        };
        let token = account(program)?;
        let mut serve = program();
        serve.args(["serve", "--listen", "127.0.0.1:0"]);
        let mut process = Background::start(name, serve.stdout(Stdio::piped()))?;
        let output = process.stdout().context("the server's output cannot be read")?;
        let (say, said) = mpsc::channel();
        // Reads on to the end, so that the server never waits for somebody to listen.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some((_, url)) = line.split_once(READY) {
                    _ = say.send(url.trim().to_owned());
                }
                println!("{line}");
            }
        });
        let mut url = None;
        process.wait_until(Duration::from_secs(120), || {
            url = said.try_recv().ok();
            url.is_some()
        })?;
        Ok(Server { _process: process, folder, url: url.unwrap_or_default(), token })
    }

    /// The address of the page.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL of its database for the superuser.
    pub fn database(&self) -> String {
        postgres::url(self.folder.path(), "lanegate")
    }

    /// A token of the account.
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// Makes the account and gives a token of it.
fn account(program: impl Fn() -> Command) -> Result<String> {
    let add =
        ["account", "add", NAME, "--lanes", "sales,partners", "--rights", "compare,commit,kill_switch,administer"];
    process::output(program().args(add))?;
    process::output_of(program().args(["account", "password", NAME]), PASSWORD)?;
    Ok(process::output(program().args(["account", "token", NAME]))?.trim().to_owned())
}
