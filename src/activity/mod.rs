//! The activity log: what was done, by whom, for which customer. A change cannot be made without its entry:
//! see [`record`]. How entries prove each other is in [`chain`].

pub mod chain;
pub mod model;
pub mod queries;
pub mod record;

pub use model::{Action, Activity, ActorKind, Author};
pub use record::{ActivityLog, Tx};
