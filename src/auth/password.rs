//! Passwords: argon2id with the defaults of its crate (19 MiB, two passes, one lane: OWASP's), never on a thread
//! that serves pages, and never on all cores at the same time.

use crate::error::{Error, Result};
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Longer passwords are refused unread; none is ever cut.
pub const MAX_BYTES: usize = 1024;

/// Without a second factor a password has at least so many characters (NIST SP 800-63B).
pub const MIN_CHARACTERS: usize = 15;

/// So many people may wait for the verifier; more are asked to come back.
const QUEUE: usize = 64;

/// What verifying costs for a person who does not exist: the same.
static DUMMY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this password").ok());

/// Hashes and verifies, a few at a time.
#[derive(Clone)]
pub struct PasswordHasher {
    permits: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl PasswordHasher {
    /// Runs one fewer at the same time than there are cores, so that one is left for pages.
    pub fn new() -> Self {
        let cores =
            std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1));
        PasswordHasher {
            permits: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores + QUEUE)),
        }
    }

    /// Whether `password` is the one of this hash. Without a hash it takes as long, and the answer is no.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many people wait already.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let Some(hash) = hash.or_else(|| DUMMY.clone()) else { return Ok(false) };
        let right = self.run(move || {
            Ok(password.len() <= MAX_BYTES
                && Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok())
        });
        Ok(right.await? && known)
    }

    /// The hash to store.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.run(move || hash(&password)).await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let waiting =
            self.queue.try_acquire().map_err(|_| Error::Unavailable("too many sign-ins at once".into()))?;
        let permit = self.permits.acquire().await.map_err(Error::internal)?;
        let done = actix_web::web::block(work).await.map_err(Error::internal)?;
        drop((permit, waiting));
        done
    }
}

impl Default for PasswordHasher {
    fn default() -> Self {
        Self::new()
    }
}

/// The argon2id hash of a password, in PHC form; takes about 25 ms and 19 MiB.
pub fn hash(password: &str) -> Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes()).map_err(Error::internal)?.to_string())
}

/// A temporary password: 20 characters that are not mistaken for each other when read aloud, about 98 bits.
pub fn generate_temporary() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
    let bytes = crate::secrets::random_bytes()?;
    let letters = bytes.iter().take(20).map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let mut password = String::with_capacity(24);
    for (index, letter) in letters.enumerate() {
        if index > 0 && index % 5 == 0 {
            password.push('-');
        }
        password.push(letter);
    }
    Ok(password)
}

/// Why a new password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`MIN_CHARACTERS`] characters.
    TooShort,
    /// More than [`MAX_BYTES`] bytes.
    TooLong,
    /// Made of few characters, or a well-known phrase.
    TooSimple,
    /// Contains the person's or the organisation's own words.
    TooClose,
}

/// Looks for a reason to refuse a new password; `context` are words that an attacker would try first.
pub fn find_weakness(password: &str, context: &[&str]) -> Option<Weakness> {
    const KNOWN: &[&str] =
        &["password", "qwertyuiop", "1234567890", "iloveyou", "letmein", "correcthorsebattery", "비밀번호"];
    if password.len() > MAX_BYTES {
        return Some(Weakness::TooLong);
    }
    if password.chars().count() < MIN_CHARACTERS {
        return Some(Weakness::TooShort);
    }
    let lower = password.to_lowercase();
    let different: std::collections::BTreeSet<char> = lower.chars().collect();
    if different.len() < 6 || KNOWN.iter().any(|known| lower.contains(known)) {
        return Some(Weakness::TooSimple);
    }
    let close = context
        .iter()
        .map(|word| word.to_lowercase())
        .any(|word| word.chars().count() >= 4 && lower.contains(&word));
    close.then_some(Weakness::TooClose)
}
