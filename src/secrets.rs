//! The secret file: 32 random bytes outside the database, from which all keys are derived.

use crate::error::{Error, Result};
use crate::private_files;
use crate::text::hex;
use aes_gcm::aead::{Aead, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// The root secret, and those that it replaced. They are never printed.
#[derive(Clone)]
pub struct Secrets {
    /// The newest first.
    roots: Arc<Vec<[u8; 32]>>,
    /// Whether the database may still belong to the secret before the newest.
    is_rotating: bool,
}

/// Number of bytes before what was encrypted.
const NONCE: usize = 12;

/// The first line of a secret file while the database is changed over to the newest secret.
const ROTATING: &str = "rotating";

/// The most secrets that a file may have, because a chain value names its secret with four bits.
pub const MAX_ROOTS: usize = 16;

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

    /// Replaces the secret file: it has the former content or the new one, whenever this is interrupted.
    ///
    /// # Errors
    /// One line for the operator: the folder cannot be written.
    pub fn replace(&self, path: &Path) -> Result<()> {
        let wrong =
            |error: std::io::Error| Error::operator(format!("the secret file {}: {error}", path.display()));
        let folder = private_files::folder_of(path);
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?; // of mode 0600
        writeln!(file, "{}", self.file_text()).map_err(wrong)?;
        file.as_file().sync_all().map_err(wrong)?;
        file.persist(path).map_err(|error| wrong(error.error))?;
        if cfg!(unix) {
            std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(wrong)
        } else {
            Ok(())
        }
    }

    /// Returns the content of the secret file, for a place that is as safe: a line for each secret, the newest first.
    pub fn file_text(&self) -> String {
        let mark = self.is_rotating.then(|| ROTATING.to_owned());
        let lines = mark.into_iter().chain(self.roots.iter().map(|root| URL_SAFE_NO_PAD.encode(root)));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Parses the content of a secret file; `None` if it is something else.
    pub fn from_file_text(text: &str) -> Option<Self> {
        let (is_rotating, lines) = match text.trim().strip_prefix(ROTATING) {
            Some(lines) => (true, lines),
            None => (false, text),
        };
        let root = |line: &str| <[u8; 32]>::try_from(URL_SAFE_NO_PAD.decode(line).ok()?).ok();
        let roots = lines.split_whitespace().map(root).collect::<Option<Vec<_>>>()?;
        let is_whole = (1..=MAX_ROOTS).contains(&roots.len()) && !(is_rotating && roots.len() == 1);
        is_whole.then(|| Secrets { roots: Arc::new(roots), is_rotating })
    }

    /// Returns a new secret that remembers this one. The database still belongs to this one until it is changed over.
    ///
    /// # Errors
    /// The secret was replaced too often.
    pub fn rotated(&self) -> Result<Self> {
        if self.roots.len() == MAX_ROOTS {
            return Err(Error::operator(format!("the secret was replaced {} times already", MAX_ROOTS - 1)));
        }
        let roots = std::iter::once(random_bytes()?).chain(self.roots.iter().copied()).collect();
        Ok(Secrets { roots: Arc::new(roots), is_rotating: true })
    }

    /// Whether the database may still belong to the secret before the newest.
    pub fn is_rotating(&self) -> bool {
        self.is_rotating
    }

    /// Returns the same secrets once the database belongs to the newest.
    #[must_use]
    pub fn settled(&self) -> Self {
        Secrets { roots: self.roots.clone(), is_rotating: false }
    }

    /// Returns the secrets as they were before each replacement, the last one first.
    pub fn former(&self) -> impl Iterator<Item = Secrets> {
        let older = (1..self.roots.len()).map(|from| Arc::new(self.roots[from..].to_vec()));
        older.map(|roots| Secrets { roots, is_rotating: false })
    }

    /// Returns a text that identifies the secret and does not reveal it.
    pub fn id(&self) -> String {
        hex(&self.key("secret-id-v1")[..8])
    }

    /// Returns a new random secret that is not stored.
    pub fn random() -> Result<Self> {
        Ok(Secrets { roots: Arc::new(vec![random_bytes()?]), is_rotating: false })
    }

    /// Returns the key for a purpose, such as `activity-chain-v1`.
    pub fn key(&self, purpose: &str) -> Key {
        hmac(self.roots[0].as_slice(), &[purpose.as_bytes()])
    }

    /// Encrypts bytes for the database with a key for this purpose: AES-256-GCM. They can be decrypted for the same owner only.
    ///
    /// # Errors
    /// The operating system has no random numbers.
    pub fn seal(&self, purpose: &str, owner: &[u8], plain: &[u8]) -> Result<String> {
        let nonce = random_bytes()?;
        let payload = Payload { msg: plain, aad: owner };
        let sealed = self.cipher(purpose).encrypt(Nonce::from_slice(&nonce[..NONCE]), payload);
        let sealed = sealed.map_err(|_| Error::internal("a value could not be encrypted"))?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..NONCE], &sealed].concat()))
    }

    /// Decrypts what [`Secrets::seal`] returned; `None` if it is for another purpose or owner, or was modified.
    pub fn unseal(&self, purpose: &str, owner: &[u8], sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        self.cipher(purpose).decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: owner }).ok()
    }

    fn cipher(&self, purpose: &str) -> Aes256Gcm {
        Aes256Gcm::new(&self.key(purpose).into())
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

/// Where systemd and container runtimes mount secrets. Who may enter these folders is decided there, and the modes of the
/// files say nothing.
const SECRET_MOUNTS: &[&str] = &["/run/credentials", "/run/secrets"];

/// Rejects a secret file that users other than its owner may read.
///
/// # Errors
/// One line that says how to fix it.
pub fn refuse_if_others_may_read(path: &Path) -> Result<()> {
    let is_mounted = SECRET_MOUNTS.iter().any(|folder| path.starts_with(folder));
    if is_mounted || !private_files::is_open_to_others(path)? {
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
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_new_secret_remembers_the_former_ones() {
        let first = Secrets::random().unwrap();
        let second = first.rotated().unwrap();
        assert!(second.is_rotating() && !second.settled().is_rotating());
        assert_ne!(first.key("x"), second.key("x"));
        let former: Vec<String> = second.former().map(|former| former.id()).collect();
        assert_eq!(former, [first.id()]);
        let third = second.rotated().unwrap();
        let read = Secrets::from_file_text(&format!("{}\n", third.file_text())).unwrap();
        assert!(read.is_rotating() && read.id() == third.id());
        assert_eq!(
            read.former().map(|former| former.key("x")).collect::<Vec<_>>(),
            [second.key("x"), first.key("x")]
        );
    }

    #[test]
    fn other_files_are_no_secrets() {
        let text = Secrets::random().unwrap().file_text();
        for wrong in ["", "rotating", &format!("rotating\n{text}"), &text[1..], &format!("{text}\nx")] {
            assert!(Secrets::from_file_text(wrong).is_none(), "{wrong}");
        }
        let many = vec![text.as_str(); MAX_ROOTS + 1].join("\n");
        assert!(Secrets::from_file_text(&many).is_none());
        let full = Secrets::from_file_text(&vec![text.as_str(); MAX_ROOTS].join("\n")).unwrap();
        assert!(full.rotated().is_err());
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        let first = Secrets::load_or_create(&file).unwrap();
        let second = first.rotated().unwrap();
        second.replace(&file).unwrap();
        let read = Secrets::load_or_create(&file).unwrap();
        assert_eq!((read.id(), read.is_rotating()), (second.id(), true));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }
}
