//! The acts on rows: each plans rows for the review, does rows whose turn has come, and undoes rows.

pub mod reminders;
pub mod resellers;
pub mod subscriptions;
pub mod tags;
