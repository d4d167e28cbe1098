//! Tags, aliases, notes and contacts of a customer.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use crate::support::cast::id;
use diesel::prelude::*;
use partner_portal::db::schema::{customer_contacts, notes, tags};

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/account-settings/tags/new" => (new_tag(stage, "One").await, PROVIDERS),
        "/account-settings/tags/{tag}" => {
            let at = some_tag(stage).await;
            (stage.form_at(&at, &[("name", "Renamed"), ("hue", "rust"), ("merge", "")]).await, PROVIDERS)
        }
        "/account-settings/tags/{tag}/removal" => {
            let at = some_tag(stage).await;
            (stage.form_at(&format!("{at}/removal"), &[]).await, PROVIDERS)
        }
        "/customers/{id}/tags" => {
            (stage.customer(1, path, &[("shown", ""), ("names", "VIP; 의료"), ("hue", "")]).await, PROVIDERS)
        }
        "/customers/{id}/aliases" => {
            let fields = [("aliases", "Hanbit Optics"), ("seen", ""), ("remove_former", "")];
            (stage.customer(1, path, &fields).await, PROVIDERS)
        }
        "/customers/{id}/notes" => (note(stage, "Call in January").await, PROVIDERS),
        "/customers/{id}/notes/{note}" => {
            let at = some_note(stage).await;
            (stage.form_at(&at, &[("body", "Call in May"), ("version", "1")]).await, PROVIDERS)
        }
        "/customers/{id}/notes/{note}/pin" => {
            let at = some_note(stage).await;
            (stage.form_at(&format!("{at}/pin"), &[("pinned", "on")]).await, PROVIDERS)
        }
        "/customers/{id}/notes/{note}/removal" => {
            let at = some_note(stage).await;
            (stage.form_at(&format!("{at}/removal"), &[]).await, PROVIDERS)
        }
        "/customers/{id}/contact" => (contact(stage, "세린").await, PROVIDERS),
        "/customers/{id}/contact/{contact}" => {
            let at = some_contact(stage).await;
            (stage.form_at(&at, &contact_fields("세린 오")).await, PROVIDERS)
        }
        "/customers/{id}/contact/{contact}/removal" => {
            let at = some_contact(stage).await;
            (stage.form_at(&format!("{at}/removal"), &[]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/account-settings/tags/new" => (new_tag(stage, "a;b").await, NO_LOGS),
        "/account-settings/tags/{tag}" => {
            let at = some_tag(stage).await;
            (stage.form_at(&at, &[("name", "Renamed"), ("hue", "pink"), ("merge", "")]).await, NO_LOGS)
        }
        "/account-settings/tags/{tag}/removal" => {
            (stage.form_at("/account-settings/tags/1000000/removal", &[]).await, NO_LOGS)
        }
        "/customers/{id}/tags" => {
            (stage.customer(1, path, &[("shown", ""), ("names", &"x".repeat(41)), ("hue", "")]).await, NO_LOGS)
        }
        "/customers/{id}/aliases" => {
            let fields = [("aliases", "a\u{202e}b"), ("seen", ""), ("remove_former", "")];
            (stage.customer(1, path, &fields).await, NO_LOGS)
        }
        "/customers/{id}/notes" => (note(stage, " ").await, NO_LOGS),
        "/customers/{id}/notes/{note}" => {
            let at = some_note(stage).await;
            (stage.form_at(&at, &[("body", "Call in May"), ("version", "7")]).await, NO_LOGS)
        }
        "/customers/{id}/notes/{note}/pin" => {
            let at = some_note(stage).await;
            (stage.form_at(&format!("{at}/pin"), &[("pinned", "off")]).await, NO_LOGS)
        }
        "/customers/{id}/notes/{note}/removal" => {
            (stage.customer(1, "/customers/{id}/notes/1000000/removal", &[]).await, NO_LOGS)
        }
        "/customers/{id}/contact" => (contact(stage, "").await, NO_LOGS),
        "/customers/{id}/contact/{contact}" => {
            let at = some_contact(stage).await;
            (stage.form_at(&at, &contact_fields("")).await, NO_LOGS)
        }
        "/customers/{id}/contact/{contact}/removal" => {
            (stage.customer(1, "/customers/{id}/contact/1000000/removal", &[]).await, NO_LOGS)
        }
        _ => return None,
    })
}

async fn new_tag(stage: &Stage, name: &str) -> Reply {
    stage.form_at("/account-settings/tags/new", &[("name", name), ("hue", "teal"), ("merge", "")]).await
}

/// Creates a tag and returns its address.
async fn some_tag(stage: &Stage) -> String {
    new_tag(stage, &format!("Tag {}", stage.number())).await;
    let newest = tags::table.order(tags::id.desc()).select(tags::id);
    let id: i32 = stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    stage.restart_count();
    format!("/account-settings/tags/{id}")
}

async fn note(stage: &Stage, body: &str) -> Reply {
    stage.customer(1, "/customers/{id}/notes", &[("body", body), ("version", "")]).await
}

async fn some_note(stage: &Stage) -> String {
    note(stage, &format!("Note {}", stage.number())).await;
    let newest = notes::table.order(notes::id.desc()).select(notes::id);
    let note: i32 = stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    stage.restart_count();
    format!("/customers/{}/notes/{note}", id(1))
}

fn contact_fields(name: &str) -> [(&'static str, &str); 5] {
    [("name", name), ("email", "serin@hanbit.example"), ("phone", ""), ("role", "CIO"), ("version", "1")]
}

async fn contact(stage: &Stage, name: &str) -> Reply {
    stage.customer(1, "/customers/{id}/contact", &contact_fields(name)).await
}

async fn some_contact(stage: &Stage) -> String {
    contact(stage, &format!("Contact {}", stage.number())).await;
    let newest = customer_contacts::table.order(customer_contacts::id.desc()).select(customer_contacts::id);
    let contact: i32 = stage.app.portal.db.read_now(|c| Ok(newest.first(c)?)).unwrap();
    stage.restart_count();
    format!("/customers/{}/contact/{contact}", id(1))
}
