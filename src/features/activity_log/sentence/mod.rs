//! What the row of an entry says happened, such as `Quantity of Microsoft 365 E3: 45 → 50`. Begin with [`table`].

pub mod compose;
pub mod model;
mod stored;
pub mod table;
