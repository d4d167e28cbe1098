//! Codes that change every 30 seconds (RFC 6238): six digits of HMAC-SHA1, which every authenticator app supports.

use crate::error::{Error, Result};
use crate::secrets::random_bytes;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Number of digits in a code.
pub const DIGITS: usize = 6;

const BYTES: usize = 20;

/// The secret that the app and the portal share: 160 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; BYTES]);

impl Seed {
    /// Returns a new random seed.
    pub fn random() -> Result<Self> {
        Self::from_bytes(&random_bytes()?[..BYTES]).ok_or_else(|| Error::internal("a seed has 20 bytes"))
    }

    /// Restores a stored seed; `None` if it does not have 20 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Seed)
    }

    /// Returns the bytes, to be encrypted and stored.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the key that a user types into an app: `ABCD EFGH …`.
    pub fn key(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// Returns the URL in the QR code: `otpauth://totp/…`.
    pub fn address(&self, portal: &str, account: &str) -> Result<String> {
        let label =
            serde_urlencoded::to_string([("", format!("{portal}:{account}"))]).map_err(Error::internal)?;
        let label = label.trim_start_matches('=').replace('+', "%20");
        let issuer = serde_urlencoded::to_string([("issuer", portal)]).map_err(Error::internal)?;
        let issuer = issuer.replace('+', "%20");
        Ok(format!("otpauth://totp/{label}?secret={}&{issuer}&digits={DIGITS}&period=30", self.base32()))
    }

    /// Returns the time step of this code, if it is the current, the previous or the next one.
    pub fn matching_step(&self, code: &str) -> Option<i64> {
        let now = u64::try_from(crate::clock::now().and_utc().timestamp()).ok()?;
        self.totp()?.check(code, now).and_then(|step| i64::try_from(step).ok())
    }

    /// Returns the code at a time in seconds since 1970.
    pub fn code_at(&self, seconds: u64) -> Option<String> {
        Some(self.totp()?.generate(seconds).to_string())
    }

    fn base32(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    fn totp(&self) -> Option<Totp> {
        let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(1);
        builder.with_step_duration(30).with_secret(self.0).build().ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Seed;

    /// RFC 6238, appendix B: the last six of the eight printed digits.
    #[test]
    fn codes_match_the_rfc_test_vectors() {
        let seed = Seed::from_bytes(b"12345678901234567890").unwrap();
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(seed.code_at(time).unwrap(), code);
        }
        assert_eq!(seed.key(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn uri_names_portal_and_account() {
        let seed = Seed::from_bytes(b"12345678901234567890").unwrap();
        let address = seed.address("Partner Portal", "ara.kim@hangang.example").unwrap();
        assert!(
            address.starts_with("otpauth://totp/Partner%20Portal%3Aara.kim%40hangang.example?secret=GEZDG")
        );
        assert!(address.ends_with("&issuer=Partner%20Portal&digits=6&period=30"), "{address}");
    }
}
