//! Changes of subscriptions: quantity, nickname, renewal, suspension, cancellation, support contact.

pub mod apply;
pub mod choices;
pub mod combined;
pub mod due_job;
pub mod facts;
pub mod handlers;
pub mod log_entry;
pub mod queries;
pub mod several;
pub mod suspend_all;
