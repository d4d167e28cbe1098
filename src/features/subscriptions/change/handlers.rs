//! The forms on a subscription's page. Each has its own URL under `/customers/{id}/subscriptions/{sid}`.
//! [`super::apply`] makes the changes.

use crate::auth::Scope;
use crate::auth::scope::{
    CancelSubscription, ChangeSubscription, Grants, SetSupportContact, SuspendSubscription,
};
use crate::domain::{BillingCycle, MicrosoftId, Permission, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::subscriptions::change::apply::{ChangeOutcome, RequestedChange, apply};
use crate::features::subscriptions::forms::{Renews, SubscriptionForm};
use crate::features::subscriptions::handlers::page;
use crate::features::subscriptions::lifecycle::at_renewal;
use crate::features::subscriptions::lifecycle::operation::{Operation, Supporter};
use crate::features::subscriptions::lifecycle::renewal_wish::{RenewalWish, Wish};
use crate::features::subscriptions::model::{ANY_QUANTITY, MAX_NICKNAME};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::Message;
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::request::locale;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

/// The maximum length of an Offer ID or of the name of an offer, in characters.
const MAX_OFFER: usize = 256;

/// The extractors that all these handlers need besides the scope.
type Parts = (HttpRequest, Data<AppState>, Path<(MicrosoftId, SubscriptionId)>, Form<SubscriptionForm>);

/// A submitted form and its sender.
struct ChangeRequest<P> {
    scope: Scope<P>,
    request: HttpRequest,
    portal: Data<AppState>,
    path: (MicrosoftId, SubscriptionId),
    typed: SubscriptionForm,
}

impl<P: Grants> ChangeRequest<P> {
    fn new(scope: Scope<P>, (request, portal, path, typed): Parts) -> Self {
        ChangeRequest { scope, request, portal, path: path.into_inner(), typed: typed.into_inner() }
    }

    fn fields(&self) -> FormReader {
        FormReader::new(locale(&self.request, &self.portal, Some(self.scope.actor())))
    }

    /// Makes the change. On success, redirects to the page with the message `done`; otherwise shows the form again.
    async fn respond(
        self,
        field: &'static str,
        read: Result<Operation, FieldErrors>,
        done: fn(bool) -> Message,
    ) -> Result<HttpResponse> {
        let (customer, id) = self.path.clone();
        let address = urls::subscription(customer, &id).to_string();
        let operation = match read {
            Ok(operation) => operation,
            Err(faults) => return self.show_again(StatusCode::UNPROCESSABLE_ENTITY, faults).await,
        };
        let version = self.typed.version.parse().ok();
        let wish = RequestedChange { customer, id, version, operation };
        let locale = locale(&self.request, &self.portal, Some(self.scope.actor()));
        let mut faults = FieldErrors::default();
        match apply(&self.portal, self.scope.clone(), wish).await {
            Ok(ChangeOutcome::Done { deleted }) => {
                Ok(see_other(&self.portal, &address, Some(done(deleted).into())))
            }
            Ok(ChangeOutcome::AlreadySo) => {
                Ok(see_other(&self.portal, &address, Some(Message::NothingChanged.into())))
            }
            Err(Error::Stale) => {
                let texts = locale.texts();
                faults.add(field, texts.changed_meanwhile());
                self.show_again(StatusCode::CONFLICT, faults).await
            }
            Err(error) => Err(error),
            Ok(ChangeOutcome::Refused(refusal)) => {
                let named = refusal.renewal_field().filter(|_| self.typed.is_at_renewal);
                faults.add(named.unwrap_or(field), refusal.text(locale));
                self.show_again(StatusCode::UNPROCESSABLE_ENTITY, faults).await
            }
        }
    }

    async fn show_again(self, status: StatusCode, faults: FieldErrors) -> Result<HttpResponse> {
        page(&self.request, &self.portal, &self.scope, &self.path, (status, faults, Some(self.typed))).await
    }
}

/// `POST …/quantity`: changes the number of licenses.
pub async fn quantity(scope: Scope<ChangeSubscription>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    let mut fields = sent.fields();
    let (label, typed) = (fields.texts().quantity(), sent.typed.quantity.as_deref().unwrap_or_default());
    let quantity = fields.number("quantity", &label, typed, ANY_QUANTITY);
    sent.respond("quantity", fields.done(Operation::Quantity(quantity)), |_| Message::QuantityChanged).await
}

/// `POST …/nickname`: changes the nickname; an empty one removes it.
pub async fn nickname(scope: Scope<ChangeSubscription>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    let mut fields = sent.fields();
    let (label, typed) = (fields.texts().nickname(), sent.typed.nickname.as_deref().unwrap_or_default());
    let nickname = fields.text("nickname", &label, typed, 0..=MAX_NICKNAME);
    let nickname = Some(nickname).filter(|nickname| !nickname.is_empty());
    sent.respond("nickname", fields.done(Operation::Nickname(nickname)), |_| Message::NicknameChanged).await
}

/// `POST …/renewal`: switches automatic renewal on or off.
pub async fn renewal(scope: Scope<ChangeSubscription>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    let mut fields = sent.fields();
    let (label, typed) = (fields.texts().auto_renew(), sent.typed.auto_renew.as_deref().unwrap_or_default());
    let on = fields.choice("auto_renew", &label, typed).unwrap_or_default();
    sent.respond("auto_renew", fields.done(Operation::AutoRenew(on)), |_| Message::RenewalChanged).await
}

/// `POST …/suspension`: suspends the subscription and its add-ons; users lose access.
pub async fn suspension(scope: Scope<SuspendSubscription>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    sent.respond("suspension", Ok(Operation::Suspend), |_| Message::SubscriptionSuspended).await
}

/// `POST …/reactivation`: reactivates the subscription; users get access again.
pub async fn reactivation(scope: Scope<SuspendSubscription>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    sent.respond("reactivation", Ok(Operation::Reactivate), |_| Message::SubscriptionReactivated).await
}

/// `POST …/cancellation`: cancels the subscription, immediately with a full refund or on its renewal date.
pub async fn cancellation(scope: Scope<CancelSubscription>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    let mut fields = sent.fields();
    if sent.typed.confirm.as_deref() != Some("yes") {
        let texts = fields.texts();
        fields.add_error("confirm", texts.confirm_cancellation());
    }
    let done = |deleted| if deleted { Message::SubscriptionCancelled } else { Message::CancellationWaits };
    sent.respond("cancellation", fields.done(Operation::Cancel), done).await
}

/// `POST …/cancellation/withdrawal`: withdraws a scheduled cancellation.
pub async fn withdrawal(scope: Scope<CancelSubscription>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    sent.respond("cancellation", Ok(Operation::Keep), |_| Message::CancellationWithdrawn).await
}

/// `POST …/at-renewal`: plans what changes at the renewal, or that the subscription does not renew. Another offer or billing
/// cycle needs the permission to order.
pub async fn at_renewal(scope: Scope<ChangeSubscription>, parts: Parts) -> Result<HttpResponse> {
    let mut sent = ChangeRequest::new(scope, parts);
    sent.typed.is_at_renewal = true;
    let may_order = sent.scope.allows(Permission::Order);
    let wish = read_wish(sent.fields(), &sent.typed, may_order);
    let typed = [&sent.typed.offer, &sent.typed.cycle];
    if !may_order && typed.into_iter().flatten().any(|typed| !typed.trim().is_empty()) {
        return Err(Error::Forbidden(Permission::Order));
    }
    sent.respond("at_renewal", wish.map(Operation::AtRenewal), |_| Message::AtRenewalPlanned).await
}

/// Reads the form for changes at the renewal. A field that was not sent leaves what is planned; so do empty fields of a user
/// who may not order, because an empty one plans no change.
fn read_wish(
    mut fields: FormReader,
    typed: &SubscriptionForm,
    may_order: bool,
) -> Result<RenewalWish, FieldErrors> {
    let texts = fields.texts();
    let label = texts.at_renewal_renew();
    let renews: Option<Renews> =
        typed.renew.as_deref().and_then(|renew| fields.choice("renew", &label, renew));
    let quantity = read_wanted(&typed.quantity, |typed| {
        fields.number("quantity", &texts.at_renewal_quantity(), typed, ANY_QUANTITY)
    });
    let order = |typed: &Option<String>| typed.clone().filter(|_| may_order);
    let offer = read_wanted(&order(&typed.offer), |typed| {
        fields.text("offer", &texts.at_renewal_offer(), typed, 1..=MAX_OFFER)
    });
    let cycle = match order(&typed.cycle).as_deref() {
        None => Wish::AsPlanned,
        Some("") => Wish::Unchanged,
        Some(cycle) => {
            let renewing = cycle.parse::<BillingCycle>().ok().filter(|cycle| at_renewal::renews(*cycle));
            if renewing.is_none() {
                fields.add_error("cycle", texts.fault_choice(texts.at_renewal_cycle()));
            }
            renewing.map_or(Wish::Unchanged, Wish::Changed)
        }
    };
    let wish = RenewalWish { renews: renews.map(|renews| renews == Renews::Yes), quantity, offer, cycle };
    fields.done(wish)
}

fn read_wanted<T>(typed: &Option<String>, mut parse: impl FnMut(&str) -> T) -> Wish<T> {
    match typed.as_deref().map(str::trim) {
        None => Wish::AsPlanned,
        Some("") => Wish::Unchanged,
        Some(typed) => Wish::Changed(parse(typed)),
    }
}

/// `POST …/at-renewal/withdrawal`: undoes what is planned for the renewal.
pub async fn at_renewal_withdrawal(scope: Scope<ChangeSubscription>, parts: Parts) -> Result<HttpResponse> {
    let mut sent = ChangeRequest::new(scope, parts);
    sent.typed.is_at_renewal = true;
    sent.respond("at_renewal", Ok(Operation::RenewUnchanged), |_| Message::AtRenewalWithdrawn).await
}

/// `POST …/support-contact`: sets the support contact.
pub async fn support_contact(scope: Scope<SetSupportContact>, parts: Parts) -> Result<HttpResponse> {
    let sent = ChangeRequest::new(scope, parts);
    let mut fields = sent.fields();
    let (label, typed) =
        (fields.texts().support_contact(), sent.typed.support.as_deref().unwrap_or_default());
    let supporter = fields.choice("support", &label, typed).unwrap_or(Supporter::Seller);
    sent.respond("support", fields.done(Operation::Support(supporter)), |_| Message::SupportContactChanged)
        .await
}
