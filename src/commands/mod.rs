//! The command line, with one file per command. Begin with [`command_line`].

pub mod activity;
pub mod command_line;
pub mod context;
pub mod demo;
pub mod export;
pub mod import;
pub mod mail;
pub mod partner;
pub mod personal_data;
pub mod retention;
pub mod serve;
pub mod user;
