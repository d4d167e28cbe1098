//! What an operator watches: the state of the database, the process and the requests. Begin with [`metrics`].

pub mod checks;
pub mod database;
pub mod job_kind;
pub mod job_runs;
pub mod metrics;
pub mod process;
pub mod requests;
