//! Runs of connections in the database: what they are ([`model`]), the lease of the process that works on one ([`leases`]), what
//! people do with them ([`changes`]), what they have read ([`pieces`]), and their list ([`queries`]).

pub mod changes;
pub mod cleaning;
pub mod leases;
pub mod model;
pub mod outcomes;
pub mod pieces;
pub mod queries;
