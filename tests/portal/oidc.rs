//! Single sign-on over HTTP: against a fake issuer that each test controls, and against a real one.

mod entra;
mod forged;
mod issuer;
mod keys;
mod people;
mod real;
mod redirects;
mod stage;
mod unreachable;
