//! API tokens: what programs send instead of the cookie of a session. A token acts as its user, with the roles of now.
//! Begin with [`caller`], which a request carries, and [`store`], which reads and changes the tokens.

pub mod areas;
pub mod caller;
pub mod rate_limit;
pub mod store;
pub mod token;
