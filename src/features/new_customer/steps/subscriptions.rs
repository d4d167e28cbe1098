//! The third step: the subscriptions to order, if any. Quantities of offers that a search hides are kept.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::domain::{DraftId, Offer, OfferId};
use crate::error::{Error, Result};
use crate::features::new_customer::checks;
use crate::features::new_customer::model::{CustomerDraft, Step};
use crate::features::new_customer::steps::common::{load, redirect_to_step, save_draft, step_shell};
use crate::features::new_customer::steps::progress::Steps;
use crate::features::offers::{catalogue, own_seller};
use crate::state::AppState;
use crate::text::fold;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The maximum number of offers on the page; a search finds the others.
const SHOWN: usize = 100;

/// The maximum length of a quantity or a search text, in characters.
const MAX_LEN: usize = 40;

/// The maximum number of quantities in a draft.
const REMEMBERED: usize = 200;

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: String,
}

/// Returns the offers that this partner sells itself, by name. Without add-ons, which need an existing subscription.
pub async fn offers(portal: &AppState, scope: &Scope<AddCustomer>) -> Result<Vec<Offer>> {
    let Some(seller) = own_seller(scope) else { return Ok(Vec::new()) };
    let asker = scope.clone();
    let all = portal.db.read(move |c| catalogue(&asker, &seller, c)).await?;
    Ok(all.into_iter().filter(|offer| offer.parent.is_none()).collect())
}

/// `GET /customers/new/{draft}/subscriptions`.
pub async fn show(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
    search: Query<Search>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, path.into_inner()).await?;
    if draft.added.is_some() {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Subscriptions));
    }
    page(&request, &portal, &scope, id, &draft, &search.q).await
}

/// `POST /customers/new/{draft}/subscriptions`: continues, goes back, or searches. Always saves the quantities.
pub async fn send(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
    posted: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (id, _) = load(&portal, &scope, path.into_inner()).await?;
    let posted = posted.into_inner();
    let value = |name: &str| posted.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value);
    let q = value("q").chars().take(MAX_LEN).collect::<String>();
    // Enter in the search field searches; in a quantity field it continues.
    let go = match value("go") {
        "enter" if q != value("searched").chars().take(MAX_LEN).collect::<String>() => "search".to_owned(),
        go => go.to_owned(),
    };
    let typed = typed_quantities(&posted);
    let draft = save_draft(&portal, &scope, id, move |draft| remember(draft, typed)).await?;
    match go.as_str() {
        "back" => Ok(redirect_to_step(&portal, id, &draft, Step::Subscriptions.before(&scope))),
        "search" if draft.added.is_none() => {
            let query = serde_urlencoded::to_string([("q", q)]).map_err(Error::internal)?;
            let there = format!("{}?{query}", Step::Subscriptions.address(id));
            Ok(crate::web::response::see_other(&portal, &there, None))
        }
        _ => {
            let offers = offers(&portal, &scope).await?;
            let shell = step_shell(&request, &scope)?;
            let ready = !draft.may_order(&scope) || checks::lines(&draft, &offers, shell.locale).is_ok();
            match ready || draft.added.is_some() {
                true => Ok(redirect_to_step(&portal, id, &draft, Step::Subscriptions.next(&scope))),
                false => page(&request, &portal, &scope, id, &draft, &q).await,
            }
        }
    }
}

fn typed_quantities(posted: &[(String, String)]) -> Vec<(String, String)> {
    let quantities = posted.iter().filter_map(|(field, value)| {
        let offer = OfferId::parse(field.strip_prefix("quantity-")?)?;
        let value = value.trim().chars().filter(|c| !c.is_control()).take(MAX_LEN).collect();
        Some((offer.to_string(), value))
    });
    quantities.collect()
}

fn remember(draft: &mut CustomerDraft, typed: Vec<(String, String)>) {
    for (offer, value) in typed {
        let known = draft.quantities.contains_key(&offer);
        if value.is_empty() {
            draft.quantities.remove(&offer);
        } else if known || draft.quantities.len() < REMEMBERED {
            draft.quantities.insert(offer, value);
        }
    }
}

async fn page(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<AddCustomer>,
    id: DraftId,
    draft: &CustomerDraft,
    q: &str,
) -> Result<HttpResponse> {
    if !Step::all(scope).contains(&Step::Subscriptions) {
        return Err(Error::NotFound);
    }
    let shell = step_shell(request, scope)?;
    let offers = offers(portal, scope).await?;
    let may_order = draft.may_order(scope);
    let faults = match may_order {
        true => checks::lines(draft, &offers, shell.locale).err().unwrap_or_default(),
        false => BTreeMap::new(),
    };
    let words = fold(q);
    let is_shown = |offer: &&Offer| {
        let text = fold(&format!("{} {} {}", offer.name, offer.publisher, offer.category));
        faults.contains_key(offer.id.as_str()) || words.split_whitespace().all(|word| text.contains(word))
    };
    let found: Vec<&Offer> = offers.iter().filter(is_shown).collect();
    let typed = |offer: &Offer| draft.quantities.get(offer.id.as_str()).map_or("", String::as_str);
    let lines = found.iter().take(SHOWN).map(|offer| OfferLine { offer, typed: typed(offer) }).collect();
    // Offers that the catalog no longer has are listed above the form, because they have no row.
    let gone: Vec<&str> = faults
        .keys()
        .map(String::as_str)
        .filter(|id| !offers.iter().any(|offer| offer.id.as_str() == *id))
        .collect();
    let steps = Steps::new(scope, shell.texts, Step::Subscriptions, Some(id));
    let page = SubscriptionsPage {
        shell: &shell,
        steps: &steps,
        id,
        lines,
        found: found.len(),
        total: offers.len(),
        gone: &gone,
        faults: &faults,
        q,
        may_order,
        chosen: draft.chosen_offers().count(),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    response::page_as(status, &page)
}

/// An offer with its submitted quantity.
pub struct OfferLine<'a> {
    /// The offer.
    pub offer: &'a Offer,
    /// The submitted quantity; may be empty or invalid.
    pub typed: &'a str,
}

/// The page of this step.
#[derive(Template)]
#[template(path = "new_customer/subscriptions.html")]
#[allow(missing_docs)]
pub struct SubscriptionsPage<'a> {
    pub shell: &'a Shell,
    pub steps: &'a Steps,
    pub id: DraftId,
    pub lines: Vec<OfferLine<'a>>,
    pub found: usize,
    pub total: usize,
    pub gone: &'a [&'a str],
    pub faults: &'a BTreeMap<String, String>,
    pub q: &'a str,
    pub may_order: bool,
    pub chosen: usize,
}

impl SubscriptionsPage<'_> {
    fn fault(&self, offer: &Offer) -> Option<&str> {
        self.faults.get(offer.id.as_str()).map(String::as_str)
    }

    fn limits(&self, offer: &Offer) -> String {
        let number = |number: i32| self.shell.locale.number(number.unsigned_abs().into());
        self.shell.texts.new_customer_limits(number(offer.minimum), number(offer.maximum))
    }

    fn is_empty(&self) -> bool {
        self.total == 0
    }

    fn count_text(&self) -> String {
        let number = |number: usize| self.shell.locale.number(number as u64);
        self.shell.texts.new_customer_offers_of(number(self.found), number(self.total))
    }

    fn chosen(&self) -> Option<String> {
        let number = self.shell.locale.number(self.chosen as u64);
        (self.chosen > 0).then(|| self.shell.texts.new_customer_chosen(number))
    }

    fn hidden(&self) -> u64 {
        (self.found - self.lines.len()) as u64
    }
}
