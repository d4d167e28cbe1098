//! One customer, for every other feature: finding it, its membership in a partner's list, its resellers. No pages.

pub mod lookup;
pub mod membership;
pub mod model;
pub mod resellers;
