//! The uploaded files of this process. Each is a file in the system's temporary folder that nobody else may read;
//! it goes with its entry here: when its draft is given up, after a day, at the latest when the process ends.

use super::pace::Limits;
use crate::drafts::model::DraftId;
use crate::error::Result;
use crate::import::Progress;
use crate::partners::model::PartnerId;
use crate::users::model::UserId;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tempfile::NamedTempFile;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// A file is forgotten after so long.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// So many files one person may have here; the oldest goes when another one comes.
const FILES_A_PERSON: usize = 3;
/// So many files of one person may be on their way here or being read.
const PLACES_A_PERSON: usize = 2;
/// And so many of one partner's people. There is no limit over all partners: none waits for another's slow lines.
const PLACES_A_PARTNER: usize = 4;
/// So many files are read at a time, whoever's they are: each has a thread, and memory for sorting. The others wait in
/// the order in which they came, and none of them long, since nothing is waited for while a file is read.
const READ_AT_ONCE: usize = 8;

/// A file, and how far its import is.
pub struct Upload {
    /// Whose it is.
    pub user: UserId,
    /// The file.
    pub file: NamedTempFile,
    /// Its bad rows, once it was read.
    pub rejects: NamedTempFile,
    progress: Mutex<Option<Progress>>,
    taken: Instant,
}

impl Upload {
    /// A file that has just come.
    ///
    /// # Errors
    /// No temporary file can be made.
    pub fn new(user: UserId, file: NamedTempFile) -> Result<Self> {
        let (rejects, taken) = (NamedTempFile::new()?, Instant::now());
        Ok(Upload { user, file, rejects, progress: Mutex::default(), taken })
    }

    /// How far it is, while somebody works on it.
    pub fn progress(&self) -> Option<Progress> {
        *locked(&self.progress)
    }

    /// Notes how far it is.
    pub fn go_on(&self, progress: Progress) {
        *locked(&self.progress) = Some(progress);
    }
}

/// All files, and who is importing.
pub struct Uploads {
    /// What a file on its way has to keep to.
    pub limits: Limits,
    reading: Arc<Semaphore>,
    files: Mutex<HashMap<Uuid, Arc<Upload>>>,
    importing: Mutex<HashSet<PartnerId>>,
    arriving: Mutex<Vec<(PartnerId, UserId)>>,
}

impl Default for Uploads {
    fn default() -> Self {
        Uploads {
            limits: Limits::default(),
            reading: Arc::new(Semaphore::new(READ_AT_ONCE)),
            files: Mutex::default(),
            importing: Mutex::default(),
            arriving: Mutex::default(),
        }
    }
}

impl Uploads {
    /// Keeps a file; the same person's oldest goes when there are too many.
    pub fn keep(&self, id: DraftId, upload: Arc<Upload>) {
        let mut files = locked(&self.files);
        let mut own: Vec<_> = files
            .iter()
            .filter(|(_, file)| file.user == upload.user)
            .map(|(id, file)| (file.taken, *id))
            .collect();
        own.sort_unstable();
        let surplus = (own.len() + 1).saturating_sub(FILES_A_PERSON);
        own.into_iter().take(surplus).for_each(|(_, id)| drop(files.remove(&id)));
        files.insert(id.0, upload);
    }

    /// The file of a draft, if it is still here.
    pub fn find(&self, id: DraftId) -> Option<Arc<Upload>> {
        locked(&self.files).get(&id.0).cloned()
    }

    /// Lets a file go. Whoever reads it reads it to its end.
    pub fn forget(&self, id: DraftId) {
        locked(&self.files).remove(&id.0);
    }

    /// Lets old files go; answers how many.
    pub fn forget_old(&self) -> usize {
        let mut files = locked(&self.files);
        let before = files.len();
        files.retain(|_, file| file.taken.elapsed() < KEPT || Arc::strong_count(file) > 1);
        before - files.len()
    }

    /// A place for one more file of this person, from its first byte until it was looked through; nothing if too many
    /// are at it already.
    pub fn place(self: &Arc<Self>, partner: PartnerId, user: UserId) -> Option<Place> {
        let mut arriving = locked(&self.arriving);
        let own = arriving.iter().filter(|(_, one)| *one == user).count();
        let ours = arriving.iter().filter(|(one, _)| *one == partner).count();
        if own >= PLACES_A_PERSON || ours >= PLACES_A_PARTNER {
            return None;
        }
        arriving.push((partner, user));
        Some(Place { uploads: self.clone(), whose: (partner, user), _reading: None })
    }

    /// The turn of a partner to import: one file at a time, so that two do not change the same rows to and fro.
    pub fn turn(self: &Arc<Self>, partner: PartnerId) -> Option<Turn> {
        let mine = locked(&self.importing).insert(partner);
        mine.then(|| Turn { uploads: self.clone(), partner })
    }
}

/// A file that is on its way or being read; others may come when this is dropped.
pub struct Place {
    uploads: Arc<Uploads>,
    whose: (PartnerId, UserId),
    _reading: Option<OwnedSemaphorePermit>,
}

impl Place {
    /// The file is here whole and is to be read: waits until fewer files are read.
    pub async fn to_read(mut self) -> Self {
        self._reading = self.uploads.reading.clone().acquire_owned().await.ok();
        self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut arriving = locked(&self.uploads.arriving);
        if let Some(at) = arriving.iter().position(|one| *one == self.whose) {
            arriving.swap_remove(at);
        }
    }
}

/// A partner's turn; it ends when this is dropped.
pub struct Turn {
    uploads: Arc<Uploads>,
    partner: PartnerId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        locked(&self.uploads.importing).remove(&self.partner);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
