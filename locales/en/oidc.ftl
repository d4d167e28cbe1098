# Single sign-on by OpenID Connect.
issuer-ways = Sign in without a password of this portal
# $name (String) - the issuer, as the operator named it
issuer-sign-in = Sign in with { $name }
issuer-refused-title = You are not signed in
issuer-unreachable-title = The sign-in service does not answer
# $name (String) - the issuer
issuer-unreachable = { $name } cannot be reached at the moment. Sign in with your password, or try again in a minute.
# $name (String) - the issuer
issuer-refused = The sign-in with { $name } did not work. Try again; if it keeps failing, sign in with your password or ask your administrator.
# $name (String) - the issuer
issuer-unknown = { $name } knows you, but nobody here may come in with that account. Ask a Global admin or User management admin of your organization whether you have been added with the same email address.
issuer-again = Try again
issuer-password-instead = Sign in with a password
