//! What an attacker tries: by hand-made forms and heads, from a slow line, with a stolen or made-up cookie, from behind a
//! proxy, with an error to provoke. Each file is one kind; docs/security.md says which threat a test is for.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "attacks/answers.rs"]
mod answers;
#[path = "attacks/errors.rs"]
mod errors;
#[path = "attacks/forms.rs"]
mod forms;
#[path = "attacks/methods.rs"]
mod methods;
#[path = "attacks/network.rs"]
mod network;
#[path = "attacks/passwords.rs"]
mod passwords;
#[path = "attacks/places.rs"]
mod places;
#[path = "attacks/sessions.rs"]
mod sessions;
mod support;
