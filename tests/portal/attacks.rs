//! What an attacker tries: by hand-made forms and heads, from a slow line, with a stolen or made-up cookie, from behind a

//! proxy, with an error to provoke. Each file is one kind; docs/security.md says which threat a test is for.

mod answers;
mod errors;
mod forms;
mod methods;
mod network;
mod passwords;
mod places;
mod sessions;
