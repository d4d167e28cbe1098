# Single sign-on by OpenID Connect.
issuer-ways = Other ways to sign in
# $name (String) - the issuer, as the operator named it
issuer-sign-in = Sign in with { $name }
issuer-refused-title = Sign-in failed
issuer-unreachable-title = The sign-in service is not responding
# $name (String) - the issuer
issuer-unreachable = { $name } cannot be reached at the moment. Sign in with your password, or try again in a minute.
# $name (String) - the issuer
issuer-refused = You could not be signed in with { $name }. Try again. If it keeps failing, sign in with your password or ask your administrator.
# $name (String) - the issuer
issuer-unknown = You signed in to { $name }, but that account does not belong to a user of this portal. Ask a Global admin or User management admin of your organization whether you were added with the same email address.
issuer-again = Try again
issuer-password-instead = Sign in with a password
