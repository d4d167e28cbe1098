//! Passwords: argon2id with the defaults of its crate (19 MiB, two passes, one lane, as OWASP recommends).
//! Hashing runs on blocking threads and never on all cores at the same time.

use crate::error::{Error, Result};
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Maximum length of a password in bytes. Longer ones are rejected, never truncated.
const MAX_BYTES: usize = 1024;

/// Minimum length of a password without a second factor (NIST SP 800-63B).
pub const MIN_CHARACTERS: usize = 15;

/// Maximum number of operations that wait for a free core; further ones fail.
const MAX_QUEUED: usize = 64;

/// A hash to verify against when the user does not exist, so that the response time does not reveal it.
static DUMMY: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody has this password").ok());

/// Hashes and verifies passwords, with limited concurrency.
#[derive(Clone)]
pub struct PasswordHasher {
    permits: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl PasswordHasher {
    /// Allows one operation fewer at a time than there are cores, so that one core is left for pages.
    pub fn new() -> Self {
        let cores =
            std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1));
        PasswordHasher {
            permits: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores + MAX_QUEUED)),
        }
    }

    /// Whether `password` matches the hash. Without a hash it takes as long and returns `false`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if too many operations are waiting.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let Some(hash) = hash.or_else(|| DUMMY.clone()) else { return Ok(false) };
        let right = self.run(move || {
            Ok(password.len() <= MAX_BYTES
                && Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok())
        });
        Ok(right.await? && known)
    }

    /// Hashes a password for storage.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if too many operations are waiting.
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

/// Returns the argon2id hash of a password in PHC format; takes about 25 ms and 19 MiB.
pub fn hash(password: &str) -> Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes()).map_err(Error::internal)?.to_string())
}

/// Returns a random temporary password: 20 characters that are hard to confuse when read aloud.
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

/// Why a new password is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`MIN_CHARACTERS`] characters.
    TooShort,
    /// More than [`MAX_BYTES`] bytes.
    TooLong,
    /// Consists of fewer than six different characters, or contains a common password.
    TooSimple,
    /// Contains a word from the user's or the partner's data.
    TooClose,
}

/// Returns the reason to reject a new password, if there is one. `context` are words that an attacker would try first.
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
