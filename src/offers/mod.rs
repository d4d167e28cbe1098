//! What a partner may sell, prices left out. Orders take offers from here; `import offers` brings them.
//! Rules: docs/reference/domain.md#offers.

pub mod model;
pub mod queries;
pub mod words;
