//! Secrets that sign in: of sessions, tokens and links. 32 random bytes; the database knows their digests alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

const BYTES: usize = 32;

/// SHA-256 of a secret. Secrets are random, so that nobody finds one by trying, and nobody learns one by how long a
/// comparison of digests takes.
pub type Digest = [u8; 32];

/// A secret, which is shown once. Its text is base64url, with a prefix by which scanners know it when it is a token's.
pub struct Secret(String);

impl Secret {
    /// What a token's text begins with.
    pub const TOKEN: &'static str = "lanegate_";

    /// A new one.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new(prefix: &str) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// One that somebody shows, if its form is right.
    #[must_use]
    pub fn shown(text: &str, prefix: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(prefix)?).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned()))
    }

    /// What the database knows of it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The text, for the one who gets it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A secret is never printed by accident.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_made_is_one() {
        let secret = Secret::new(Secret::TOKEN).unwrap();
        assert_eq!(secret.reveal().len(), Secret::TOKEN.len() + 43);
        let shown = Secret::shown(secret.reveal(), Secret::TOKEN).unwrap();
        assert_eq!(shown.digest(), secret.digest());
        assert_ne!(Secret::new("").unwrap().digest(), Secret::new("").unwrap().digest());
        let cut = &secret.reveal()[..40];
        for other in ["", "lanegate_", "lanegate_x", cut, secret.reveal().trim_start_matches("lanegate_")] {
            assert!(Secret::shown(other, Secret::TOKEN).is_none(), "{other}");
        }
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
