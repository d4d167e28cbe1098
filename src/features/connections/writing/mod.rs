//! Writing back: what people change here goes to the server, if the connection says so. New entries of the log become rows of a queue
//! ([`collecting`]); a job reads the value of the server, decides ([`decision`]) and writes with its etag ([`work`]). While a row is
//! open, no run replaces the value ([`held`]).

pub mod changes;
pub mod collecting;
pub mod decision;
pub mod held;
pub mod model;
pub mod own_values;
pub mod queue;
pub mod server_values;
pub mod work;
