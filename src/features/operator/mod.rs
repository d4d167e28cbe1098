//! The page of operators: what needs attention on this server, the mail queue, jobs and settings. It shows no data of
//! customers, and recipients of mail only in part.

pub mod diagnostics;
pub mod handlers;
pub mod page;
pub mod queue;
pub mod settings_in_use;
