//! Multipart forms with a file, as browsers send them.

use super::{Browser, Reply, TestApp};
use actix_web::test::TestRequest;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{imports, users};
use serde_json::{Value, json};

const BOUNDARY: &str = "----partner-portal-test";

/// Builds the body of a form: name, file name if it is a file, content.
pub fn body(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file =
            file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/csv")).unwrap_or_default();
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

impl Browser {
    /// Sends a multipart body unchanged.
    pub async fn send_multipart(&self, action: &str, body: Vec<u8>) -> Reply {
        let request = TestRequest::post()
            .uri(action)
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", format!("multipart/form-data; boundary={BOUNDARY}")));
        self.send(request.set_payload(body)).await
    }

    /// Uploads subscriptions, of one customer if given.
    pub async fn upload_for(&self, customer: Option<&str>, name: &str, content: &[u8]) -> Reply {
        let token = self.get("/help/keys").await.value("input[name=_csrf]");
        let parts: [(&str, Option<&str>, &[u8]); 4] = [
            ("_csrf", None, token.as_bytes()),
            ("kind", None, b"subscriptions"),
            ("customer", None, customer.unwrap_or_default().as_bytes()),
            ("file", Some(name), content),
        ];
        self.send_multipart("/customers/import", body(&parts)).await
    }

    /// Uploads a file to import.
    pub async fn upload(&self, kind: &str, name: &str, content: &[u8]) -> Reply {
        let token = self.get("/help/keys").await.value("input[name=_csrf]");
        let parts: [(&str, Option<&str>, &[u8]); 4] = [
            ("_csrf", None, token.as_bytes()),
            ("kind", None, kind.as_bytes()),
            ("delegated_admin", None, b"yes"),
            ("file", Some(name), content),
        ];
        self.send_multipart("/customers/import", body(&parts)).await
    }
}

impl TestApp {
    /// Makes a checked import look as if a process that has since stopped had added this many rows. The lease of that
    /// process is still valid, or is over.
    pub fn abandon(&self, page: &str, added: i64, is_over: bool) {
        let id = page.rsplit('/').next().unwrap().to_owned();
        let until = clock::now() + chrono::TimeDelta::seconds(if is_over { -1 } else { 600 });
        let row = imports::table.find(id);
        let changed = self.portal.db.write_now(|c| {
            let content: String = row.clone().select(imports::content).first(c)?;
            let mut content: Value = serde_json::from_str(&content).unwrap();
            content["state"] = json!("Running");
            let values = (
                imports::state.eq("running"),
                imports::content.eq(content.to_string()),
                imports::added.eq(added),
                imports::lease.eq("of a process that is gone"),
                imports::leased_until.eq(until),
                imports::attempts.eq(1),
            );
            Ok(diesel::update(row).set(values).execute(c)?)
        });
        assert_eq!(changed.unwrap(), 1);
    }

    /// Makes another process appear to run an import of this user.
    pub fn importing(&self, email: &str) -> String {
        let id = uuid::Uuid::new_v4().to_string();
        let person = users::table.filter(users::email.eq(email)).select((users::partner_id, users::id));
        let content = json!({
            "kind": "Customers", "file_name": "f.csv", "bytes": 9, "delegated_admin": true, "customer": null,
            "language": "en", "request_id": "", "address": "", "state": "Running",
        });
        let made = self.portal.db.write_now(|c| {
            let (partner, user): (i32, i32) = person.first(c)?;
            let row = (
                imports::id.eq(&id),
                imports::partner_id.eq(partner),
                imports::user_id.eq(user),
                imports::state.eq("running"),
                imports::content.eq(content.to_string()),
                imports::is_kept.eq(true),
                imports::progress.eq("null"),
                imports::lease.eq("of another process"),
                imports::leased_until.eq(clock::now() + chrono::TimeDelta::seconds(600)),
                imports::created_at.eq(clock::now()),
                imports::updated_at.eq(clock::now()),
            );
            Ok(diesel::insert_into(imports::table).values(row).execute(c)?)
        });
        made.unwrap();
        format!("/customers/import/{id}")
    }

    /// Ends the import that [`TestApp::importing`] began.
    pub fn imported(&self, page: &str) {
        let id = page.rsplit('/').next().unwrap().to_owned();
        self.portal.db.write_now(|c| Ok(diesel::delete(imports::table.find(id)).execute(c)?)).unwrap();
    }
}
