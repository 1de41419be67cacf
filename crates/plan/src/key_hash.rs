//! Hashes of keys, so that a whole import's keys fit into memory.

use sha2::{Digest as _, Sha256};

/// The first 16 bytes of a text's SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KeyHash([u8; 16]);

impl KeyHash {
    /// The hash of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut hash = [0; 16];
        hash.copy_from_slice(&Sha256::digest(text)[..16]);
        Self(hash)
    }

    /// A hash that all texts share, for tests: only comparing the keys tells them apart.
    #[cfg(test)]
    pub(crate) fn shared_by_all(_: &str) -> Self {
        Self([0; 16])
    }
}

/// How keys are hashed.
pub(crate) type HashKey = fn(&str) -> KeyHash;
