//! The partner portal, in which the staff of cloud resellers and distributors manage their customers.
//!
//! The modules are layers. Each may import only itself and modules in groups above its own in this list;
//! `tests/portal/architecture.rs` checks that. Begin with [`routes`] for the URLs, [`app`] for the middleware, and
//! [`features`] for the handlers.

// Pure values, without database or web server.
pub mod clock;
pub mod domain;

pub mod text;

pub mod urls;

pub mod error;
pub mod i18n;
pub mod private_files;

// Files, tables and keys.
pub mod csv;
pub mod db;
pub mod secrets;

pub mod table_file;

pub mod audit;
pub mod config;
pub mod search;

// Requests to other servers.
pub mod outbound;

pub mod auth;

pub mod mail;

pub mod backup;

pub mod secret_rotation;

pub mod monitoring;

// What all handlers may use.
pub mod state;

pub mod web;

pub mod features;

// Combines the features.
pub mod portal;

pub mod demo;
pub mod jobs;
pub mod routes;

pub mod app;

pub mod commands;
