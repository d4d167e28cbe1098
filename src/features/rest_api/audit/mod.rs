//! The activity log as audit records.

pub mod handlers;
pub mod moments;
pub mod queries;
pub mod resource;
