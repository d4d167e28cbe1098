# The door: sign-in, and the first change of password.
sign-in = Sign in
email-address = Email address
password = Password
# $place (Element) - where the person was going
go-on-to = You will go on to: { $place }
password-forgotten = Password forgotten? A Global admin or User management admin of your organization sets a new one. Nobody here sends it by email.
sign-in-wrong = Email address or password is wrong.
# $minutes (Number)
sign-in-throttled = { $minutes ->
    [one] Too many attempts. Try again in 1 minute.
   *[other] Too many attempts. Try again in { $minutes } minutes.
}
choose-password = Choose your own password
choose-password-text = You signed in with a temporary password. Choose a new one that only you know; then you can go on.
new-password = New password
repeat-password = New password again
# $min (Number)
password-rules = At least { $min } characters; any characters count, spaces too. A few words that only you put together are good.
# $min (Number)
password-too-short = Use at least { $min } characters.
password-too-long = This password is too long to be read. Use a shorter one.
password-too-common = This password is among the first that others would try. Choose another one.
password-same = This is the temporary password. Choose a new one.
passwords-differ = The two passwords are not the same.
set-password = Set the password
