//! Single sign-on over HTTP: against an issuer that says what a test wants, true or not, and against a real one.

mod entra;
mod forged;
mod issuer;
mod keys;
mod people;
mod real;
mod stage;
mod unreachable;
mod ways;
