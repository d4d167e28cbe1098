//! Queries and changes of single customers that other features share. It has no pages of its own,
//! only the tabs that a customer's pages share.

pub mod head;
pub mod list_context;
pub mod lookup;
pub mod membership;
pub mod model;
pub mod other_names;
pub mod rename;
pub mod resellers;
