//! The folder in which an archive is put together or taken apart, beside the file that comes of it: what is finished
//! there needs only to be renamed.

use crate::error::{Error, Result};
use crate::private_files::folder_of;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const PREFIX: &str = ".partner-portal-";

/// The age from which a folder belongs to no process that still runs.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// Creates the folder, which only its owner can read. It is deleted with the value. Also deletes the folders that
/// interrupted processes left.
///
/// # Errors
/// One line for the operator: the folder of `target` does not exist or cannot be written.
pub fn create(target: &Path) -> Result<TempDir> {
    let parent = folder_of(target);
    let wrong = |error: std::io::Error| Error::operator(format!("{}: {error}", parent.display()));
    for entry in std::fs::read_dir(parent).map_err(wrong)?.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let changed =
            entry.metadata().and_then(|about| about.modified()).unwrap_or_else(|_| SystemTime::now());
        let is_abandoned = changed.elapsed().is_ok_and(|age| age > ABANDONED);
        if is_ours && is_abandoned && std::fs::remove_dir_all(entry.path()).is_err() {
            tracing::warn!(path = %entry.path().display(), "an abandoned folder cannot be deleted");
        }
    }
    let mut folder = tempfile::Builder::new();
    folder.prefix(PREFIX);
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    folder.tempdir_in(parent).map_err(wrong)
}
