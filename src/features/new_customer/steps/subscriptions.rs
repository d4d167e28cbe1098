//! The third step: the subscriptions to order, if any.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::domain::{DraftId, Offer, OfferId};
use crate::error::{Error, Result};
use crate::features::new_customer::checks;
use crate::features::new_customer::model::{CustomerDraft, Step};
use crate::features::new_customer::steps::common::{load, redirect_to_step, save_draft, step_shell};
use crate::features::new_customer::steps::progress::steps;
use crate::features::new_customer::steps::subscriptions_page::{SubscriptionsPage, picker};
use crate::features::offers::catalog;
use crate::features::offers::catalog::CatalogFilter;
use crate::features::offers::form::PickerForm;
use crate::features::offers::picker::row_fragment;
use crate::features::offers::quantity::{QuantityError, parse_quantity};
use crate::features::offers::queries::{catalogue, own_seller};
use crate::features::orders::model::MAX_LINES;
use crate::i18n::Locale;
use crate::state::AppState;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::BTreeMap;

/// The maximum length of a quantity, in characters.
const MAX_LEN: usize = 40;

/// The maximum number of quantities in a draft.
const MAX_QUANTITIES: usize = 200;

/// The field of a line of the cart begins like this, and ends with the Offer ID.
pub(super) const LINE_FIELD: &str = "quantity-";

/// Returns Offer ID and quantity of the lines of the cart, without control characters.
fn quantities(form: &PickerForm) -> Vec<(String, String)> {
    let quantities = form.0.iter().filter_map(|(field, value)| {
        let offer = OfferId::parse(field.strip_prefix(LINE_FIELD)?)?;
        let value = value.trim().chars().filter(|c| !c.is_control()).take(MAX_LEN).collect();
        Some((offer.to_string(), value))
    });
    quantities.collect()
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
    filter: Query<CatalogFilter>,
) -> Result<HttpResponse> {
    let (id, draft) = load(&portal, &scope, path.into_inner()).await?;
    if draft.added.is_some() {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Subscriptions));
    }
    page(&request, &portal, &scope, (id, &draft), &filter, None).await
}

/// `POST /customers/new/{draft}/subscriptions`: sets the quantity of one offer, removes an offer, goes back or continues.
/// Saves the quantities in the cart, also invalid ones.
pub async fn send(
    request: HttpRequest,
    scope: Scope<AddCustomer>,
    portal: Data<AppState>,
    path: Path<DraftId>,
    posted: Form<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let (id, mut draft) = load(&portal, &scope, path.into_inner()).await?;
    let form = PickerForm(posted.into_inner());
    let shell = step_shell(&request, &scope)?;
    let (mut typed, filter) = (quantities(&form), form.filter());
    let (chosen, removed) = (form.value("offer"), form.value("remove"));
    let offers = offers(&portal, &scope).await?;
    match rows(&mut draft, &offers, &form, shell.locale) {
        Ok(quantities) => typed.extend(quantities),
        Err(fault) => return page(&request, &portal, &scope, (id, &draft), &filter, Some(&fault)).await,
    }
    if let Some(removed) = OfferId::parse(removed) {
        typed.push((removed.to_string(), String::new()));
    }
    let in_rows = draft.typed;
    let save = move |draft: &mut CustomerDraft| {
        remember(draft, typed);
        draft.typed = in_rows;
    };
    let draft = save_draft(&portal, &scope, id, save).await?;
    let stays = form.is_enter_in_a_row() || !(chosen.is_empty() && removed.is_empty());
    if draft.added.is_none() && stays {
        let to = catalog::address(&Step::Subscriptions.address(id), &[], &filter);
        let row = if removed.is_empty() { chosen } else { removed };
        return Ok(see_other(&portal, &(to + &row_fragment(row)), None));
    }
    if form.value("go") == "back" {
        return Ok(redirect_to_step(&portal, id, &draft, Step::Subscriptions.before(&scope)));
    }
    let ready = !draft.may_order(&scope) || checks::lines(&draft, &offers, shell.locale).is_ok();
    match ready || draft.added.is_some() {
        true => Ok(redirect_to_step(&portal, id, &draft, Step::Subscriptions.next(&scope))),
        false => page(&request, &portal, &scope, (id, &draft), &filter, None).await,
    }
}

