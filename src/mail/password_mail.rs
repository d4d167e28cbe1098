//! The message with a link to set a password. The token of the link is derived from the secret file and the
//! id of the message, so neither the outbox nor the table of links contains it.

use crate::audit::Tx;
use crate::auth::password_link;
use crate::auth::password_link::{LinkPurpose, hash, token};
use crate::domain::UserId;
use crate::error::Result;
use crate::i18n::Texts;
use crate::mail::body::Body;
use crate::mail::notices::NoticeSender;
use crate::mail::outbox::MailKind;
use crate::mail::{notices, outbox};
use crate::secrets::Secrets;
use uuid::Uuid;

/// Writes the message to the outbox; older links of the user for the same purpose stop working.
pub fn send(
    tx: &mut Tx<'_>,
    secrets: &Secrets,
    sender: &NoticeSender,
    user: UserId,
    purpose: LinkPurpose,
) -> Result<()> {
    let id = Uuid::new_v4();
    password_link::store(tx, user, &hash(&token(secrets, id)), purpose)?;
    let person = notices::addressee(tx, user)?;
    let language = sender.language(person.language.as_deref());
    let (subject, body) = compose(language.texts(), &person.name, purpose);
    let kind = match purpose {
        LinkPurpose::Reset => MailKind::PasswordReset,
        LinkPurpose::SignUp => MailKind::SignUp,
    };
    outbox::enqueue_with_id(tx, id, &person.mail(kind, language, &subject, body))
}

/// Returns subject and body.
pub fn compose(texts: &Texts, name: &str, purpose: LinkPurpose) -> (String, Body) {
    let (subject, what, after) = match purpose {
        LinkPurpose::Reset => (texts.mail_reset(), texts.mail_reset_text(), texts.mail_reset_after()),
        LinkPurpose::SignUp => (texts.mail_sign_up(), texts.mail_sign_up_text(), texts.mail_sign_up_after()),
    };
    let before = format!("{}\n\n{what}\n\n", texts.mail_greeting(name));
    (subject, Body::from_pieces(vec![before, format!("\n\n{after}")]))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tokens_depend_on_message_and_secret() {
        let (secrets, id) = (Secrets::random().unwrap(), Uuid::new_v4());
        let first = token(&secrets, id);
        assert_eq!((first.len(), &first), (43, &token(&secrets, id)));
        assert_ne!(first, token(&secrets, Uuid::new_v4()));
        assert_ne!(first, token(&Secrets::random().unwrap(), id));
    }
}
