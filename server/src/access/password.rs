//! Passwords: which ones are good, and their argon2id hashes, a bounded number at a time.

use std::cell::RefCell;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::per_client::PerClient;

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

/// The threads that hash: few, and they stay, since each keeps its memory.
static THREADS: LazyLock<Option<Runtime>> = LazyLock::new(|| {
    let mut threads = tokio::runtime::Builder::new_current_thread();
    threads.max_blocking_threads(AT_ONCE).thread_keep_alive(FOR_GOOD).thread_name("hashing").build().ok()
});

/// Hashes passwords and compares with hashes, two at once. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Hasher {
    turns: Arc<Semaphore>,
    /// One turn at a time for each client, so that one with many tries doesn't keep others waiting.
    clients: PerClient,
}

/// A turn to hash or compare one password.
#[derive(Debug)]
pub struct Turn {
    _permits: [OwnedSemaphorePermit; 2],
}

impl Default for Hasher {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), clients: PerClient::new(1) }
    }
}

impl Hasher {
    /// Waits for a client's turn.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn turn(&self, client: IpAddr) -> Result<Turn, PasswordBusy> {
        let both = async {
            let own = self.clients.acquire(client).await?;
            Some(Turn { _permits: [own, self.turns.clone().acquire_owned().await.ok()?] })
        };
        timeout(PATIENCE, both).await.ok().flatten().ok_or(PasswordBusy)
    }
}

impl Turn {
    /// A password's hash, as a PHC string.
    pub async fn hash(self, password: String) -> String {
        self.take(move || hash(&password)).await.unwrap_or_default()
    }

    /// Whether a password is the one that was hashed. Without a hash it is not, after the same work.
    pub async fn is(self, password: String, hashed: Option<String>) -> bool {
        /// What a password is compared with where there is none.
        static NOBODYS: LazyLock<String> = LazyLock::new(|| hash("the password of nobody").unwrap_or_default());
        let outcome = self.take(move || {
            let is_any = hashed.is_some();
            let hashed = hashed.unwrap_or_else(|| NOBODYS.clone());
            Some(is_of(&password, &hashed) && is_any)
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

/// A password's hash. It fails for want of randomness only; an empty hash is never anybody's.
fn hash(password: &str) -> Option<String> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).ok()?;
    let params = Params::default();
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).ok()?,
        salt: Some(Salt::new(&salt).ok()?),
        hash: Some(output(password, &salt, params)?),
    };
    Some(hash.to_string())
}

/// Whether a password is the one that was hashed.
fn is_of(password: &str, hashed: &str) -> bool {
    let compare = || {
        let hashed = PasswordHash::new(hashed).ok()?;
        let known = hashed.algorithm == Algorithm::Argon2id.ident() && hashed.version == Some(Version::V0x13.into());
        // Outputs are compared in constant time.
        Some(known && output(password, hashed.salt.as_ref()?, Params::try_from(&hashed).ok()?)? == hashed.hash?)
    };
    compare().unwrap_or(false)
}

/// What argon2id makes of a password, in memory that the thread keeps: memory that is freed each time is cut up by smaller
/// pieces, and so taken anew each time.
fn output(password: &str, salt: &[u8], params: Params) -> Option<Output> {
    thread_local!(static MEMORY: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) });
    let (blocks, length) = (params.block_count(), params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN));
    let mut bytes = [0; Output::MAX_LENGTH];
    let bytes = bytes.get_mut(..length)?;
    MEMORY.with_borrow_mut(|memory| {
        memory.resize(memory.len().max(blocks), Block::default());
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, bytes, &mut memory[..blocks]).ok()
    })?;
    Output::new(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn is(password: &str, hashed: Option<&str>) -> bool {
        let turn = Hasher::default().turn(IpAddr::from([127, 0, 0, 1])).await.unwrap();
        turn.is(password.to_owned(), hashed.map(str::to_owned)).await
    }

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_alone() {
        let hashed = hash("correct horse").unwrap();
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
        assert_ne!(hash("correct horse").unwrap(), hashed, "salted");
        assert!(is("correct horse", Some(&hashed)).await);
        assert!(!is("Correct horse", Some(&hashed)).await);
        assert!(!is("the password of nobody", None).await);
        for broken in ["", "$argon2id$", "plain text"] {
            assert!(!is(broken, Some(broken)).await, "{broken}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_has_one_turn_at_a_time_and_leaves_others_theirs() {
        let hasher = Hasher::default();
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let first = hasher.turn(one).await.unwrap();
        assert!(hasher.turn(one).await.is_err());
        drop(hasher.turn(other).await.unwrap());
        drop(first);
        drop(hasher.turn(one).await.unwrap());
    }
}
