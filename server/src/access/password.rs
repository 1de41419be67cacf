//! Passwords: which ones are good, and their argon2id hashes, a bounded number at a time.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

const SHORTEST: usize = 12;
const LONGEST: usize = 1_024;

/// Each takes 19 MiB and a core while it runs.
const AT_ONCE: usize = 2;

/// How long a thread stays without work.
const FOR_GOOD: Duration = Duration::from_secs(u32::MAX as u64);

/// How long somebody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(15);

/// Whether a password may be set for an account: long enough, not endless, and not the name.
#[must_use]
pub fn good_password(name: &str, password: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&password.len()) && !password.eq_ignore_ascii_case(name)
}

/// Too many passwords are being looked at already.
#[derive(Debug, Clone, Copy)]
pub struct PasswordBusy;

/// The threads that hash. They are few and stay: what a hash takes, an allocator keeps for its thread, and every thread of
/// the usual pool would keep its own.
static THREADS: LazyLock<Option<Runtime>> = LazyLock::new(|| {
    let mut threads = tokio::runtime::Builder::new_current_thread();
    threads.max_blocking_threads(AT_ONCE).thread_keep_alive(FOR_GOOD).thread_name("hashing").build().ok()
});

/// Hashes passwords and compares with hashes, two at once. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Hasher {
    turns: Arc<Semaphore>,
}

/// A turn to hash or compare one password.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Default for Hasher {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Hasher {
    /// A password's hash, as a PHC string.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn hash(&self, password: String) -> Result<String, PasswordBusy> {
        Ok(self.turn().await?.take(move || hash(&password)).await.unwrap_or_default())
    }

    /// Whether a password is the one that was hashed. Without a hash it is not, after the same work.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn is(&self, password: String, hashed: Option<String>) -> Result<bool, PasswordBusy> {
        Ok(self.turn().await?.is(password, hashed).await)
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn turn(&self) -> Result<Turn, PasswordBusy> {
        match timeout(PATIENCE, self.turns.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn { _permit: permit }),
            _ => Err(PasswordBusy),
        }
    }
}

impl Turn {
    /// Whether a password is the one that was hashed. Without a hash it is not, after the same work.
    pub async fn is(self, password: String, hashed: Option<String>) -> bool {
        /// What a password is compared with where there is none.
        static NOBODYS: LazyLock<String> = LazyLock::new(|| hash("the password of nobody").unwrap_or_default());
        let outcome = self.take(move || {
            let is_any = hashed.is_some();
            let hashed = hashed.unwrap_or_else(|| NOBODYS.clone());
            let is = PasswordHash::new(&hashed)
                .is_ok_and(|hashed| Argon2::default().verify_password(password.as_bytes(), &hashed).is_ok());
            Some(is && is_any)
        });
        outcome.await.unwrap_or(false)
    }

    async fn take<T: Send + 'static>(self, work: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
        let done = THREADS.as_ref()?.spawn_blocking(move || {
            let _turn = self;
            work()
        });
        done.await.ok().flatten()
    }
}

fn hash(password: &str) -> Option<String> {
    // It fails for want of memory or randomness only; an empty hash is never anybody's.
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_alone() {
        let hasher = Hasher::default();
        let hashed = hasher.hash("correct horse".to_owned()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert_ne!(hasher.hash("correct horse".to_owned()).await.unwrap(), hashed, "salted");
        assert!(hasher.is("correct horse".to_owned(), Some(hashed.clone())).await.unwrap());
        assert!(!hasher.is("Correct horse".to_owned(), Some(hashed)).await.unwrap());
        assert!(!hasher.is("the password of nobody".to_owned(), None).await.unwrap());
        for broken in ["", "$argon2id$", "plain text"] {
            assert!(!hasher.is(broken.to_owned(), Some(broken.to_owned())).await.unwrap(), "{broken}");
        }
    }
}
