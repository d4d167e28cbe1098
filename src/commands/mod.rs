//! The command line, with one file per command. Begin with [`command_line`].

pub mod activity;
pub mod application;
pub mod backup;
pub mod command_line;
pub mod config;
pub mod confirm;
pub mod context;
pub mod demo;
pub mod export;
pub mod healthcheck;
pub mod import;
mod import_progress;
pub mod mail;
pub mod manual;
pub mod migrate;
pub mod partner;
pub mod personal_data;
pub mod restore;
pub mod resume;
pub mod retention;
pub mod secret;
pub mod serve;
pub mod service_manager;
pub mod status;
pub mod stop_signals;
pub mod token;
pub mod user;