/// Returns the quantity of the offer whose button was pressed; of all whose quantity was changed, if it was Enter. The draft
/// keeps what was typed in the other rows.
fn rows(
    draft: &mut CustomerDraft,
    offers: &[Offer],
    form: &PickerForm,
    locale: Locale,
) -> std::result::Result<Vec<(String, String)>, QuantityError> {
    let chosen = form.value("offer");
    if chosen.is_empty() && !form.is_enter_in_a_row() {
        return Ok(Vec::new());
    }
    let held = draft.clone();
    let in_cart = |offer: &Offer| held.chosen_offers().find(|(id, _)| *id == offer.id.as_str());
    let shown = |offer: &Offer| {
        in_cart(offer).map_or_else(|| offer.minimum.to_string(), |(_, typed)| typed.to_owned())
    };
    let changed = draft.typed.keep(form, offers, shown);
    let changed: Vec<&str> = changed.iter().map(|offer| offer.id.as_str()).collect();
    let wanted = if chosen.is_empty() { changed } else { vec![chosen] };
    let (mut with_rows, mut quantities) = (held, Vec::new());
    for id in wanted {
        let quantity = chosen_quantity(&with_rows, offers, (id, form), locale)?.to_string();
        remember(&mut with_rows, vec![(id.to_owned(), quantity.clone())]);
        quantities.push((id.to_owned(), quantity));
    }
    quantities.iter().for_each(|(id, _)| draft.typed.forget(id));
    Ok(quantities)
}

/// Returns the quantity that was typed in the row of an offer.
fn chosen_quantity(
    draft: &CustomerDraft,
    offers: &[Offer],
    (id, form): (&str, &PickerForm),
    locale: Locale,
) -> std::result::Result<i32, QuantityError> {
    let texts = locale.texts();
    let error = |typed, sentence| QuantityError { offer: id.to_owned(), typed, sentence };
    let offer = offers.iter().find(|offer| offer.id.as_str() == id);
    let offer = offer.ok_or_else(|| error(String::new(), texts.new_customer_no_offer()))?;
    let typed = form.quantity(offer);
    let quantity = parse_quantity(offer, &typed, locale)?;
    let is_new = draft.chosen_offers().all(|(known, _)| known != id);
    if is_new && draft.chosen_offers().count() >= MAX_LINES {
        return Err(error(typed, texts.new_customer_too_many(locale.number(MAX_LINES as u64))));
    }
    Ok(quantity)
}

fn remember(draft: &mut CustomerDraft, typed: Vec<(String, String)>) {
    for (offer, value) in typed {
        let known = draft.quantities.contains_key(&offer);
        if value.is_empty() {
            draft.quantities.remove(&offer);
        } else if known || draft.quantities.len() < MAX_QUANTITIES {
            draft.quantities.insert(offer, value);
        }
    }
}

async fn page(
    request: &HttpRequest,
    portal: &AppState,
    scope: &Scope<AddCustomer>,
    (id, draft): (DraftId, &CustomerDraft),
    filter: &CatalogFilter,
    fault: Option<&QuantityError>,
) -> Result<HttpResponse> {
    if !Step::all(scope).contains(&Step::Subscriptions) {
        return Err(Error::NotFound);
    }
    let mut shell = step_shell(request, scope)?;
    // A form is sent to the address without the filter.
    shell.return_to = catalog::address(&Step::Subscriptions.address(id), &[], filter);
    let offers = offers(portal, scope).await?;
    let may_order = draft.may_order(scope);
    let faults = match may_order {
        true => checks::lines(draft, &offers, shell.locale).err().unwrap_or_default(),
        false => BTreeMap::new(),
    };
    let picker = picker(&shell, (id, draft), &offers, filter, &faults, fault);
    let bad = !faults.is_empty() || fault.is_some() || picker.found.bad.is_some();
    let status = if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let steps = steps(scope, &shell, Some(Step::Subscriptions), Some(id));
    let page = SubscriptionsPage { shell: &shell, steps, id, picker, faults: &faults, fault, may_order };
    response::page_as(status, &page)
}
