//! The activity log: its entries, their authors, and the hash chain that protects them. No change is made
//! without an entry; begin with [`log`]. The pages that show it are in [`crate::features::activity_log`].

pub mod action;
pub mod activity;
pub mod chain;
pub mod entry;
pub mod erase;
pub mod erase_old;
pub mod erase_queries;
pub mod export_check;
pub mod heads;
pub mod history;
pub mod log;
mod mentions;
mod new_rows;
pub mod notices;
pub mod old_chain;
pub mod sealing;
pub mod seals;
pub mod verify;
pub mod verify_queries;

pub use action::Action;
pub use activity::{Activity, ActorKind, Author, ProgramName};
pub use log::{ActivityLog, Tx};
