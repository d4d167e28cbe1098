//! Changes of a subscription: quantity, name, renewal, suspension, cancellation.

pub mod apply;
pub mod due_job;
pub mod handlers;
pub mod log_entry;
pub mod queries;
pub mod suspend_all;
