//! One file of the page: its type, its fingerprint, how long it may be kept, and its compressed forms.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Brotli's quality where no compressed sibling was built: close to the best, in a fraction of its time.
const BROTLI_QUALITY: u32 = 9;

/// Files of up to so many bytes are compressed while the first client waits.
const QUICK: usize = 64 << 10;

/// How a file is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// The best encoding that the client takes.
    pub fn best(headers: &HeaderMap) -> Self {
        [Self::Brotli, Self::Gzip].into_iter().find(|one| one.is_taken(headers)).unwrap_or(Self::Identity)
    }

    /// Whether the client takes it.
    fn is_taken(self, headers: &HeaderMap) -> bool {
        let Some(wanted) = self.name() else { return true };
        let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        lists.flat_map(|list| list.split(',')).any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            // `q=0` means "not this one".
            let zero = |part: &str| part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
            named && !parts.any(zero)
        })
    }

    /// The encoding's name in `Content-Encoding`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// A file.
pub struct Asset {
    /// Its content type.
    pub kind: HeaderValue,
    /// Its fingerprint. Weak, since one name stands for every encoding.
    pub etag: HeaderValue,
    /// How long it may be kept.
    pub caching: &'static str,
    /// Whether compression makes it smaller.
    compressible: bool,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    /// Somebody is making the brotli form.
    brewing: AtomicBool,
}

impl Asset {
    /// A file by its name and content, and its brotli form where that was built along.
    pub fn new(name: &str, content: Vec<u8>, brotli: Option<Vec<u8>>) -> Self {
        let kind = content_type(name);
        let digest = lanegate_wire::sha256_hex(&content);
        Self {
            compressible: !matches!(kind, "image/png" | "font/woff2"),
            kind: HeaderValue::from_static(kind),
            etag: HeaderValue::from_str(&format!("W/\"{}\"", &digest[..32]))
                .unwrap_or(HeaderValue::from_static("W/\"\"")),
            caching: if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" },
            plain: content.into(),
            gzip: OnceLock::new(),
            brotli: brotli.map_or_else(OnceLock::new, |bytes| OnceLock::from(Bytes::from(bytes))),
            brewing: AtomicBool::new(false),
        }
    }

    /// The content as it is.
    pub fn plain(&self) -> &[u8] {
        &self.plain
    }

    /// The best encoding that the client takes and that can be had soon: brotli of a large file takes a second or more,
    /// so those who ask before it is made get gzip.
    pub fn encoding(self: &Arc<Self>, headers: &HeaderMap) -> Encoding {
        if !self.compressible {
            return Encoding::Identity;
        }
        let best = Encoding::best(headers);
        let quick = self.plain.len() < QUICK || self.brotli.get().is_some();
        if best != Encoding::Brotli || quick || !Encoding::Gzip.is_taken(headers) {
            return best;
        }
        if !self.brewing.swap(true, Ordering::Relaxed) {
            let asset = self.clone();
            tokio::task::spawn_blocking(move || asset.bytes(Encoding::Brotli));
        }
        Encoding::Gzip
    }

    /// The content in an encoding; compressed on the first call.
    pub fn bytes(&self, encoding: Encoding) -> Bytes {
        match encoding {
            Encoding::Identity => self.plain.clone(),
            Encoding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)).clone(),
            Encoding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)).clone(),
        }
    }

    /// Whether the client has this very content already.
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let own = self.etag.to_str().unwrap_or_default();
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        known.split(',').any(|one| one.trim() == own)
    }
}

/// Whether the name carries a digest of the content, as the build writes it: `app-0123456789abcdef.js` or `…_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let stem = name.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
    let digest = stem.strip_suffix("_bg").unwrap_or(stem).rsplit('-').next().unwrap_or_default();
    digest.len() >= 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default().into()
}

fn brotli(plain: &[u8]) -> Bytes {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 64 << 10, BROTLI_QUALITY, 22);
    // Writing to memory cannot fail.
    let _ = encoder.write_all(plain);
    encoder.into_inner().into()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn accepting(list: &'static str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(list));
        Encoding::best(&headers)
    }

    #[test]
    fn the_best_encoding_that_is_taken() {
        assert_eq!(accepting("gzip, deflate, br"), Encoding::Brotli);
        assert_eq!(accepting("gzip;q=1.0, br;q=0"), Encoding::Gzip);
        assert_eq!(accepting("deflate"), Encoding::Identity);
        assert_eq!(Encoding::best(&HeaderMap::new()), Encoding::Identity);
    }

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        assert!(is_hashed("app-0123456789abcdef.js"));
        assert!(is_hashed("app-0123456789abcdef_bg.wasm"));
        assert!(!is_hashed("worker_loader.js"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("a-long-name-without-digest.css"));
    }

    #[tokio::test]
    async fn a_large_file_is_gzip_until_its_brotli_form_is_made() {
        let content: Vec<u8> = (0..40_000_u32).flat_map(|n| (n * n).to_le_bytes()).collect();
        let asset = Arc::new(Asset::new("app.wasm", content, None));
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
        assert_eq!(asset.encoding(&headers), Encoding::Gzip);
        asset.brotli.wait();
        assert_eq!(asset.encoding(&headers), Encoding::Brotli);
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("br"));
        let other = Arc::new(Asset::new("app.png", vec![0; 100_000], None));
        assert_eq!(other.encoding(&headers), Encoding::Identity, "what is compressed already stays as it is");
    }

    #[test]
    fn every_encoding_holds_the_same_content() {
        let content = b"the same words again, ".repeat(500);
        let asset = Asset::new("app.js", content.clone(), None);
        assert_eq!(asset.bytes(Encoding::Identity), content);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&*asset.bytes(Encoding::Gzip)).read_to_end(&mut back).unwrap();
        assert_eq!(back, content);
        back.clear();
        brotli::Decompressor::new(&*asset.bytes(Encoding::Brotli), 4096).read_to_end(&mut back).unwrap();
        assert_eq!(back, content);
    }
}
