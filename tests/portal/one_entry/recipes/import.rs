//! The import by browser. A batch logs one entry; a row that changes an existing customer also logs an entry for that
//! customer, so that the customer's history is complete.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::{NO_ID, Stage};
use crate::support::Reply;
use crate::support::cast::id;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/import" => (upload(stage).await, NO_LOGS), // a preview only; nothing is written
        "/customers/import/{draft}/confirmation" => {
            let page = upload(stage).await.header("location");
            let reply = stage.admin.submit(&page, &format!("{page}/confirmation"), &[]).await;
            stage.wait_for_entry().await;
            (reply, PROVIDERS)
        }
        "/customers/import/{draft}/disposal" => {
            let page = upload(stage).await.header("location");
            (stage.admin.submit(&page, &format!("{page}/disposal"), &[]).await, NO_LOGS) // a file that was never imported
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/customers/import" => (stage.admin.upload("customers", "f.xlsx", b"PK\x03\x04").await, NO_LOGS),
        "/customers/import/{draft}/confirmation" => {
            let page = upload(stage).await.header("location");
            let other = stage.app.importing("aa@1000.example");
            let reply = stage.admin.submit(&page, &format!("{page}/confirmation"), &[]).await;
            stage.app.imported(&other);
            (reply, NO_LOGS)
        }
        "/customers/import/{draft}/disposal" => (stage.form_at(&path.replace("{draft}", NO_ID), &[]).await, NO_LOGS),
        _ => return None,
    })
}

async fn upload(stage: &Stage) -> Reply {
    let number = u128::from(stage.number());
    let file = format!(
        "Microsoft ID,Company name,Primary domain name,Relationship\r\n{},One,one{number}.example,Reseller\r\n\
         {},Two,two{number}.example,Reseller\r\n",
        id(0xF11E_0000 + number),
        id(0xF11F_0000 + number)
    );
    stage.admin.upload("customers", "f.csv", file.as_bytes()).await
}
