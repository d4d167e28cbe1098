//! The error page: says what went wrong, that nothing was changed, and what to do next.

use crate::web::shell::Shell;
use askama::Template;

/// The page that is shown instead of the requested one.
#[derive(Template)]
#[template(path = "web/error.html")]
pub struct ErrorPage<'a> {
    /// The page shell.
    pub shell: &'a Shell,
    /// What went wrong.
    pub fault: ErrorPageKind<'a>,
    /// The id of the request in the server log.
    pub request_id: &'a str,
}

/// The kind of error page.
#[derive(Debug, Clone)]
pub enum ErrorPageKind<'a> {
    /// 403: none of the user's roles has the permission.
    Forbidden {
        /// The names of the user's roles.
        held: String,
        /// The roles that have the permission, in the order of docs/reference/permissions.md.
        may: &'a [RoleHolders],
    },
    /// 403: the permission does not exist for partners of this type or in this cloud. Contains the explanation.
    NotHere(String),
    /// 403: the form's CSRF token is missing, invalid or out of date. Contains the URL of the form's page
    /// if the input was saved.
    Forged(Option<String>),
    /// 404.
    NotFound,
    /// 422, with the name of the field.
    BadInput(&'a str),
    /// 422: a list has more rows than a workbook can have.
    TooManyRows {
        /// The maximum.
        most: u64,
        /// The URL of the same list as CSV.
        csv: &'a str,
    },
    /// 413.
    TooLarge,
    /// 429, with the number of seconds to wait.
    TooMany(u64),
    /// 500.
    Broken,
    /// 415.
    WrongContentType,
    /// 503.
    Unavailable,
}

/// A role with the users who have it.
#[derive(Debug, Clone)]
pub struct RoleHolders {
    /// The name of the role.
    pub role: String,
    /// Name and email address of each user, if the viewer may see users.
    pub people: Option<Vec<(String, String)>>,
}

impl ErrorPageKind<'_> {
    /// Returns the HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            ErrorPageKind::Forbidden { .. } | ErrorPageKind::NotHere(_) | ErrorPageKind::Forged(_) => 403,
            ErrorPageKind::NotFound => 404,
            ErrorPageKind::TooLarge => 413,
            ErrorPageKind::WrongContentType => 415,
            ErrorPageKind::BadInput(_) | ErrorPageKind::TooManyRows { .. } => 422,
            ErrorPageKind::TooMany(_) => 429,
            ErrorPageKind::Broken => 500,
            ErrorPageKind::Unavailable => 503,
        }
    }
}

impl ErrorPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        match self.fault {
            ErrorPageKind::Forbidden { .. } => texts.forbidden_title(),
            ErrorPageKind::NotHere(_) => texts.absent_title(),
            ErrorPageKind::Forged(_) => texts.forged_title(),
            ErrorPageKind::NotFound => texts.not_found_title(),
            ErrorPageKind::BadInput(_) => texts.bad_input_title(),
            ErrorPageKind::TooManyRows { .. } => texts.too_many_rows_title(),
            ErrorPageKind::TooLarge => texts.too_large_title(),
            ErrorPageKind::WrongContentType => texts.bad_input_title(),
            ErrorPageKind::TooMany(_) => texts.too_many_title(),
            ErrorPageKind::Broken => texts.broken_title(),
            ErrorPageKind::Unavailable => texts.unavailable_title(),
        }
    }

    fn text(&self) -> String {
        let texts = self.shell.texts;
        match &self.fault {
            ErrorPageKind::Forbidden { held, .. } => {
                [texts.forbidden_held(held), texts.forbidden_text()].join(&texts.sentence_gap())
            }
            ErrorPageKind::NotHere(reason) => reason.clone(),
            ErrorPageKind::Forged(None) => texts.forged_text(),
            ErrorPageKind::Forged(Some(_)) => texts.forged_kept_text(),
            ErrorPageKind::NotFound => texts.not_found_text(),
            ErrorPageKind::BadInput(field) => texts.bad_input_text(field),
            ErrorPageKind::TooManyRows { most, .. } => {
                texts.too_many_rows_text(self.shell.locale.number(*most))
            }
            ErrorPageKind::TooLarge => texts.too_large_text(),
            ErrorPageKind::WrongContentType => texts.wrong_content_type_text(),
            ErrorPageKind::TooMany(seconds) => texts.too_many_text((*seconds).max(1)),
            ErrorPageKind::Broken => texts.broken_text(),
            ErrorPageKind::Unavailable => texts.unavailable_text(),
        }
    }

    /// Returns the roles that have the permission, on a 403 page.
    fn may(&self) -> &[RoleHolders] {
        if let ErrorPageKind::Forbidden { may, .. } = self.fault { may } else { &[] }
    }

    /// Whether the viewer may see who has a role.
    fn shows_people(&self) -> bool {
        self.may().iter().any(|holders| holders.people.is_some())
    }

    /// Returns the field for `data-error`.
    fn field(&self) -> Option<&str> {
        if let ErrorPageKind::BadInput(field) = self.fault { Some(field) } else { None }
    }

    /// Returns the URL of the page on which the saved form is filled in again.
    fn kept_form(&self) -> Option<&str> {
        if let ErrorPageKind::Forged(page) = &self.fault { page.as_deref() } else { None }
    }

    /// Returns the URL of the list as CSV, if a workbook cannot have all of its rows.
    fn csv(&self) -> Option<&str> {
        if let ErrorPageKind::TooManyRows { csv, .. } = self.fault { Some(csv) } else { None }
    }

    fn may_be_repeated(&self) -> bool {
        matches!(self.fault, ErrorPageKind::TooMany(_) | ErrorPageKind::Broken | ErrorPageKind::Unavailable)
    }
}
