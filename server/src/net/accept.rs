//! Accepts connections within the limits on their number, and serves HTTP/1.1 on them with axum-server.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum_server::tls_rustls::RustlsAcceptor;
use axum_server::{AddrListener, Address, Control, Handle, Server};
use hyper::body::Incoming;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use crate::http::client::{ClientAddress, Pace, Scheme};
use crate::net::listener::{Listener, Policy};
use crate::per_client::PerClient;

/// Bytes that a connection reads ahead. A request whose line and headers are still incomplete after that many is refused
/// with 431.
const BUFFER: usize = 16 << 10;

const MAX_HEADERS: usize = 100;

/// How long to wait when accepting fails. Usually the process has no free file descriptors until a connection ends.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// Serves connections until `control` shuts down and the last of them has ended.
///
/// # Errors
/// If SIGHUP, which reloads certificates, cannot be received.
pub async fn serve(listener: Listener, router: Router, control: Control) -> io::Result<()> {
    let (tcp, policy, certificates) = listener.into_parts();
    let policy = Arc::new(policy);
    let (limits, secure) = (policy.limits, certificates.is_some());
    let listener = LimitedListener {
        tcp,
        policy: policy.clone(),
        connections: Arc::new(Semaphore::new(limits.connections)),
        clients: PerClient::new(limits.per_client),
    };
    let services = tower::service_fn(move |peer: Peer| {
        let (policy, router) = (policy.clone(), router.clone());
        let service = router.map_request(move |mut request: Request<Incoming>| {
            let client = policy.proxies.client(peer.ip, request.headers());
            let scheme = if secure { Scheme::Https } else { policy.proxies.scheme(peer.ip, request.headers()) };
            let extensions = request.extensions_mut();
            extensions.insert(ClientAddress(client));
            extensions.insert(scheme);
            extensions.insert(Pace(limits.client_timeout));
            request
        });
        std::future::ready(Ok::<_, io::Error>(service))
    });
    let mut server = Server::from_listener(listener)
        .handle(Handle::with_control(control))
        .accept_error_handler(|peer: Option<&Peer>, error| {
            tracing::debug!(peer = ?peer.map(|peer| peer.ip), %error, "a connection failed before its first request");
        })
        .http1_only();
    // The timeout starts with the connection and after each response, so it limits how long a connection is idle, too.
    let http1 = &mut server.http_builder().http1();
    http1.header_read_timeout(limits.client_timeout).max_headers(MAX_HEADERS).max_buf_size(BUFFER);
    let Some(certificates) = certificates else { return server.serve(services).await };
    let tls = RustlsAcceptor::new(certificates.config()).handshake_timeout(limits.client_timeout);
    tokio::select! {
        served = server.acceptor(tls).serve(services) => served,
        failed = certificates.keep_current() => failed,
    }
}

/// A listener that leaves connections in the system's queue while the most that are allowed are open.
struct LimitedListener {
    tcp: TcpListener,
    policy: Arc<Policy>,
    connections: Arc<Semaphore>,
    clients: PerClient,
}

/// The other end of a connection. The connection counts until the last clone is dropped.
#[derive(Clone)]
struct Peer {
    ip: IpAddr,
    _permits: Arc<(OwnedSemaphorePermit, Option<OwnedSemaphorePermit>)>,
}

type Stream = Pin<Box<TimeoutStream<TcpStream>>>;

impl Address for Peer {
    type Stream = Stream;
    type Listener = LimitedListener;
}

impl AddrListener<Stream, Peer> for LimitedListener {
    async fn accept_stream(&self) -> io::Result<(Stream, Peer)> {
        let connection = self.connections.clone().acquire_owned().await.map_err(io::Error::other)?;
        loop {
            let (stream, address) = match self.tcp.accept().await {
                Ok(accepted) => accepted,
                Err(error) if is_connection_error(&error) => continue,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept connections");
                    tokio::time::sleep(EXHAUSTED).await;
                    continue;
                }
            };
            let ip = address.ip();
            if !self.policy.admits(ip) {
                tracing::debug!(%ip, "a connection without TLS from another machine was closed");
                continue;
            }
            let client = self.clients.try_acquire(ip);
            // Many people come through one proxy.
            if client.is_none() && !self.policy.proxies.has(ip) {
                tracing::debug!(%ip, "a connection was closed: its client has the most that are allowed");
                continue;
            }
            // Responses are small and waited for. Without it, they are only slower.
            let _ = stream.set_nodelay(true);
            let mut stream = TimeoutStream::new(stream);
            // A response that nobody reads would keep the connection open forever.
            stream.set_write_timeout(Some(self.policy.limits.write_timeout));
            return Ok((Box::pin(stream), Peer { ip, _permits: Arc::new((connection, client)) }));
        }
    }

    async fn bind_to(_: Peer) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn get_local_addr(&self) -> io::Result<Peer> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Returns true if the client caused the error, so that the next connection can be accepted at once.
fn is_connection_error(error: &io::Error) -> bool {
    use io::ErrorKind as E;
    matches!(error.kind(), E::ConnectionRefused | E::ConnectionAborted | E::ConnectionReset)
}
