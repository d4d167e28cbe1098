//! The portal's secret in an archive, encrypted with a passphrase: Argon2id (64 MiB, three passes, one lane) gives the key
//! for AES-256-GCM.

use crate::error::{Error, Result};
use crate::secrets::{Secrets, random_bytes};
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// The name of the file in the archive.
pub const FILE: &str = "secret.json";

/// Minimum length of a passphrase: somebody with the archive can try passphrases without a limit.
const MIN_CHARACTERS: usize = 12;

const NONCE: usize = 12;

/// An encrypted secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedSecret {
    salt: String,
    nonce: String,
    secret: String,
}

/// Encrypts the secret.
///
/// # Errors
/// The passphrase is too short.
pub fn seal(secrets: &Secrets, passphrase: &str) -> Result<SealedSecret> {
    if passphrase.chars().count() < MIN_CHARACTERS {
        return Err(Error::operator(format!("the passphrase has fewer than {MIN_CHARACTERS} characters")));
    }
    let (salt, nonce) = (random_bytes()?, random_bytes()?);
    let nonce = &nonce[..NONCE];
    let sealed = cipher(passphrase, &salt)?.encrypt(Nonce::from_slice(nonce), secrets.file_text().as_bytes());
    let sealed = sealed.map_err(|_| Error::internal("the secret could not be encrypted"))?;
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Ok(SealedSecret { salt: text(&salt), nonce: text(nonce), secret: text(&sealed) })
}

impl SealedSecret {
    /// Decrypts the secret.
    ///
    /// # Errors
    /// One line for the operator: the passphrase is another one, or the file was changed.
    pub fn open(&self, passphrase: &str) -> Result<Secrets> {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        let opened = || {
            let (salt, nonce, sealed) = (bytes(&self.salt)?, bytes(&self.nonce)?, bytes(&self.secret)?);
            let nonce = (nonce.len() == NONCE).then(|| Nonce::from_slice(&nonce))?;
            let text = cipher(passphrase, &salt).ok()?.decrypt(nonce, sealed.as_slice()).ok()?;
            Secrets::from_file_text(&String::from_utf8(text).ok()?)
        };
        opened().ok_or_else(|| Error::operator("the passphrase does not open the secret of this backup"))
    }
}

fn cipher(passphrase: &str, salt: &[u8]) -> Result<Aes256Gcm> {
    let params = Params::new(64 * 1024, 3, 1, Some(32)).map_err(Error::internal)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(Error::internal)?;
    Ok(Aes256Gcm::new(&key.into()))
}
