//! The second factor: a code from an authenticator app (RFC 6238) or, when the device is lost, a recovery code.
//! The seed is sealed in the database ([`seal`]); a code of either kind works once ([`queries`]).

use crate::audit::Tx;
use crate::auth::second_factor::totp::Seed;
use crate::auth::second_factor::{queries, recovery_codes, seal, totp};
use crate::error::Result;
use crate::secrets::Secrets;

/// What a person showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// A code from the app.
    Code,
    /// A recovery code, which is used up now.
    RecoveryCode,
}

impl FactorKind {
    /// The word in the activity log.
    pub const fn as_str(self) -> &'static str {
        match self {
            FactorKind::Code => "authenticator-app",
            FactorKind::RecoveryCode => "recovery-code",
        }
    }
}

/// Whether `typed` is this person's second factor now; it is used up by that.
pub fn check(tx: &mut Tx<'_>, secrets: &Secrets, user: i32, typed: &str) -> Result<Option<FactorKind>> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    if typed.len() == totp::DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let sealed = queries::sealed_seed(tx, user)?;
        let seed: Option<Seed> = sealed.and_then(|sealed| seal::unseal(secrets, user, &sealed));
        let Some(step) = seed.and_then(|seed| seed.matching_step(&typed)) else { return Ok(None) };
        return Ok(queries::consume_step(tx, user, step)?.then_some(FactorKind::Code));
    }
    let Some(hash) = recovery_codes::hash(secrets, user, &typed) else { return Ok(None) };
    Ok(queries::use_recovery_code(tx, user, &hash)?.then_some(FactorKind::RecoveryCode))
}
