//! TLS certificates in files. They are reloaded when they change, so a renewed certificate needs no restart.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use axum_server::tls_rustls::RustlsConfig;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// How often the files are checked for changes.
const INTERVAL: Duration = Duration::from_secs(60);

type Chain = Vec<CertificateDer<'static>>;

/// A certificate with its chain and private key, and the files they come from.
pub struct Certificates {
    cert: PathBuf,
    key: PathBuf,
    chain: Chain,
    config: RustlsConfig,
}

impl Certificates {
    /// Reads PEM files.
    ///
    /// # Errors
    /// If a file can't be read, has no certificate or no key, or the two don't belong together.
    pub fn read(cert: &Path, key: &Path) -> Result<Self> {
        warn_if_public(key);
        let (chain, config) = load(cert, key)?;
        Ok(Self { cert: cert.to_owned(), key: key.to_owned(), chain, config: RustlsConfig::from_config(config) })
    }

    /// The TLS settings, which change when the files do: TLS 1.2 and 1.3, HTTP/1.1.
    pub fn config(&self) -> RustlsConfig {
        self.config.clone()
    }

    /// Reloads the files when they change: every minute, and on SIGHUP. While they are invalid, the former certificate
    /// stays in use. Only returns on errors.
    ///
    /// # Errors
    /// If SIGHUP can't be received.
    pub async fn keep_current(mut self) -> io::Result<()> {
        #[cfg(unix)]
        let mut hangups = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())?;
        let mut warned = false;
        loop {
            #[cfg(unix)]
            let _ = tokio::time::timeout(INTERVAL, hangups.recv()).await;
            #[cfg(not(unix))]
            tokio::time::sleep(INTERVAL).await;
            match load(&self.cert, &self.key) {
                Ok((chain, config)) => {
                    warned = false;
                    if chain != self.chain {
                        self.chain = chain;
                        self.config.reload_from_config(config);
                        tracing::info!(file = %self.cert.display(), "the certificate was reloaded");
                    }
                }
                // The files may be in the middle of being replaced: one warning is enough.
                Err(error) => {
                    if !warned {
                        tracing::warn!("{error:#}; the former certificate stays in use");
                    }
                    warned = true;
                }
            }
        }
    }
}

fn load(cert: &Path, key: &Path) -> Result<(Chain, Arc<ServerConfig>)> {
    let chain = CertificateDer::pem_file_iter(cert).and_then(Iterator::collect::<Result<Chain, _>>);
    let chain = chain.with_context(|| format!("{} cannot be read as a certificate (PEM)", cert.display()))?;
    if chain.is_empty() {
        bail!("{} holds no certificate (PEM)", cert.display());
    }
    // The cause quotes nothing of the file: a key must not get into a message.
    let private = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("{} cannot be read as a private key (PEM)", key.display()))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain.clone(), private)
        .with_context(|| format!("{} is not the key of {}", key.display(), cert.display()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((chain, Arc::new(config)))
}

#[cfg(unix)]
fn warn_if_public(key: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(key).map_or(0, |found| found.permissions().mode());
    if mode & 0o007 != 0 {
        tracing::warn!(file = %key.display(), "every user of this machine can access the private key; remove that permission (chmod o= FILE)");
    }
}

#[cfg(not(unix))]
fn warn_if_public(_: &Path) {}
