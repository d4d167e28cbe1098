//! The activity log: what was done, by whom, for which customer. A change cannot be made without its entry:
//! see [`record`]. How entries prove each other is in [`chain`] and [`proof`]; the page begins at [`handlers`].

pub mod chain;
pub mod details;
pub mod download;
pub mod erase;
pub mod export;
pub mod field_names;
pub mod filter;
pub mod handlers;
pub mod hourly;
pub mod index;
pub mod model;
pub mod names;
pub mod news;
pub mod old_chain;
pub mod period;
pub mod proof;
pub mod queries;
pub mod reading;
pub mod record;
pub mod sealing;
pub mod seals;
pub mod showing;
pub mod words;

pub use hourly::Hourly;
pub use model::{Action, Activity, ActorKind, Author};
pub use record::{ActivityLog, Tx};

/// The names that one process keeps may take so much memory: of four million customers.
const NAMES_MEMORY: usize = 1 << 28;

/// What one process keeps in memory of all logs.
pub struct Logs {
    /// The names by which they call customers.
    pub names: names::Names,
    /// How far they were found whole.
    pub proofs: proof::Proofs,
}

impl Default for Logs {
    fn default() -> Self {
        Logs { names: names::Names::new(NAMES_MEMORY), proofs: proof::Proofs::default() }
    }
}
