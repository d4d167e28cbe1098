//! The page for what went wrong: what it was, that nothing was changed, and the way on.

use crate::web::shell::Shell;
use askama::Template;

/// A page in place of the one that was asked for.
#[derive(Template)]
#[template(path = "web/error.html")]
pub struct ErrorPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// What went wrong.
    pub fault: Fault<'a>,
    /// The id by which the server's log knows the request.
    pub request_id: &'a str,
}

/// What went wrong, as far as the reader is concerned.
#[derive(Debug, Clone)]
pub enum Fault<'a> {
    /// 403: none of the person's roles may.
    Forbidden {
        /// The roles the person holds, in words.
        held: String,
        /// The roles that may, in the order of docs/reference/permissions.md.
        may: &'a [Holders],
    },
    /// 403: it does not exist for partners of this type, or in this cloud; the sentence says for which.
    NotHere(String),
    /// 403: the form's token is missing, foreign or out of date; the address of its page if what was typed is kept.
    Forged(Option<String>),
    /// 404.
    NotFound,
    /// 422, with the name of the field.
    BadInput(&'a str),
    /// 413.
    TooLarge,
    /// 429: again after so many seconds.
    TooMany(u64),
    /// 500.
    Broken,
    /// 415.
    WrongContentType,
    /// 503.
    Unavailable,
}

/// A role and who holds it.
#[derive(Debug, Clone)]
pub struct Holders {
    /// The role, in words.
    pub role: String,
    /// Name and email address of each person, if the reader may see people.
    pub people: Option<Vec<(String, String)>>,
}

impl Fault<'_> {
    /// The status of the answer.
    pub const fn status(&self) -> u16 {
        match self {
            Fault::Forbidden { .. } | Fault::NotHere(_) | Fault::Forged(_) => 403,
            Fault::NotFound => 404,
            Fault::TooLarge => 413,
            Fault::WrongContentType => 415,
            Fault::BadInput(_) => 422,
            Fault::TooMany(_) => 429,
            Fault::Broken => 500,
            Fault::Unavailable => 503,
        }
    }
}

impl ErrorPage<'_> {
    fn title(&self) -> String {
        let texts = self.shell.texts;
        match self.fault {
            Fault::Forbidden { .. } => texts.forbidden_title(),
            Fault::NotHere(_) => texts.absent_title(),
            Fault::Forged(_) => texts.forged_title(),
            Fault::NotFound => texts.not_found_title(),
            Fault::BadInput(_) => texts.bad_input_title(),
            Fault::TooLarge => texts.too_large_title(),
            Fault::WrongContentType => texts.bad_input_title(),
            Fault::TooMany(_) => texts.too_many_title(),
            Fault::Broken => texts.broken_title(),
            Fault::Unavailable => texts.unavailable_title(),
        }
    }

    fn text(&self) -> String {
        let texts = self.shell.texts;
        match &self.fault {
            Fault::Forbidden { held, .. } => {
                format!("{} {}", texts.forbidden_held(held), texts.forbidden_text())
            }
            Fault::NotHere(reason) => reason.clone(),
            Fault::Forged(None) => texts.forged_text(),
            Fault::Forged(Some(_)) => texts.forged_kept_text(),
            Fault::NotFound => texts.not_found_text(),
            Fault::BadInput(field) => texts.bad_input_text(field),
            Fault::TooLarge => texts.too_large_text(),
            Fault::WrongContentType => texts.wrong_content_type_text(),
            Fault::TooMany(seconds) => texts.too_many_text((*seconds).max(1)),
            Fault::Broken => texts.broken_text(),
            Fault::Unavailable => texts.unavailable_text(),
        }
    }

    /// The roles that may, on a 403 page.
    fn may(&self) -> &[Holders] {
        if let Fault::Forbidden { may, .. } = self.fault { may } else { &[] }
    }

    /// Whether the reader may see who holds a role.
    fn shows_people(&self) -> bool {
        self.may().iter().any(|holders| holders.people.is_some())
    }

    /// The field to name in `data-error`.
    fn field(&self) -> Option<&str> {
        if let Fault::BadInput(field) = self.fault { Some(field) } else { None }
    }

    /// Where the form is filled in again.
    fn kept_form(&self) -> Option<&str> {
        if let Fault::Forged(page) = &self.fault { page.as_deref() } else { None }
    }

    fn may_be_repeated(&self) -> bool {
        matches!(self.fault, Fault::TooMany(_) | Fault::Broken | Fault::Unavailable)
    }
}
