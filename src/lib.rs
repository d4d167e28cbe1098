//! The partner portal: where a cloud reseller's or distributor's staff keep their customers.
//!
//! Begin at [`routes`] for the map of addresses, at [`app`] for how a request travels, and at
//! [`customers`] for what a feature looks like.

pub mod account;
pub mod activity;
pub mod addresses;
pub mod agreements;
pub mod app;
pub mod auth;
pub mod bill_to;
pub mod clock;
pub mod command;
pub mod config;
pub mod csv_file;
pub mod customer_permissions;
pub mod customers;
pub mod db;
pub mod demo;
pub mod domain;
pub mod drafts;
pub mod error;
pub mod i18n;
pub mod id_correction;
pub mod import;
pub mod invitations;
pub mod jobs;
pub mod mail;
pub mod new_customer;
pub mod offers;
pub mod orders;
pub mod organization;
pub mod partners;
pub mod partnerships;
pub mod personal_data;
pub mod private_files;
pub mod profile;
pub mod referrals;
pub mod removal;
pub mod requests;
pub mod retention;
pub mod routes;
pub mod secrets;
pub mod subscriptions;
pub mod text;
pub mod users;
pub mod web;
