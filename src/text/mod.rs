//! Texts as values, in whatever script. Knows nothing of the portal.

pub mod visible;
