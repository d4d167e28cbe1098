# Sign-in, and the first change of the password.
sign-in = Sign in
email-address = Email address
password = Password
# $place (Element) - the page that opens after sign-in
go-on-to = After you sign in, you will go to: { $place }
password-forgotten = Forgot your password? Ask a Global admin or User management admin of your organization to set a new one. Passwords are never sent by email.
sign-in-wrong = The email address or password is incorrect. Try again.
# $minutes (Number)
sign-in-throttled = { $minutes ->
    [one] Too many attempts. Try again in 1 minute.
   *[other] Too many attempts. Try again in { $minutes } minutes.
}
choose-password = Set a new password
choose-password-text = You signed in with a temporary password. Set a new password that only you know to continue.
new-password = New password
repeat-password = Confirm new password
# $min (Number)
password-rules = Use at least { $min } characters. You can use any characters, including spaces. A few words that only you would put together work well.
# $min (Number)
password-too-short = Use at least { $min } characters.
password-too-long = This password is too long. Use a shorter one.
password-too-common = This password is too easy to guess. Choose a different one.
password-same = The new password is the same as the temporary password. Choose a different one.
passwords-differ = The two passwords do not match. Enter them again.
set-password = Set password
