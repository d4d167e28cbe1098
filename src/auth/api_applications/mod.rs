//! Applications: programs that sign in by themselves, with a client id and a secret, and get an access token for an hour
//! (OAuth 2 client credentials). Begin with [`store`]; [`lookup`] finds an application when it signs in and at each request;
//! [`access_token`] makes and verifies what it then sends.

pub mod access_token;
pub mod lookup;
pub mod secret;
pub mod store;
