//! Copies a whole database into another one, of the same or of the other kind: SQLite to PostgreSQL when one machine is not
//! enough, and back. Begin with [`run`].

pub mod rows;
pub mod run;
pub mod tables;
pub mod target;
