//! Where applications sign in, by OAuth 2 client credentials. The names are those of the standard.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get, post};
use serde_json::json;
use utoipa::ToSchema;

const GROUP: ApiGroup = ApiGroup {
    name: "Application sign-in",
    about: "An application exchanges its client id and secret for an access token, which it sends like an API token.",
};

/// The request of an application.
#[derive(Debug, ToSchema)]
pub struct ClientCredentials {
    /// Only `client_credentials`.
    pub grant_type: String,
    /// The client id. It can be in `Authorization: Basic`, together with the secret.
    #[schema(format = Uuid)]
    pub client_id: Option<String>,
    /// The secret.
    pub client_secret: Option<String>,
    /// Any text; it does not count.
    pub scope: Option<String>,
    /// Any text, which version 1 repeats.
    pub resource: Option<String>,
}

/// An access token.
#[derive(Debug, ToSchema)]
pub struct AccessToken {
    /// Always `Bearer`.
    pub token_type: String,
    /// The lifetime in seconds.
    pub expires_in: i64,
    /// The lifetime again.
    pub ext_expires_in: i64,
    /// The token.
    pub access_token: String,
}

/// An access token for clients of version 1, which read numbers as text.
#[derive(Debug, ToSchema)]
pub struct AccessTokenV1 {
    /// Always `Bearer`.
    pub token_type: String,
    /// The lifetime in seconds.
    pub expires_in: String,
    /// The lifetime again.
    pub ext_expires_in: String,
    /// When it ends, in seconds since 1970.
    pub expires_on: String,
    /// When it begins, in seconds since 1970.
    pub not_before: String,
    /// The resource of the request.
    pub resource: String,
    /// The token.
    pub access_token: String,
}

/// Why an application gets no token.
#[derive(Debug, ToSchema)]
pub struct OAuthError {
    /// `invalid_request`, `invalid_client`, `unsupported_grant_type` or `temporarily_unavailable`.
    pub error: String,
    /// What is wrong.
    pub error_description: String,
}

/// Where applications sign in, for libraries that look it up.
#[derive(Debug, ToSchema)]
pub struct SignInMetadata {
    /// The issuer.
    #[schema(format = "uri")]
    pub issuer: String,
    /// Where applications get tokens.
    #[schema(format = "uri")]
    pub token_endpoint: String,
    /// Nothing answers here. Some libraries require it.
    #[schema(format = "uri")]
    pub authorization_endpoint: String,
    /// How the secret can be sent.
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// Only `client_credentials`.
    pub grant_types_supported: Vec<String>,
    /// None.
    pub response_types_supported: Vec<String>,
}

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let token = |path, id, summary| {
        let example = json!({
            "grant_type": "client_credentials",
            "client_id": "6cbcb3a1-8c6b-4a5e-9f57-4d5a2c1d0a01",
            "client_secret": "SECRET",
        });
        post(path, id, summary)
            .without_token()
            .takes_form::<ClientCredentials>(example)
            .answers::<OAuthError>(400, "The form is malformed, or has another grant type.")
            .answers::<OAuthError>(401, "The client id or the secret is missing, unknown or expired.")
            .answers::<OAuthError>(429, "Too many wrong secrets; `Retry-After` says when to try again.")
    };
    let operations = vec![
        token("/{tenant}/oauth2/v2.0/token", "getAccessToken", "Get an access token")
            .answers::<AccessToken>(200, "The token."),
        token("/{tenant}/oauth2/token", "getAccessTokenV1", "Get an access token, for clients of version 1")
            .answers::<AccessTokenV1>(200, "The token."),
        get(
            "/{tenant}/v2.0/.well-known/openid-configuration",
            "getSignInMetadata",
            "Look up where applications sign in",
        )
        .without_token()
        .answers::<SignInMetadata>(200, "The addresses."),
    ];
    (GROUP, operations)
}
