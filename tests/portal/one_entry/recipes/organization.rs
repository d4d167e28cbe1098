//! The organization profile.

use super::{NO_LOGS, Outcome, PROVIDERS};
use crate::one_entry::stage::Stage;
use crate::support::Reply;

pub async fn right(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/account-settings/organization/edit" => {
            (save(stage, path, &[("legal_name", "한강"), ("city", "서울")]).await, PROVIDERS)
        }
        "/account-settings/organization/tax-id" => {
            (save(stage, path, &[("tax_id", "123-45-67890")]).await, PROVIDERS)
        }
        _ => return None,
    })
}

pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
    Some(match path {
        "/account-settings/organization/edit" => (save(stage, path, &[("legal_name", "")]).await, NO_LOGS),
        "/account-settings/organization/tax-id" => (save(stage, path, &[("tax_id", "a\0b")]).await, NO_LOGS),
        _ => return None,
    })
}

async fn save(stage: &Stage, path: &str, fields: &[(&str, &str)]) -> Reply {
    let version = stage.admin.get(path).await.value("input[name=version]");
    stage.admin.submit(path, path, &[fields, &[("version", version.as_str())]].concat()).await
}
