//! No English is left in Korean and Chinese mail.

use crate::texts::english::english;
use partner_portal::auth::password_link::LinkPurpose;
use partner_portal::domain::Roles;
use partner_portal::features::invitations::form::Acceptance;
use partner_portal::features::invitations::thanks;
use partner_portal::features::relationship_requests::message::{
    MessageContext, Placeholders, draft_message, reminder,
};
use partner_portal::features::relationship_requests::model::RequestKind;
use partner_portal::i18n::Locale;
use partner_portal::mail::notices::Notice;
use partner_portal::mail::password_mail;

const PARTNER: &str = "솔빛 클라우드";
const PERSON: &str = "서지우";
const LINK: &str = "https://portal.example/link";

/// Every mail that the portal writes, as one text.
fn mails(locale: Locale) -> Vec<String> {
    let (texts, until) = (locale.texts(), "2026-12-21".parse().unwrap());
    let asking = |kind| MessageContext {
        privacy_notice: "https://partner.example/privacy",
        kind,
        partner: PARTNER,
        provider: PARTNER,
        person: PERSON,
        email: "staff@partner.example",
        until,
    };
    let kinds = [RequestKind::Customer, RequestKind::CustomerWithProvider, RequestKind::Partnership];
    let requests = kinds.map(|kind| {
        let (subject, text) = draft_message(locale, &asking(kind));
        let marks = Placeholders { link: String::new(), valid_until: locale.date(until) };
        (subject, marks.body(&text).text(LINK))
    });
    let (subject, body) = reminder(locale, &asking(RequestKind::Customer));
    let answer = Acceptance {
        company_name: "새벽정밀".to_owned(),
        domain: "saebyeok.example".to_owned(),
        person_name: PERSON.to_owned(),
        email: "jiwoo@saebyeok.example".to_owned(),
        microsoft_id: None,
    };
    let others =
        [(subject, body.text(LINK)), thanks::compose(locale, PARTNER, &[PARTNER, "한강"], &answer, until)];
    let links = [LinkPurpose::Reset, LinkPurpose::SignUp].map(|purpose| {
        let (subject, body) = password_mail::compose(texts, PERSON, purpose);
        (subject, body.text(LINK))
    });
    let notices = [
        Notice::PasswordChanged,
        Notice::PasswordReset,
        Notice::FactorSetUp,
        Notice::FactorRemoved,
        Notice::FactorReset,
        Notice::CodesRenewed,
        Notice::CodeUsed,
        Notice::RolesChanged(Roles::parse("global-admin,sales-agent").unwrap()),
        Notice::Deactivated,
    ]
    .map(|notice| notice.subject_and_text(texts, PERSON, LINK));
    let all = requests.into_iter().chain(others).chain(links).chain(notices);
    all.map(|(subject, body)| format!("{subject}\n{body}")).collect()
}

#[test]
fn mails_have_no_english() {
    for locale in [Locale::Ko, Locale::ZhTw] {
        for mail in mails(locale) {
            assert_eq!(english(&mail), Vec::<String>::new(), "{mail}");
        }
    }
}
