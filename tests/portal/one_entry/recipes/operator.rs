//! What an operator does with the mail queue.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;
use diesel::connection::SimpleConnection;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/operator/mail" => (send_now(stage, "queued").await, PROVIDERS),
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/operator/mail" => (send_now(stage, "no-such-message").await, NO_LOGS),
        _ => return None,
    })
}

/// An operator has a message sent that another partner has queued.
async fn send_now(stage: &Stage, message: &str) -> Reply {
    let email = stage.somebody();
    let sql = format!(
        "UPDATE users SET is_operator = TRUE WHERE email = '{email}';
         DELETE FROM outbox WHERE id = 'queued';
         INSERT INTO outbox (id, partner_id, recipient, reply_to, language, subject, text, created_at, not_before, attempts, held,
                             kind, link)
         SELECT 'queued', id, 'it@customer.example', '', 'en', 'Subject', '[]', '2026-11-21 10:00:00', '2036-11-21 10:00:00', 0,
                FALSE, 'notice', 'none' FROM partners WHERE mpn_id = '2000'"
    );
    stage.app.portal.db.write_now(|c| Ok(c.batch_execute(&sql)?)).unwrap();
    stage.signed_in(&email).await.submit("/operator", "/operator/mail", &[("message", message)]).await
}
