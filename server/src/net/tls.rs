//! TLS by certificate files, which are read again when they change: a renewed certificate needs no restart.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(60);

/// A certificate with its chain and key, as their files have them.
#[derive(Debug)]
pub struct Certificates {
    cert: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificates {
    /// Reads the files.
    ///
    /// # Errors
    /// When they cannot be read, hold no certificate or no key, or do not belong together.
    pub fn read(cert: &Path, key: &Path) -> Result<Arc<Self>> {
        warn_if_others_read(key);
        let current = RwLock::new(Arc::new(load(cert, key)?));
        Ok(Arc::new(Self { cert: cert.to_owned(), key: key.to_owned(), current }))
    }

    /// Reads the files again; says whether they have changed.
    ///
    /// # Errors
    /// As [`Certificates::read`]. The certificate from before is then used on.
    pub fn read_again(&self) -> Result<bool> {
        let new = load(&self.cert, &self.key)?;
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.cert == new.cert {
            return Ok(false);
        }
        *current = Arc::new(new);
        Ok(true)
    }

    /// What makes TLS of a connection: TLS 1.2 and 1.3, HTTP/1.1.
    ///
    /// # Errors
    /// When the library lacks those versions.
    pub fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor> {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions()?.with_no_client_auth();
        let mut config = config.with_cert_resolver(self.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Reads the files again whenever they change, and when the process gets SIGHUP. Never ends.
    pub async fn keep_fresh(&self) {
        let mut hangup = Hangup::listen();
        let mut told = false;
        loop {
            tokio::select! {
                () = hangup.heard() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            match self.read_again() {
                Ok(true) => tracing::info!(file = %self.cert.display(), "the certificate was read again"),
                Ok(false) => {}
                // In the middle of being replaced, perhaps: once is enough.
                Err(error) if !told => {
                    tracing::warn!("{error:#}; the certificate from before is used on");
                    told = true;
                    continue;
                }
                Err(_) => continue,
            }
            told = false;
        }
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn load(cert: &Path, key: &Path) -> Result<CertifiedKey> {
    let chain = CertificateDer::pem_file_iter(cert).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.with_context(|| format!("{} cannot be read as a certificate (PEM)", cert.display()))?;
    if chain.is_empty() {
        bail!("{} holds no certificate (PEM)", cert.display());
    }
    // The cause names no content: a key must not get into a message.
    let key_der = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("{} cannot be read as a private key (PEM)", key.display()))?;
    CertifiedKey::from_der(chain, key_der, &ring::default_provider())
        .with_context(|| format!("{} is not the key of {}", key.display(), cert.display()))
}

#[cfg(unix)]
fn warn_if_others_read(key: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(key).map_or(0, |found| found.permissions().mode());
    if mode & 0o007 != 0 {
        tracing::warn!(file = %key.display(), "every user of this machine can reach the private key; take that right away (chmod o= FILE)");
    }
}

#[cfg(not(unix))]
fn warn_if_others_read(_: &Path) {}

/// SIGHUP, where there is such a thing.
struct Hangup {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangup {
    fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn heard(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal {
            signal.recv().await;
            return;
        }
        std::future::pending().await
    }
}
