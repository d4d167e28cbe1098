//! Applications: programs that sign in by themselves, with a client id and a secret, and get an access token for an hour
//! (OAuth 2 client credentials). Begin with [`store`]; [`access_token`] makes and verifies what they then send.

pub mod access_token;
pub mod secret;
pub mod store;
