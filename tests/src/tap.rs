//! A way to the database that a test can shut and open again: a stopped database, without stopping everybody's.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

/// A forwarder between server and database.
pub struct Tap {
    port: u16,
    open: Arc<AtomicBool>,
    cut: watch::Sender<u32>,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl Tap {
    /// A forwarder to a database, open.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn to(options: &PgConnectOptions) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("a bound listener has an address").port();
        let open = Arc::new(AtomicBool::new(true));
        let (cut, cuts) = watch::channel(0);
        let upstream = Upstream::of(options);
        let passing = open.clone();
        tokio::spawn(async move {
            while let Ok((mut inner, _)) = listener.accept().await {
                if !passing.load(Ordering::SeqCst) {
                    continue;
                }
                let (upstream, mut cuts) = (upstream.clone(), cuts.clone());
                cuts.mark_unchanged();
                tokio::spawn(async move {
                    let Ok(mut outer) = upstream.connect().await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut inner, &mut outer) => {}
                        _ = cuts.changed() => {}
                    }
                });
            }
        });
        Self { port, open, cut }
    }

    /// The same database, through the forwarder.
    #[must_use]
    pub fn through(&self, options: PgConnectOptions) -> PgConnectOptions {
        let inner = match options.get_socket() {
            None => options,
            // A socket, once set, is not unset. The embedded database, which has one, asks for no password.
            Some(_) => PgConnectOptions::new_without_pgpass()
                .username(options.get_username())
                .database(options.get_database().unwrap_or("postgres")),
        };
        inner.host("127.0.0.1").port(self.port).ssl_mode(PgSslMode::Disable)
    }

    /// Ends every connection, and every new one at once.
    pub fn shut(&self) {
        self.open.store(false, Ordering::SeqCst);
        self.cut.send_modify(|cuts| *cuts += 1);
    }

    /// Lets connections pass again.
    pub fn open(&self) {
        self.open.store(true, Ordering::SeqCst);
    }
}

#[derive(Clone)]
enum Upstream {
    Tcp(String, u16),
    Unix(PathBuf),
}

impl Upstream {
    fn of(options: &PgConnectOptions) -> Self {
        match options.get_socket() {
            Some(directory) => Self::Unix(directory.join(format!(".s.PGSQL.{}", options.get_port()))),
            None => Self::Tcp(options.get_host().to_owned(), options.get_port()),
        }
    }

    async fn connect(&self) -> std::io::Result<Box<dyn Stream>> {
        Ok(match self {
            Self::Tcp(host, port) => Box::new(TcpStream::connect((host.as_str(), *port)).await?),
            Self::Unix(path) => Box::new(UnixStream::connect(path).await?),
        })
    }
}
