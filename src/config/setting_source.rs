//! The places from which settings come.

use std::path::PathBuf;

/// The file with settings, in the working directory.
pub const FILE: &str = "partner-portal.toml";

/// Where the value of a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// It is not set.
    Default,
    /// `partner-portal.toml`.
    File,
    /// A systemd credential.
    Credential,
    /// The file that `NAME_FILE` names.
    SecretFile(PathBuf),
    /// The environment.
    Environment,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Default => f.write_str("default"),
            Source::File => f.write_str(FILE),
            Source::Credential => f.write_str("systemd credential"),
            Source::SecretFile(file) => write!(f, "file {}", file.display()),
            Source::Environment => f.write_str("environment"),
        }
    }
}
