//! The partner portal: where a cloud reseller's or distributor's staff keep their customers.
//!
//! The folders are layers. A module imports only from itself and from the groups above its own in this list, which
//! `tests/portal/architecture.rs` reads. Begin at [`routes`] for the map of addresses, at [`app`] for how a request
//! travels, and at [`features`] for what it finds there.

// Nothing of ours: no database, no web server.
pub mod clock;
pub mod domain;

pub mod text;

pub mod error;
pub mod i18n;
pub mod private_files;

// Files and tables.
pub mod csv;
pub mod db;
pub mod secrets;

pub mod audit;
pub mod config;
pub mod search;

pub mod auth;

pub mod mail;

// What every handler may use.
pub mod state;

pub mod web;

pub mod features;

// Puts the features together.
pub mod portal;

pub mod demo;
pub mod jobs;
pub mod routes;

pub mod app;

pub mod commands;
