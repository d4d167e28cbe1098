//! The archive: a `.tar.gz` of the manifest and the files that it lists.

use crate::backup::manifest::{ArchivedFile, FORMAT, Manifest};
use crate::error::{Error, Result};
use crate::private_files;
use crate::text::hex;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use tar::{Builder, Entry, Header};

/// The name of the manifest in the archive.
const MANIFEST: &str = "manifest.json";

/// Maximum size of a manifest: heads of some ten thousand partners.
const MAX_MANIFEST: u64 = 8 << 20;

/// Describes a file of `folder` for the manifest.
///
/// # Errors
/// The file cannot be read.
pub fn describe(folder: &Path, name: &str) -> Result<ArchivedFile> {
    let mut file = File::open(folder.join(name))?;
    let (bytes, sha256) = copy_hashed(&mut file, &mut io::sink())?;
    Ok(ArchivedFile { name: name.to_owned(), bytes, sha256 })
}

/// Writes the archive `to`, which must not exist, from the files in `folder`. `to` appears when all of it is on the
/// disk.
///
/// # Errors
/// One line for the operator: it exists already, or it cannot be written.
pub fn write(to: &Path, manifest: &Manifest, folder: &Path) -> Result<()> {
    let wrong = |error: io::Error| Error::operator(format!("{}: {error}", to.display()));
    let unfinished = folder.join("archive");
    let file = private_files::create(&unfinished).map_err(wrong)?;
    let mut archive = Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
    let modified = u64::try_from(manifest.created_at.and_utc().timestamp()).unwrap_or_default();
    let header = |bytes: u64| {
        let mut header = Header::new_gnu();
        header.set_mode(0o600);
        header.set_mtime(modified);
        header.set_size(bytes);
        header
    };
    let json = serde_json::to_vec_pretty(manifest).map_err(Error::internal)?;
    archive.append_data(&mut header(json.len() as u64), MANIFEST, json.as_slice()).map_err(wrong)?;
    for part in &manifest.files {
        let data = File::open(folder.join(&part.name)).map_err(wrong)?;
        archive.append_data(&mut header(part.bytes), &part.name, data).map_err(wrong)?;
    }
    let written = archive.into_inner().and_then(GzEncoder::finish).map_err(wrong)?;
    let file = written.into_inner().map_err(|error| wrong(error.into_error()))?;
    file.sync_all().map_err(wrong)?;
    // A link fails if the name is taken; a rename would replace a backup.
    std::fs::hard_link(&unfinished, to).map_err(wrong)?;
    std::fs::remove_file(&unfinished).map_err(wrong)?;
    private_files::sync_folder(private_files::folder_of(to)).map_err(wrong)
}

/// Extracts the files of an archive into `folder` and compares them with its manifest.
///
/// # Errors
/// One line for the operator: it is not an archive, it is damaged, or a newer version wrote it.
pub fn extract(archive: &Path, folder: &Path) -> Result<Manifest> {
    let file =
        File::open(archive).map_err(|error| Error::operator(format!("{}: {error}", archive.display())))?;
    read(file, folder).map_err(|Unusable(what)| Error::operator(format!("{}: {what}", archive.display())))
}

/// Why an archive cannot be used.
struct Unusable(String);

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        Unusable(format!("the backup is damaged or incomplete: {error}"))
    }
}

fn read(file: File, folder: &Path) -> Result<Manifest, Unusable> {
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let mut entries = archive.entries()?;
    let not_ours = |_| Unusable("this is not a backup of the portal".to_owned());
    let first = entries.next().ok_or(()).map_err(not_ours)?.map_err(drop).map_err(not_ours)?;
    if name(&first).as_deref() != Some(MANIFEST) {
        return Err(not_ours(()));
    }
    let manifest: serde_json::Value =
        serde_json::from_reader(first.take(MAX_MANIFEST)).map_err(|_| not_ours(()))?;
    if manifest["format"] != FORMAT {
        return Err(Unusable(format!("a newer version wrote this backup (format {})", manifest["format"])));
    }
    let manifest: Manifest = serde_json::from_value(manifest).map_err(|error| Unusable(error.to_string()))?;
    for part in &manifest.files {
        if !is_plain(&part.name) {
            return Err(Unusable(format!(
                "“{}” is not a name of a file in a backup",
                part.name.escape_debug()
            )));
        }
        let mut entry = entries.next().ok_or_else(|| Unusable(format!("{} is missing", part.name)))??;
        if name(&entry).as_deref() != Some(&part.name) {
            return Err(Unusable(format!("{} is missing", part.name)));
        }
        let mut file = private_files::create(&folder.join(&part.name))?;
        let (bytes, sha256) = copy_hashed(&mut entry.by_ref().take(part.bytes.saturating_add(1)), &mut file)?;
        if (bytes, &sha256) != (part.bytes, &part.sha256) {
            return Err(Unusable(format!(
                "{} is not as the manifest says: the backup is damaged",
                part.name
            )));
        }
        file.sync_all()?;
    }
    if entries.next().is_some() {
        return Err(Unusable("it has more files than its manifest".to_owned()));
    }
    // What follows the last file has the checksum of the whole.
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    Ok(manifest)
}

fn name<R: Read>(entry: &Entry<'_, R>) -> Option<String> {
    entry.path().ok()?.to_str().map(str::to_owned)
}

/// Whether this is a name without folders.
fn is_plain(name: &str) -> bool {
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    !name.is_empty() && !name.starts_with('.') && name.bytes().all(is_usual) && name != "archive"
}

/// Copies all bytes; returns their number and their hash.
fn copy_hashed(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&buffer[..length]);
        to.write_all(&buffer[..length])?;
        bytes += length as u64;
    }
    Ok((bytes, hex(&hash.finalize())))
}
