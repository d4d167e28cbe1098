//! Forms with a file, as browsers send them.

use super::{Browser, Reply};
use actix_web::test::TestRequest;

const BOUNDARY: &str = "----partner-portal-test";

/// The body of a form: name, file name if it is a file, content.
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
    /// Sends a form with a file as it is.
    pub async fn send_multipart(&self, action: &str, body: Vec<u8>) -> Reply {
        let request = TestRequest::post()
            .uri(action)
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", format!("multipart/form-data; boundary={BOUNDARY}")));
        self.send(request.set_payload(body)).await
    }

    /// Uploads subscriptions of one customer.
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

    /// Uploads a file to be imported.
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
