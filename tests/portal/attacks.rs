//! Attacks: hand-made forms and headers, slow connections, stolen or forged cookies, forged proxy headers, provoked
//! errors. Each file covers one kind; docs/security.md maps threats to tests.

mod client_addresses;
mod errors;
mod forms;
mod methods;
mod network;
mod passwords;
mod responses;
mod sessions;
