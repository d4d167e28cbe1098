//! Background jobs. Begin with [`schedule`].

pub mod cleaning;
pub mod lease;
pub mod schedule;
