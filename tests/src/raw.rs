//! Requests byte by byte, for what no HTTP client would send.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use crate::api::Api;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where a server is, and what every request to it has to say.
#[derive(Clone)]
pub struct Line {
    at: SocketAddr,
    host: String,
    authorization: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers, as they came.
    pub head: String,
    /// Its body.
    pub body: String,
}

impl Line {
    /// A line to the server of a client.
    ///
    /// # Panics
    /// When the client's server has no plain address.
    #[must_use]
    pub fn to(api: &Api) -> Self {
        let host = api.base.rsplit('/').next().unwrap_or_default().to_owned();
        Self { at: host.parse().expect("an address with a port"), host, authorization: api.authorization() }
    }

    /// The same server, asked by nobody.
    #[must_use]
    pub fn anonymous(&self) -> Self {
        Self { authorization: None, ..self.clone() }
    }

    /// The same server under another name.
    #[must_use]
    pub fn named(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }

    /// A request's head, without the empty line that ends it: its line, `Host` and who asks.
    #[must_use]
    pub fn head(&self, line: &str) -> String {
        let authorization = self.authorization.as_ref().map(|value| format!("Authorization: {value}\r\n"));
        format!("{line}\r\nHost: {}\r\n{}", self.host, authorization.unwrap_or_default())
    }

    /// A whole request with a body of JSON, after which the connection ends.
    #[must_use]
    pub fn json(&self, line: &str, body: &[u8]) -> Vec<u8> {
        let head = self.head(&format!("{line} HTTP/1.1"));
        let length = body.len();
        let head =
            format!("{head}Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        [head.as_bytes(), body].concat()
    }

    /// Opens a connection.
    ///
    /// # Panics
    /// When the server does not take it.
    #[must_use]
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.at).expect("the server takes connections");
        stream.set_read_timeout(Some(PATIENCE)).expect("a connection has a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a connection has a timeout");
        stream
    }

    /// Sends bytes on a connection of their own; what came back until the server closed it. A server that closes before it
    /// has read everything is no error.
    #[must_use]
    pub fn talk(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        let _ = stream.write_all(bytes);
        hear(&mut stream)
    }

    /// Sends bytes and says that no more will come.
    #[must_use]
    pub fn say_all(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        hear(&mut stream)
    }

    /// GET, and its answer.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        let request = format!("{}Connection: close\r\n\r\n", self.head(&format!("GET {path} HTTP/1.1")));
        answer(&self.talk(request.as_bytes())).expect("an answer")
    }
}

/// Everything that comes until the other side closes the connection, or stays silent for too long.
pub fn hear(stream: &mut TcpStream) -> Vec<u8> {
    let mut heard = Vec::new();
    let mut piece = [0; 16 << 10];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return heard,
            Ok(read) => heard.extend_from_slice(&piece[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return heard,
        }
    }
}

/// The first answer in what was heard; none where the connection was closed without one.
#[must_use]
pub fn answer(heard: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(heard);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

/// How many answers there are in what was heard.
#[must_use]
pub fn answers(heard: &[u8]) -> usize {
    let start = b"HTTP/1.1 ";
    heard.windows(start.len()).filter(|window| window == start).count()
}
