//! What happens to referrals; each change stands in the logs of both partners, each with what concerns it.

pub mod queries;
