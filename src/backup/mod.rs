//! Backups: one archive that holds the whole database, and perhaps the secret. Begin with [`create`] and [`restore`].

pub mod archive;
pub mod contents;
pub mod copy;
pub mod create;
pub mod finish;
pub mod manifest;
pub mod postgres;
pub mod record;
pub mod restore;
pub mod sealed_secret;
pub mod sqlite;
pub mod work_folder;
