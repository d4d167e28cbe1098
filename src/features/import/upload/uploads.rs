//! Limits on concurrent uploads and imports in this process, so that no user or partner can exhaust its resources.
//! Received files are stored in the database ([`super::file`]).

use crate::domain::{PartnerId, UserId};
use crate::features::import::upload::pace::Limits;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Maximum number of concurrent uploads per user.
const MAX_UPLOADS_PER_USER: usize = 2;

/// Maximum number of concurrent uploads per partner. There is no limit over all partners, so that none waits for
/// another one's slow uploads.
const MAX_UPLOADS_PER_PARTNER: usize = 4;

/// Maximum number of files that are processed concurrently; each needs a thread, and memory for sorting. The others
/// wait in order of arrival, but not long, because processing waits for nothing.
const MAX_CONCURRENT_IMPORTS: usize = 8;

/// The upload slots of this process.
pub struct Uploads {
    /// The limits of an upload.
    pub limits: Limits,
    reading: Arc<Semaphore>,
    arriving: Mutex<Vec<(PartnerId, UserId)>>,
}

impl Default for Uploads {
    fn default() -> Self {
        let reading = Arc::new(Semaphore::new(MAX_CONCURRENT_IMPORTS));
        Uploads { limits: Limits::default(), reading, arriving: Mutex::default() }
    }
}

impl Uploads {
    /// Reserves a slot for an upload, from its first byte until the file was checked. Returns `None` if the limit of
    /// the user or the partner is reached.
    pub fn reserve_slot(self: &Arc<Self>, partner: PartnerId, user: UserId) -> Option<UploadSlot> {
        let mut arriving = locked(&self.arriving);
        let own = arriving.iter().filter(|(_, one)| *one == user).count();
        let ours = arriving.iter().filter(|(one, _)| *one == partner).count();
        if own >= MAX_UPLOADS_PER_USER || ours >= MAX_UPLOADS_PER_PARTNER {
            return None;
        }
        arriving.push((partner, user));
        Some(UploadSlot { uploads: self.clone(), whose: (partner, user), _turn: None })
    }

    /// Returns a permit to process a file, if one is available without waiting.
    pub fn try_permit(&self) -> Option<OwnedSemaphorePermit> {
        self.reading.clone().try_acquire_owned().ok()
    }
}

/// A reserved upload slot, which is released on drop.
pub struct UploadSlot {
    uploads: Arc<Uploads>,
    whose: (PartnerId, UserId),
    _turn: Option<OwnedSemaphorePermit>,
}

impl UploadSlot {
    /// Waits for the permit to process the received file.
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
