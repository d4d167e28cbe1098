//! What staff decide about an acceptance whose Microsoft ID or domain their partner knew already.

pub mod queries;
