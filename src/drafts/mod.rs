//! What a person has begun and not sent yet: a cart, a customer being added.
//! It is theirs alone, survives a sign-out, and is forgotten after a month. The content is the feature's own JSON.

pub mod model;
pub mod queries;
