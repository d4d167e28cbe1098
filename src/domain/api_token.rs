//! Tokens with which programs act as a user.

use crate::domain::text_enum::text_enum;

/// What a program may do with a token, within the permissions of its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenScope {
    /// Read only.
    Read,
    /// Read and change.
    Write,
}

text_enum!(TokenScope, "scope", { Read = "read", Write = "write" });
