//! Files on their way to this process, and those that it reads: so many of each, so that nobody's fill it.
//! Once a file is here it is in the database ([`super::file`]).

use crate::domain::{PartnerId, UserId};
use crate::features::import::upload::pace::Limits;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So many files of one person may be on their way here or being read.
const PLACES_A_PERSON: usize = 2;

/// And so many of one partner's people. There is no limit over all partners: none waits for another's slow lines.
const PLACES_A_PARTNER: usize = 4;

/// So many files are read at a time, whoever's they are: each has a thread, and memory for sorting. The others wait in
/// the order in which they came, and none of them long, since nothing is waited for while a file is read.
const READ_AT_ONCE: usize = 8;

/// The places of this process.
pub struct Uploads {
    /// What a file on its way has to keep to.
    pub limits: Limits,
    reading: Arc<Semaphore>,
    arriving: Mutex<Vec<(PartnerId, UserId)>>,
}

impl Default for Uploads {
    fn default() -> Self {
        let reading = Arc::new(Semaphore::new(READ_AT_ONCE));
        Uploads { limits: Limits::default(), reading, arriving: Mutex::default() }
    }
}

impl Uploads {
    /// A place for one more file of this person, from its first byte until it was looked through; nothing if too many
    /// are at it already.
    pub fn reserve_slot(self: &Arc<Self>, partner: PartnerId, user: UserId) -> Option<UploadSlot> {
        let mut arriving = locked(&self.arriving);
        let own = arriving.iter().filter(|(_, one)| *one == user).count();
        let ours = arriving.iter().filter(|(one, _)| *one == partner).count();
        if own >= PLACES_A_PERSON || ours >= PLACES_A_PARTNER {
            return None;
        }
        arriving.push((partner, user));
        Some(UploadSlot { uploads: self.clone(), whose: (partner, user), _turn: None })
    }

    /// A turn to read a file, if nobody has to wait for it.
    pub fn try_permit(&self) -> Option<OwnedSemaphorePermit> {
        self.reading.clone().try_acquire_owned().ok()
    }
}

/// A file that is on its way or being read; others may come when this is dropped.
pub struct UploadSlot {
    uploads: Arc<Uploads>,
    whose: (PartnerId, UserId),
    _turn: Option<OwnedSemaphorePermit>,
}

impl UploadSlot {
    /// The file is here whole and is to be read: waits until fewer files are read.
    pub async fn wait_for_permit(mut self) -> Self {
        self._turn = self.uploads.reading.clone().acquire_owned().await.ok();
        self
    }
}

impl Drop for UploadSlot {
    fn drop(&mut self) {
        let mut arriving = locked(&self.uploads.arriving);
        if let Some(at) = arriving.iter().position(|one| *one == self.whose) {
            arriving.swap_remove(at);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
