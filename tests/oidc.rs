//! Single sign-on over HTTP: against an issuer that says what a test wants, true or not, and against a real one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

#[path = "oidc/entra.rs"]
mod entra;
#[path = "oidc/forged.rs"]
mod forged;
#[path = "oidc/issuer.rs"]
mod issuer;
#[path = "oidc/keys.rs"]
mod keys;
#[path = "oidc/people.rs"]
mod people;
#[path = "oidc/real.rs"]
mod real;
#[path = "oidc/stage.rs"]
mod stage;
#[path = "oidc/unreachable.rs"]
mod unreachable;
#[path = "oidc/ways.rs"]
mod ways;
