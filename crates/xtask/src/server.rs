//! A server for the browser tests: the binary that the other tests use, on a free port, until the value goes.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::process::Background;
use crate::{native, place, postgres};

/// A running server.
pub struct Server {
    _process: Background,
    port: u16,
}

impl Server {
    /// Starts one on a database, or, with none, on its own PostgreSQL in a fresh folder.
    pub fn start(name: &'static str, database: Option<&str>) -> Result<Server> {
        let port = postgres::free_port()?;
        let mut serve = Command::new(native::binary("lanegate-server"));
        serve.arg("serve").arg("--port").arg(port.to_string()).current_dir(place::root());
        match database {
            Some(url) => serve.env("DATABASE_URL", url),
            None => serve.env_remove("DATABASE_URL").arg("--data").arg(fresh_folder(name)?),
        };
        let mut process = Background::start(name, &mut serve)?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let patience = Duration::from_secs(120);
        process.wait_until(patience, || TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok())?;
        Ok(Server { _process: process, port })
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn fresh_folder(name: &str) -> Result<PathBuf> {
    let folder = place::target().join("test-data").join(name.replace(' ', "-"));
    if Path::new(&folder).exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
