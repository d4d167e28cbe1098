//! `/api/v1/activity`: the activity log with the values of its chain. docs/activity-log.md says what they prove.

pub mod handlers;
pub mod queries;
pub mod resource;
