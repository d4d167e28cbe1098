//! Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce. Read in this order: [`crate::features::sign_in::oidc::handlers`]
//! (the two addresses), [`exchange`] (what is asked of the issuer), [`claims`] (what it says), [`crate::features::sign_in::oidc::sign_in`] (who that is).

pub mod claims;
pub mod exchange;
pub mod flow;
pub mod http;
pub mod issuers;
pub mod metadata;
pub mod protocol;
