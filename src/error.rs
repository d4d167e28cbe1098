//! The one error type. Constructors read as prose at the place where something went wrong;
//! `web::error_page` turns it into a page, `main` into one line on standard error.

use crate::domain::Permission;

/// What a fallible function of this crate answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, as the person who asked needs to hear it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or no longer: to the sign-in page and back.
    #[error("sign in first")]
    SignInFirst,
    /// Signed in with a temporary password, which must be changed before anything else.
    #[error("change the temporary password first")]
    ChangePasswordFirst,
    /// The portal demands a second factor of this person, who has none yet.
    #[error("set up a second factor first")]
    SetUpSecondFactorFirst,
    /// Something dangerous: password and second factor must be shown again.
    #[error("show password and second factor again")]
    StepUpFirst,
    /// The person's roles do not allow it; the page names those that do.
    #[error("the role does not allow it")]
    Forbidden(Permission),
    /// The form's anti-forgery token is missing, foreign or out of date.
    #[error("the form is out of date; load the page again")]
    Forged,
    /// Unknown, foreign and removed alike.
    #[error("not found")]
    NotFound,
    /// A value in the address or the form is wrong: its name, and what would be right.
    #[error("{field}: {message}")]
    BadInput {
        /// The field, setting or argument.
        field: &'static str,
        /// One sentence that says what would be right.
        message: String,
    },
    /// The form is longer than so many bytes.
    #[error("a form has at most {0} bytes")]
    TooLarge(usize),
    /// The body is of a type, or in a character set, that forms of ours do not have.
    #[error("a form is sent as application/x-www-form-urlencoded, in UTF-8")]
    WrongContentType,
    /// Too often; try again after so many seconds.
    #[error("too many requests; try again in {0} seconds")]
    TooMany(u64),
    /// The database is busy or away; trying again helps.
    #[error("the database is busy or away: {0}")]
    Unavailable(String),
    /// The operator has to act; the text is one clear line.
    #[error("{0}")]
    Operator(String),
    /// The database said no.
    #[error("database: {0}")]
    Database(#[from] diesel::result::Error),
    /// Reading or writing a file.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A fault of ours; the page says so and gives the request's id.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// A bad value, by field name.
    pub fn bad_input(field: &'static str, message: impl Into<String>) -> Self {
        Error::BadInput { field, message: message.into() }
    }

    /// A line for the operator at the terminal.
    pub fn operator(message: impl Into<String>) -> Self {
        Error::Operator(message.into())
    }

    /// A fault of ours.
    pub fn internal(message: impl std::fmt::Display) -> Self {
        Error::Internal(message.to_string())
    }

    /// Whether the database was only busy, so that the same call may succeed in a moment.
    pub fn is_busy(&self) -> bool {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
        match self {
            Error::Unavailable(_) => true,
            Error::Database(Db::DatabaseError(Kind::SerializationFailure | Kind::ClosedConnection, _)) => {
                true
            }
            Error::Database(Db::DatabaseError(_, info)) => {
                info.message().contains("locked") || info.message().contains("deadlock")
            }
            _ => false,
        }
    }

    /// Whether a row that was to be added stands there already.
    pub fn is_repeated(&self) -> bool {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
        matches!(self, Error::Database(Db::DatabaseError(Kind::UniqueViolation, _)))
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::internal(error)
    }
}
