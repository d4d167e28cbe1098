//! Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce. Read in this order: [`handlers`]
//! (the two addresses), [`exchange`] (what is asked of the issuer), [`claims`] (what it says), [`arrival`] (who that is).

pub mod arrival;
pub mod claims;
pub mod exchange;
pub mod failed;
pub mod flow;
pub mod handlers;
pub mod http;
pub mod issuers;
pub mod metadata;
pub mod protocol;
pub mod queries;
pub mod roles;
pub mod settings;
