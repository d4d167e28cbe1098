//! Where a webhook's events go: the decrypted address and the secrets that are valid.

use crate::domain::Partner;
use crate::features::rest_api::partner_guid::partner_guid;
use crate::features::webhooks::model::Webhook;
use crate::features::webhooks::signing::SigningSecret;
use crate::outbound::webhook_seal::WebhookPart;
use crate::secrets::Secrets;
use crate::state::AppState;
use chrono::NaiveDateTime;
use url::Url;
use uuid::Uuid;

/// Where events go.
pub struct Target {
    /// The address.
    pub url: Url,
    /// The secrets that are valid, the newest first.
    pub secrets: Vec<SigningSecret>,
    /// The public URL of the portal.
    pub public_url: String,
    /// The partner's id in the API.
    pub partner: Uuid,
}

impl Target {
    /// Decrypts what a webhook needs at this time; `None` if it belongs to another secret file.
    pub fn open(portal: &AppState, partner: &Partner, webhook: &Webhook, now: NaiveDateTime) -> Option<Self> {
        let secret = |sealed| SigningSecret::unseal(&portal.secrets, webhook.partner_id, sealed);
        let mut secrets = vec![secret(&webhook.sealed_secret)?];
        if webhook.former_until.is_some_and(|until| until > now) {
            secrets.extend(webhook.sealed_former.as_deref().and_then(secret));
        }
        Some(Target {
            url: address(&portal.secrets, webhook)?,
            secrets,
            public_url: portal.settings.public_url(),
            partner: partner_guid(&partner.mpn_id),
        })
    }
}

/// Returns the address of a webhook; `None` if it belongs to another secret file.
pub fn address(secrets: &Secrets, webhook: &Webhook) -> Option<Url> {
    let bytes = WebhookPart::Address.unseal(secrets, webhook.partner_id, &webhook.sealed_url)?;
    Url::parse(&String::from_utf8(bytes).ok()?).ok()
}
