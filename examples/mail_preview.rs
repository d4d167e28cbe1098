//! Every mail that the portal writes, in every language, as files to be looked at: `bin/dev mail`, or
//! `cargo run --example mail_preview`, then open target/mail-preview/index.html.

use mailparse::{ParsedMail, parse_mail};
use partner_portal::auth::password_link::LinkPurpose;
use partner_portal::config::Settings;
use partner_portal::domain::RelationshipRequestId;
use partner_portal::domain::Roles;
use partner_portal::features::invitations::form::Acceptance;
use partner_portal::features::invitations::thanks;
use partner_portal::features::relationship_requests::message;
use partner_portal::features::relationship_requests::message::{MessageContext, Placeholders};
use partner_portal::features::relationship_requests::model::RequestKind;
use partner_portal::i18n::Locale;
use partner_portal::mail::body::Body;
use partner_portal::mail::delivery::QueuedMail;
use partner_portal::mail::message::compose;
use partner_portal::mail::notices::Notice;
use partner_portal::mail::outbox::MailKind;
use partner_portal::mail::password_mail as links;
use partner_portal::mail::server::MailServer;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const PORTAL: &str = "https://portal.example";
const FOLDER: &str = "target/mail-preview";

/// A mail: its name in the preview, what it is, subject and body.
type Mail = (&'static str, MailKind, (String, Body));

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(FOLDER);
    fs::create_dir_all(folder)?;
    let settings = Settings {
        smtp_url: Some("smtp://127.0.0.1:25".to_owned()),
        mail_from: Some("portal@portal.example".to_owned()),
        ..Settings::default()
    };
    let server = MailServer::from_settings(&settings)?.ok_or("no mail server")?;
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Mail</title><h1>Mail</h1>");
    for locale in Locale::ALL {
        write!(index, "<h2 lang={0}>{1}</h2><ul>", locale.html_lang(), locale.own_name())?;
        for (name, kind, (subject, body)) in mails(locale)? {
            let letter = letter(locale, kind, &subject, body);
            let link = match letter.request {
                Some(_) => "/invitations/the-personal-link",
                None => "/sign-in/password/the-link",
            };
            let message = compose(&letter, &server, &format!("{PORTAL}{link}"), None, None)
                .map_err(|refusal| refusal.words)?;
            let message = message.formatted();
            let message = parse_mail(&message)?;
            let file = format!("{name}.{}", locale.tag());
            fs::write(folder.join(format!("{file}.html")), part(&message, "text/html").unwrap_or_default())?;
            fs::write(folder.join(format!("{file}.txt")), part(&message, "text/plain").unwrap_or_default())?;
            write!(index, "<li><a href={file}.html>{name}</a> (<a href={file}.txt>text</a>) {subject}")?;
        }
        index.push_str("</ul>");
    }
    fs::write(folder.join("index.html"), index)?;
    println!("{}", folder.join("index.html").display());
    Ok(())
}

/// Everything that is written, by the functions that write it.
fn mails(locale: Locale) -> Result<Vec<Mail>, Box<dyn Error>> {
    let texts = locale.texts();
    let (partner, person) = match locale {
        Locale::En => ("Bluepine Cloud Inc.", "Grace Rivera"),
        Locale::Ko => ("솔빛 클라우드", "서지우"),
        Locale::ZhTw => ("玉山資訊", "林志明"),
    };
    let until = "2026-12-21".parse()?;
    let asking = |kind| MessageContext {
        privacy_notice: "https://partner.example/privacy",
        kind,
        partner,
        provider: "한강 디스트리뷰션",
        person,
        email: "staff@partner.example",
        until,
    };
    let answer = Acceptance {
        company_name: "새벽정밀 Ltd <&>".to_owned(),
        domain: "saebyeok.example".to_owned(),
        person_name: person.to_owned(),
        email: "jiwoo@saebyeok.example".to_owned(),
        microsoft_id: None,
    };
    let request = |kind| {
        let (subject, text) = message::draft_message(locale, &asking(kind));
        let marks = Placeholders { link: String::new(), valid_until: locale.date(until) };
        (subject, marks.body(&text))
    };
    let plain = |(subject, text)| (subject, Body::plain(text));
    let thanks = thanks::compose(locale, partner, &[partner, "한강 디스트리뷰션"], &answer, until);
    let mut mails = vec![
        ("request", MailKind::Request, request(RequestKind::Customer)),
        ("request-with-provider", MailKind::Request, request(RequestKind::CustomerWithProvider)),
        ("request-of-partnership", MailKind::Request, request(RequestKind::Partnership)),
        ("reminder", MailKind::Reminder, message::reminder(locale, &asking(RequestKind::Customer))),
        ("thanks", MailKind::Thanks, plain(thanks)),
        ("password-reset", MailKind::PasswordReset, links::compose(texts, person, LinkPurpose::Reset)),
        ("sign-up", MailKind::SignUp, links::compose(texts, person, LinkPurpose::SignUp)),
    ];
    let notices = [
        ("notice-password-changed", Notice::PasswordChanged),
        ("notice-password-reset", Notice::PasswordReset),
        ("notice-factor-set-up", Notice::FactorSetUp),
        ("notice-factor-removed", Notice::FactorRemoved),
        ("notice-factor-reset", Notice::FactorReset),
        ("notice-codes-renewed", Notice::CodesRenewed),
        ("notice-code-used", Notice::CodeUsed),
        ("notice-roles-changed", Notice::RolesChanged(Roles::parse("global-admin,sales-agent")?)),
        ("notice-deactivated", Notice::Deactivated),
    ];
    let notice = |(name, notice): (_, Notice)| {
        (name, MailKind::Notice, plain(notice.subject_and_text(texts, person, PORTAL)))
    };
    mails.extend(notices.map(notice));
    Ok(mails)
}

fn letter(locale: Locale, kind: MailKind, subject: &str, body: Body) -> QueuedMail {
    let is_request = matches!(kind, MailKind::Request | MailKind::Reminder | MailKind::Thanks);
    QueuedMail {
        id: "00000000-0000-4000-8000-000000000000".to_owned(),
        link: kind.link(),
        sender: "한강 디스트리뷰션".to_owned(),
        request: is_request.then(RelationshipRequestId::random),
        link_seq: None,
        recipient: "jiwoo@saebyeok.example".to_owned(),
        reply_to: String::new(),
        language: locale.tag().to_owned(),
        subject: subject.to_owned(),
        body,
        attempts: 0,
        unsubscribe: None,
        report_run: None,
        attaches: false,
    }
}

/// The part of this kind.
fn part(mail: &ParsedMail<'_>, kind: &str) -> Option<String> {
    if mail.ctype.mimetype == kind {
        return mail.get_body().ok();
    }
    mail.subparts.iter().find_map(|inner| part(inner, kind))
}
