//! What a partner may sell, prices left out (domain.md 1.8). Orders take offers from here; `import offers` brings them.

pub mod model;
pub mod queries;
pub mod words;
