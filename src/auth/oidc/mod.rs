//! Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce. Read in this order:
//! [`crate::features::sign_in::oidc::handlers`] (the two URLs), [`exchange`] (the requests to the issuer),
//! [`claims`] (its answer), [`crate::features::sign_in::oidc::sign_in`] (which user it is).

pub mod claims;
pub mod exchange;
pub mod flow;
pub mod http;
pub mod issuers;
pub mod metadata;
pub mod protocol;
