//! The error type of the crate. [`crate::web::error_response`] converts it to a response, `main` to one
//! line on standard error.

use crate::domain::Permission;

/// The crate's result type.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The errors of the portal, as the user or the operator sees them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or the session has ended. The user is redirected to the sign-in page and back.
    #[error("sign in first")]
    SignInFirst,
    /// The user signed in with a temporary password, which must be changed first.
    #[error("change the temporary password first")]
    ChangePasswordFirst,
    /// The user must set up a second factor first, because the portal requires one.
    #[error("set up a second factor first")]
    SetUpSecondFactorFirst,
    /// A dangerous action: the user must enter the password and the second factor again.
    #[error("show password and second factor again")]
    StepUpFirst,
    /// None of the user's roles has the permission; the page names those that do.
    #[error("the role does not allow it")]
    Forbidden(Permission),
    /// The form's CSRF token is missing, invalid or out of date.
    #[error("the form is out of date; load the page again")]
    Forged,
    /// The object does not exist, was removed, or belongs to another partner; the response is the same.
    #[error("not found")]
    NotFound,
    /// A value in the URL or the form is invalid.
    #[error("{field}: {message}")]
    BadInput {
        /// The name of the field, setting or argument.
        field: &'static str,
        /// A sentence that says what would be right.
        message: String,
    },
    /// The object has changed since the user saw it, or is no longer in the state that the change needs. The transaction
    /// is rolled back; the page says so and shows what is stored now.
    #[error("changed in the meantime")]
    Stale,
    /// A file has more rows than its format allows.
    #[error("a workbook (xlsx) has at most {most} rows, and the list has {rows}: write csv")]
    TooManyRows {
        /// The number of rows.
        rows: u64,
        /// The maximum.
        most: u64,
    },
    /// The form has more than this number of bytes.
    #[error("a form has at most {0} bytes")]
    TooLarge(usize),
    /// The request has a content type or charset that no form of the portal has.
    #[error("a form is sent as application/x-www-form-urlencoded, in UTF-8")]
    WrongContentType,
    /// A program gets this fault, which has a code of its own.
    #[error("{}", .0.description)]
    Fault(Box<Fault>),
    /// Too many requests; contains the number of seconds to wait.
    #[error("too many requests; try again in {0} seconds")]
    TooMany(u64),
    /// The database is busy or unavailable; trying again may help.
    #[error("the database is busy or away: {0}")]
    Unavailable(String),
    /// The operator has to act; contains one line of text.
    #[error("{0}")]
    Operator(String),
    /// A database error.
    #[error("database: {0}")]
    Database(diesel::result::Error),
    /// An error while reading or writing a file.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// An unexpected error. The page shows the request id.
    #[error("{0}")]
    Internal(String),
}

/// Why something that a program asked for was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The HTTP status.
    pub status: u16,
    /// The code, by which programs tell faults apart.
    pub code: &'static str,
    /// What is wrong, in the language of the request.
    pub description: String,
    /// The invalid fields, each with a sentence.
    pub fields: Vec<(String, String)>,
}

impl Fault {
    /// Creates a fault that is not about single fields.
    pub fn new(status: u16, code: &'static str, description: impl Into<String>) -> Self {
        Fault { status, code, description: description.into(), fields: Vec::new() }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::Fault(Box::new(fault))
    }
}

impl Error {
    /// Creates an error for an invalid value.
    pub fn bad_input(field: &'static str, message: impl Into<String>) -> Self {
        Error::BadInput { field, message: message.into() }
    }

    /// Creates an error with one line for the operator.
    pub fn operator(message: impl Into<String>) -> Self {
        Error::Operator(message.into())
    }

    /// Creates an error for something unexpected.
    pub fn internal(message: impl std::fmt::Display) -> Self {
        Error::Internal(message.to_string())
    }

    /// An unreadable value in a column.
    pub(crate) fn unreadable(column: &str, why: &dyn std::fmt::Display) -> Self {
        Error::Internal(format!("column {column}: {why}"))
    }

    /// Whether the database was only busy, so that the same call may succeed a moment later.
    pub fn is_busy(&self) -> bool {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
        match self {
            Error::Unavailable(_) => true,
            Error::Database(Db::DatabaseError(Kind::SerializationFailure | Kind::ClosedConnection, _)) => {
                true
            }
            Error::Database(Db::DatabaseError(_, info)) => {
                ["locked", "deadlock", "canceling statement"].iter().any(|one| info.message().contains(one))
            }
            _ => false,
        }
    }

    /// Whether the database or the disk cannot be used now: busy, gone, full or damaged. The same request may succeed
    /// later, perhaps only after an operator has acted.
    pub fn is_unavailable(&self) -> bool {
        use std::io::ErrorKind as Io;
        match self {
            Error::Database(error) => self.is_busy() || is_outage(error),
            Error::Io(error) => {
                matches!(error.kind(), Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge)
            }
            _ => self.is_busy(),
        }
    }

    /// Whether a row could not be inserted because it already exists.
    pub fn is_repeated(&self) -> bool {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
        matches!(self, Error::Database(Db::DatabaseError(Kind::UniqueViolation, _)))
    }
}

/// What SQLite and PostgreSQL say when they or the disk fail, and not the statement.
const OUTAGES: &[&str] = &[
    "database or disk is full",
    "disk I/O error",
    "malformed",
    "file is not a database",
    "unable to open database file",
    "readonly database",
    "out of memory",
    "No space left on device",
    "the database system is",
    "terminating connection",
];

fn is_outage(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
    match error {
        Db::BrokenTransactionManager => true,
        Db::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _) => true,
        Db::DatabaseError(_, info) => OUTAGES.iter().any(|words| info.message().contains(words)),
        Db::RollbackErrorOnCommit { commit_error, .. } => is_outage(commit_error),
        _ => false,
    }
}

impl From<diesel::result::Error> for Error {
    /// For an unreadable value, the server's log gets the column, the type and the value.
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DeserializeFieldError, Error as Db};
        let Db::DeserializationError(why) = &error else { return Error::Database(error) };
        let Some(field) = why.downcast_ref::<DeserializeFieldError>() else { return Error::internal(error) };
        let column = field.field_name.as_deref().unwrap_or("without a name");
        Error::unreadable(column, &field.error)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::internal(error)
    }
}
