//! A way to the database that a test can shut and open again: a stopped database, without stopping everybody's.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

use crate::database::through_port;

/// A forwarder between server and database.
pub struct Tap {
    port: u16,
    open: Arc<AtomicBool>,
    cut: watch::Sender<u32>,
    plan: Plan,
}

/// At which word of the server's what shall happen to its connection, once.
type Plan = Arc<Mutex<Option<(&'static [u8], Cut)>>>;

/// What happens to the connection of the next `COMMIT` or `BEGIN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It ends before the database has it.
    BeforeItIsSaid,
    /// It ends when the database has done it, before the server hears of it.
    BeforeItsAnswer,
    /// As before its answer; but the connection stays, and is silent from then on.
    Silence,
    /// The answer comes late.
    Late(Duration),
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
        let plan = Plan::default();
        let planned = plan.clone();
        tokio::spawn(async move {
            while let Ok((mut inner, _)) = listener.accept().await {
                if !passing.load(Ordering::SeqCst) {
                    continue;
                }
                let (upstream, mut cuts, planned) = (upstream.clone(), cuts.clone(), planned.clone());
                cuts.mark_unchanged();
                tokio::spawn(async move {
                    let Ok(mut outer) = upstream.connect().await else { return };
                    tokio::select! {
                        _ = forward(&mut inner, &mut outer, &planned) => {}
                        _ = cuts.changed() => {}
                    }
                });
            }
        });
        Self { port, open, cut, plan }
    }

    /// The same database, through the forwarder.
    #[must_use]
    pub fn through(&self, options: PgConnectOptions) -> PgConnectOptions {
        through_port(&options, self.port).ssl_mode(PgSslMode::Disable)
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

    /// Ends every connection; new ones pass.
    pub fn cut(&self) {
        self.cut.send_modify(|cuts| *cuts += 1);
    }

    /// Does this to the connection of the next `COMMIT`.
    pub fn at_commit(&self, cut: Cut) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some((b"COMMIT\0", cut));
    }

    /// Does this to the connection of the next transaction's `BEGIN`.
    pub fn at_begin(&self, cut: Cut) {
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Some((b"BEGIN ISOLATION", cut));
    }
}

/// Carries bytes both ways until one side ends, or a planned cut comes.
async fn forward(inner: &mut TcpStream, outer: &mut Box<dyn Stream>, planned: &Plan) -> std::io::Result<()> {
    let (mut asked, mut answered) = (vec![0; 64 << 10], vec![0; 64 << 10]);
    loop {
        tokio::select! {
            read = inner.read(&mut asked) => {
                let bytes = match read? { 0 => return Ok(()), read => &asked[..read] };
                // A simple query, as sqlx sends it; tests send no data with these words.
                let cut = {
                    let mut planned = planned.lock().unwrap_or_else(PoisonError::into_inner);
                    let said = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
                    planned.take_if(|(word, _)| said(word)).map(|(_, cut)| cut)
                };
                if cut != Some(Cut::BeforeItIsSaid) {
                    outer.write_all(bytes).await?;
                }
                match cut {
                    Some(Cut::BeforeItIsSaid) => return Ok(()),
                    Some(Cut::BeforeItsAnswer) => return outer.read_exact(&mut answered[..1]).await.map(drop),
                    // Until the server hangs up; what else it asks is not answered.
                    Some(Cut::Silence) => {
                        outer.read_exact(&mut answered[..1]).await?;
                        while inner.read(&mut asked).await? > 0 {}
                        return Ok(());
                    }
                    Some(Cut::Late(wait)) => tokio::time::sleep(wait).await,
                    None => {}
                }
            }
            read = outer.read(&mut answered) => match read? {
                0 => return Ok(()),
                read => inner.write_all(&answered[..read]).await?,
            },
        }
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
