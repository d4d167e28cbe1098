//! `POST /customers/{id}/subscriptions/suspension`: suspends all active subscriptions that this partner sold to the
//! customer, with one log entry. The page that ends a relationship offers it.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::SuspendSubscription;
use crate::db::portable;
use crate::domain::{MicrosoftId, SubscriptionStatus};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::offers::known::KnownOffers;
use crate::features::subscriptions::change::apply::{pairs, write_changes};
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::lifecycle::transitions;
use crate::i18n::time_zone::{LocalTime, partner_zone};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_extract::safe_return_path;
use crate::web::response::see_other;
use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The form: the path to return to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnQuery {
    return_to: Option<String>,
}

/// Suspends the subscriptions and redirects back.
pub async fn suspend_all(
    scope: Scope<SuspendSubscription>,
    portal: Data<AppState>,
    path: Path<MicrosoftId>,
    form: Form<ReturnQuery>,
) -> Result<HttpResponse> {
    let id = path.into_inner();
    let count = portal.log.record(scope.author(), move |tx| suspended(tx, &scope, id)).await?;
    let path = match &form.return_to {
        Some(path) => safe_return_path(Some(path)),
        None => urls::customer_subscriptions(id).to_string(),
    };
    let message = if count == 0 { Message::NothingToSuspend } else { Message::AllSuspended };
    Ok(see_other(&portal, &path, message.about(count)))
}

fn suspended(
    tx: &mut Tx<'_>,
    scope: &Scope<SuspendSubscription>,
    id: MicrosoftId,
) -> Result<(usize, Vec<Activity>)> {
    let name = customer(scope, id, tx.c)?.list_name;
    portable::lock_partner(tx.c, scope.partner())?;
    let now = LocalTime::new(tx.at, partner_zone(&scope.actor().partner));
    let sold = queries::sold_to_customer(tx, scope.partner(), id)?;
    let (mut changes, mut done, mut offers) = (Vec::new(), BTreeSet::new(), KnownOffers::default());
    let is_active = |status| status == SubscriptionStatus::Active;
    // Parents first, because suspending one also suspends its add-ons.
    let (parents, add_ons): (Vec<_>, Vec<_>) =
        sold.iter().filter(|one| is_active(one.status)).partition(|one| one.parent.is_none());
    for one in parents.into_iter().chain(add_ons) {
        if done.contains(&one.id) {
            continue;
        }
        let family = queries::family(tx, &sold, &one.id, &mut offers)?;
        let after = transitions::suspended(&family, now);
        done.extend(after.iter().map(|one| one.id.clone()));
        changes.extend(pairs(&family, after));
    }
    let activity = write_changes(tx, scope.partner(), id, &name, &changes)?;
    Ok((changes.len(), activity.into_iter().collect()))
}
