//! Adding a customer: everything before the last step is a draft, visible only to its user.

use super::{BOTH, NO_LOGS, Outcome};
use crate::one_entry::stage::{NO_ID, Stage};
use crate::support::Reply;
use crate::support::forms::{company as form, send, with};

const NEW: &str = "/customers/new";

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (company(stage, NEW, &domain(stage)).await, NO_LOGS), // a draft only
        "/customers/new/{draft}/company" => {
            let (draft, _) = begun(stage).await;
            (company(stage, &path.replace("{draft}", &draft), &domain(stage)).await, NO_LOGS) // a draft only
        }
        "/customers/new/{draft}/reseller" => (step(stage, path, &[("reseller", "2000")]).await, NO_LOGS), // the same
        "/customers/new/{draft}/subscriptions" => {
            (step(stage, path, &[("quantity-E3", "3")]).await, NO_LOGS) // a draft only
        }
        "/customers/new/{draft}/review" => (everything(stage, path).await, BOTH),
        "/customers/new/{draft}/disposal" => (step(stage, path, &[]).await, NO_LOGS), // a draft only
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        NEW => (company(stage, NEW, "nodot.").await, NO_LOGS),
        "/customers/new/{draft}/company" => {
            let (draft, _) = begun(stage).await;
            (company(stage, &path.replace("{draft}", &draft), "no domain").await, NO_LOGS)
        }
        "/customers/new/{draft}/reseller" => (step(stage, path, &[("reseller", "4000")]).await, NO_LOGS),
        "/customers/new/{draft}/subscriptions" => {
            (step(stage, path, &[("quantity-E3", "many")]).await, NO_LOGS)
        }
        "/customers/new/{draft}/review" => {
            let (draft, domain) = begun(stage).await;
            let number = 0xADD + u128::from(stage.number());
            stage.app.customer(&stage.cast.provider, number, "Sooner", &domain);
            (stage.form_at(&path.replace("{draft}", &draft), &[]).await, NO_LOGS)
        }
        "/customers/new/{draft}/disposal" => (stage.form_at(&path.replace("{draft}", NO_ID), &[]).await, NO_LOGS),
        _ => return None,
    })
}

fn domain(stage: &Stage) -> String {
    format!("new{}.example", stage.number())
}

/// Sends the form of the first step.
async fn company(stage: &Stage, address: &str, domain: &str) -> Reply {
    let draft = stage.admin.get(NEW).await.value("input[name=draft]");
    send(&stage.admin, address, &with(form(domain), "draft", &draft)).await
}

/// Creates a draft with its first step done; returns its path and its domain.
async fn begun(stage: &Stage) -> (String, String) {
    let domain = domain(stage);
    let next = company(stage, NEW, &domain).await.header("location");
    (next.split('/').nth(3).unwrap().to_owned(), domain)
}

async fn step(stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Reply {
    let (draft, _) = begun(stage).await;
    stage.form_at(&path.replace("{draft}", &draft), fields).await
}

/// With a reseller and an order: everything is one entry.
async fn everything(stage: &Stage, path: &str) -> Reply {
    let (draft, _) = begun(stage).await;
    stage.form_at(&format!("{NEW}/{draft}/reseller"), &[("reseller", "2000")]).await;
    stage.form_at(&format!("{NEW}/{draft}/subscriptions"), &[("quantity-E3", "3")]).await;
    stage.restart_count();
    stage.form_at(&path.replace("{draft}", &draft), &[]).await
}
