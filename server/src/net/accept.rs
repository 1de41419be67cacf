//! Taking connections, and speaking HTTP/1.1 on each: within its time, its sizes and their number.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::http::client::{ClientAddress, Pace, Way};
use crate::net::door::{Door, Entry, Limits};
use crate::net::seats::Seats;
use crate::net::stalling::Stalling;

/// A request's line and headers, in bytes and in number.
const LARGEST_HEAD: usize = 32 << 10;
const MOST_HEADERS: usize = 100;

/// What a connection may hold of what was not read yet. With as many connections as there may be, 64 MiB.
const BUFFER: usize = 64 << 10;

/// How long to wait when the system has no more connections to give.
const EXHAUSTED: Duration = Duration::from_secs(1);

/// Serves every connection until `end`; then lets each finish the request that it is at.
///
/// # Errors
/// When TLS cannot be set up.
pub async fn accept(door: Door, router: Router, end: CancellationToken) -> Result<()> {
    let (listener, entry) = door.into_parts();
    let acceptor = entry.certificates.as_ref().map(|certificates| certificates.acceptor()).transpose()?;
    let fresh = entry.certificates.clone().map(|own| tokio::spawn(async move { own.keep_fresh().await }));
    let slots = Arc::new(Semaphore::new(entry.limits.connections));
    let seats = Seats::of(entry.limits.each);
    let connections = TaskTracker::new();
    let http = http(&entry.limits);
    let shared = Shared { entry: Arc::new(entry), acceptor, http, router, end };
    while let Some((stream, peer, slot)) = next(&listener, &slots, &shared.end).await {
        let peer = peer.ip();
        if !shared.entry.admits(peer) {
            tracing::debug!(%peer, "a plain connection from another machine was closed");
            continue;
        }
        // Many people come through one proxy.
        let proxy = shared.entry.proxies.has(peer);
        let seat = seats.take(peer);
        if seat.is_none() && !proxy {
            tracing::debug!(%peer, "an address that holds too many connections was refused another one");
            continue;
        }
        let shared = shared.clone();
        connections.spawn(async move {
            shared.serve(stream, peer).await;
            drop((slot, seat));
        });
    }
    // Who calls now hears at once that nobody is there.
    drop(listener);
    if let Some(fresh) = fresh {
        fresh.abort();
    }
    connections.close();
    connections.wait().await;
    Ok(())
}

/// The next connection with its slot; none when it is time to end.
async fn next(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
    end: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let accepted = async {
        // The semaphore is never closed.
        let slot = slots.clone().acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => return Some((stream, peer, slot)),
                Err(error) if is_of_the_client(&error) => {}
                Err(error) => {
                    // Out of file descriptors, most often: connections that end give some back.
                    tracing::warn!(%error, "no connection can be taken just now");
                    tokio::time::sleep(EXHAUSTED).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = end.cancelled() => None,
        accepted = accepted => accepted,
    }
}

fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind as E;
    matches!(error.kind(), E::ConnectionRefused | E::ConnectionAborted | E::ConnectionReset)
}

fn http(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        // Runs from the end of the request before, so that a connection is not idle for longer either.
        .header_read_timeout(limits.patience)
        .max_header_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .max_buf_size(BUFFER);
    http
}

/// What every connection needs.
#[derive(Clone)]
struct Shared {
    entry: Arc<Entry>,
    acceptor: Option<TlsAcceptor>,
    http: http1::Builder,
    router: Router,
    end: CancellationToken,
}

impl Shared {
    async fn serve(self, stream: TcpStream, peer: IpAddr) {
        // Answers are small and waited for. A connection that cannot be told so still works.
        let _ = stream.set_nodelay(true);
        let Some(acceptor) = &self.acceptor else { return self.speak(stream, peer).await };
        let handshake = timeout(self.entry.limits.patience, acceptor.accept(stream));
        let made = tokio::select! {
            made = handshake => made,
            () = self.end.cancelled() => return,
        };
        match made {
            Ok(Ok(stream)) => self.speak(stream, peer).await,
            Ok(Err(error)) => tracing::debug!(%peer, %error, "no TLS came about"),
            Err(_) => tracing::debug!(%peer, "a TLS handshake took too long"),
        }
    }

    async fn speak(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, peer: IpAddr) {
        let (entry, secure) = (self.entry.clone(), self.acceptor.is_some());
        let told = move |mut request: Request<Incoming>| {
            let client = entry.proxies.client(peer, request.headers());
            let way = if secure { Way::Safe } else { entry.proxies.way(peer, request.headers()) };
            let extensions = request.extensions_mut();
            extensions.insert(ClientAddress(client));
            extensions.insert(way);
            extensions.insert(Pace(entry.limits.patience));
            request.map(Body::new)
        };
        let service = TowerToHyperService::new(self.router.clone().map_request(told));
        let stream = Stalling::new(stream, self.entry.limits.stall);
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        tokio::select! {
            // What went wrong is the client's to know: it has got an answer, or has gone.
            _ = connection.as_mut() => return,
            () = self.end.cancelled() => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
