//! The database: one writer and a pool of readers over SQLite, or one pool over PostgreSQL. What differs between the two
//! is in [`portable`].

pub mod bulk_insert;
pub mod bulk_update;
pub mod column_types;
pub mod columns;
#[allow(missing_docs)] // derive(MultiConnection) documents nothing
pub mod connection;
pub mod customer_summary;
pub mod damage;
pub mod data_version;
pub mod database;
pub mod former_ids;
pub mod keyset;
pub mod migrations;
pub mod partners;
pub mod pause;
pub mod pieces;
pub mod portable;
pub mod positions;
pub mod postgres_url;
pub mod report_files;
pub mod rows;
#[allow(missing_docs)]
pub mod schema;
pub mod stored;
pub mod stream;
pub mod text_list;
pub mod versioned;

pub use connection::{Backend, DbConnection};
pub use data_version::DataVersion;
pub use database::{BATCH, Db, ID_BATCH_SIZE};
