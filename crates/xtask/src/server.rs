//! A server for the browser tests: the binary that the other tests use, on a free port, until the value goes.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::Background;
use crate::{native, place};

/// What the server prints before its address once it can be used.
const READY: &str = "Lanegate is ready: ";

/// A running server.
pub struct Server {
    _process: Background,
    url: String,
}

impl Server {
    /// Starts one on a database, or, with none, on its own PostgreSQL in a fresh folder.
    pub fn start(name: &'static str, database: Option<&str>) -> Result<Server> {
        let mut serve = Command::new(native::binary("lanegate-server"));
        native::forget_settings(&mut serve).args(["serve", "--listen", "127.0.0.1:0"]).current_dir(place::root());
        match database {
            Some(url) => serve.env("DATABASE_URL", url),
            None => serve.arg("--data-dir").arg(fresh_folder(name)?),
        };
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
        Ok(Server { _process: process, url: url.unwrap_or_default() })
    }

    /// The address of the page.
    pub fn url(&self) -> &str {
        &self.url
    }
}

fn fresh_folder(name: &str) -> Result<PathBuf> {
    let folder = place::target().join("test-data").join(name.replace(' ', "-"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
