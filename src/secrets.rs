//! The secret file: 32 random bytes outside the database, from which all keys are derived.

use crate::error::{Error, Result};
use crate::private_files;
use crate::text::hex;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// The root secret. It is never printed.
#[derive(Clone)]
pub struct Secrets(Arc<[u8; 32]>);

/// A key that is derived from the root secret.
pub type Key = [u8; 32];

impl Secrets {
    /// Reads the secret file, or creates it with mode 0600 if it does not exist.
    ///
    /// # Errors
    /// One line for the operator: the file cannot be read, others may read it, or its content is invalid.
    pub fn load_or_create(path: &Path) -> Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                refuse_if_others_may_read(path)?;
                Self::parse(&text, path)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::create(path),
            Err(error) => Err(Error::operator(format!("the secret file {}: {error}", path.display()))),
        }
    }

    /// Reads the secret file; `None` if it does not exist.
    ///
    /// # Errors
    /// As [`Secrets::load_or_create`].
    pub fn load(path: &Path) -> Result<Option<Self>> {
        if path.try_exists()? { Self::load_or_create(path).map(Some) } else { Ok(None) }
    }

    /// Writes the secret to a new file with mode 0600. The file appears only when it is complete and on the disk.
    ///
    /// # Errors
    /// One line for the operator: the file exists or cannot be written.
    pub fn write_to(&self, path: &Path) -> Result<()> {
        let wrong =
            |error: std::io::Error| Error::operator(format!("the secret file {}: {error}", path.display()));
        private_files::create_folder_of(path).map_err(wrong)?;
        let folder = private_files::folder_of(path);
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
        writeln!(file, "{}", self.file_text()).map_err(wrong)?;
        file.as_file().sync_all().map_err(wrong)?;
        file.persist_noclobber(path).map_err(|error| wrong(error.error))?;
        private_files::sync_folder(folder).map_err(wrong)
    }

    /// Returns the content of the secret file, for a place that is as safe.
    pub fn file_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(*self.0)
    }

    /// Parses the content of a secret file; `None` if it is something else.
    pub fn from_file_text(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok()?;
        <[u8; 32]>::try_from(bytes).ok().map(|bytes| Secrets(Arc::new(bytes)))
    }

    /// Returns a text that identifies the secret and does not reveal it.
    pub fn id(&self) -> String {
        hex(&self.key("secret-id-v1")[..8])
    }

    /// Returns a new random secret that is not stored.
    pub fn random() -> Result<Self> {
        Ok(Secrets(Arc::new(random_bytes()?)))
    }

    /// Returns the key for a purpose, such as `activity-chain-v1`.
    pub fn key(&self, purpose: &str) -> Key {
        hmac(self.0.as_slice(), &[purpose.as_bytes()])
    }

    fn parse(text: &str, path: &Path) -> Result<Self> {
        let wrong = || {
            Error::operator(format!(
                "the secret file {} was not written by this portal; restore it from a backup",
                path.display()
            ))
        };
        Self::from_file_text(text).ok_or_else(wrong)
    }

    fn create(path: &Path) -> Result<Self> {
        let secret = Self::random()?;
        secret.write_to(path)?;
        Ok(secret)
    }
}

/// Rejects a secret file that users other than its owner may read.
///
/// # Errors
/// One line that says how to fix it.
pub fn refuse_if_others_may_read(path: &Path) -> Result<()> {
    if !private_files::is_open_to_others(path)? {
        return Ok(());
    }
    Err(Error::operator(format!(
        "the secret file {0} may be read by others; run: chmod 600 {0}",
        path.display()
    )))
}

/// Other systems have no such modes.
#[cfg(not(unix))]
pub fn refuse_if_others_may_read(_: &Path) -> Result<()> {
    Ok(())
}

/// Returns 32 random bytes from the operating system.
pub fn random_bytes() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// Returns the HMAC-SHA256 of parts, each preceded by its length, so that different lists of parts never
/// give the same bytes.
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> Key {
    // HMAC accepts keys of any length, so the error cannot happen; a zero result would match no real HMAC.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
