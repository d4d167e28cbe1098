//! The page of `GET /customers/ID/subscriptions/SID`: a subscription, and a form for each possible change. After an
//! error, the form keeps the submitted values.

use crate::domain::{PartnerId, SubscriptionStatus};
use crate::features::customers::model::CustomerRow;
use crate::features::subscriptions::commitment::Commitment;
use crate::features::subscriptions::forms::{DisabledReasons, SubscriptionForm};
use crate::features::subscriptions::lifecycle::operation::{Family, Operation, Supporter};
use crate::features::subscriptions::lifecycle::transitions;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::PartnerName;
use crate::features::subscriptions::renewal::{Renewal, renewal};
use crate::features::subscriptions::renewal_form::RenewalOffers;
use crate::i18n::labels::page_title;
use crate::i18n::time_zone::LocalTime;
use crate::urls;
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use askama::Template;
use chrono::NaiveDate;
use std::collections::HashMap;

/// The data of the page.
#[derive(Debug, Clone)]
pub struct ShowData {
    /// The customer.
    pub customer: CustomerRow,
    /// The subscription, and the parent or add-ons that the partner may see.
    pub family: Family,
    /// The names of the seller and the resellers of record.
    pub called: HashMap<PartnerId, PartnerName>,
    /// Whether the user's partner sold it.
    pub is_seller: bool,
    /// The offers with which it can renew; empty unless the user may choose one.
    pub renewal: RenewalOffers,
}

/// The page.
#[derive(Template)]
#[template(path = "subscriptions/show.html")]
pub struct ShowPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The data.
    pub shown: &'a ShowData,
    /// Why the user may not use a form.
    pub reasons: DisabledReasons,
    /// The errors by field.
    pub faults: &'a FieldErrors,
    /// The errors of the form for changes at the renewal by field.
    pub renewal_faults: &'a FieldErrors,
    /// The submitted form.
    pub typed: Option<&'a SubscriptionForm>,
    /// Now, at the user's partner.
    pub now: LocalTime,
}

impl ShowPage<'_> {
    pub(super) fn subscription(&self) -> &Subscription {
        &self.shown.family.this
    }

    fn title(&self) -> String {
        let texts = self.shell.texts;
        let title = self.subscription().name.clone() + &texts.dash() + &self.shown.customer.list_name;
        page_title(texts, title, !self.problems().is_empty())
    }

    /// Returns the errors with the ids of their fields.
    fn problems(&self) -> Vec<(&str, &str)> {
        let field = |field| if field == "quantity" { "renewal-quantity" } else { field };
        let at_renewal = self.renewal_faults.iter().map(|(name, sentence)| (field(name), sentence));
        self.faults.iter().chain(at_renewal).collect()
    }

    fn commitment(&self) -> Commitment {
        let refunded_until = self.shown.family.refunded_until();
        Commitment::new(self.subscription(), refunded_until, self.now, self.shell)
    }

    fn customer_path(&self) -> String {
        urls::customer_subscriptions(self.shown.customer.microsoft_id).to_string()
    }

    fn renewal(&self) -> Renewal {
        renewal(self.shell.texts, self.subscription(), self.now.day())
    }

    /// Returns what happens on the next date, if its label does not say it.
    fn renewal_note(&self) -> Option<String> {
        let is_said = self.has_status("suspended") && self.subscription().cancels_on.is_none();
        self.renewal().note.filter(|_| !is_said)
    }

    fn number(&self, quantity: &i32) -> String {
        self.shell.locale.number(quantity.unsigned_abs().into())
    }

    fn date(&self, day: &NaiveDate) -> String {
        self.shell.locale.date(*day)
    }

    fn seller(&self) -> Option<&PartnerName> {
        self.shown.called.get(&self.subscription().seller)
    }

    fn reseller(&self) -> Option<&PartnerName> {
        self.subscription().reseller.and_then(|id| self.shown.called.get(&id))
    }

    fn support_partner(&self) -> Option<&PartnerName> {
        self.shown.called.get(&self.subscription().support_partner())
    }

    fn has_status(&self, status: &str) -> bool {
        self.subscription().status.as_str() == status
    }

    /// Whether the user can order add-ons: the subscription is active, not an add-on itself, and its offer is known.
    fn takes_add_ons(&self) -> bool {
        let this = self.subscription();
        self.has_status("active")
            && this.parent.is_none()
            && self.shown.family.offer.is_some()
            && self.reasons.order.is_none()
    }

    fn is_gone(&self) -> bool {
        self.subscription().status == SubscriptionStatus::Deleted
    }

    /// Returns why nobody can change it now.
    fn locked(&self) -> Option<String> {
        transitions::in_use(self.subscription()).err().map(|refusal| refusal.text(self.shell.locale))
    }

    /// Returns why the user cannot use the change forms.
    fn no_change(&self) -> Option<String> {
        self.reasons.change.clone().or_else(|| self.locked())
    }

    /// Returns why the operation is not possible now.
    fn refusal(&self, operation: &Operation) -> Option<String> {
        let decision = transitions::decide(&self.shown.family, operation, self.now);
        decision.err().map(|refusal| refusal.text(self.shell.locale))
    }

    /// Returns why auto-renewal cannot be switched, although the other settings can be changed.
    fn no_renewal_change(&self) -> Option<String> {
        self.refusal(&Operation::AutoRenew(!self.subscription().auto_renew))
    }

    fn no_support_change(&self) -> Option<String> {
        self.reasons.support.clone().or_else(|| self.refusal(&Operation::Support(Supporter::Reseller)))
    }

    fn no_reactivation(&self) -> Option<String> {
        self.reasons.suspend.clone().or_else(|| self.refusal(&Operation::Reactivate))
    }

    fn no_cancellation(&self) -> Option<String> {
        self.reasons.cancel.clone().or_else(|| self.refusal(&Operation::Cancel))
    }

    fn auto_renew(&self) -> String {
        let texts = self.shell.texts;
        if self.subscription().auto_renew { texts.auto_renew_on() } else { texts.auto_renew_off() }
    }

    /// Whether the quantity needs no field, because there is exactly one possible quantity and it has it.
    fn has_fixed_quantity(&self) -> bool {
        self.shown.family.quantity() == (self.subscription().quantity..=self.subscription().quantity)
    }

    /// Returns the quantities that the offer allows; empty if the offer is unknown.
    fn quantity_range(&self) -> String {
        let Some(offer) = &self.shown.family.offer else { return String::new() };
        let range = &offer.quantity;
        let range = self.shell.texts.number_range(self.number(range.start()), self.number(range.end()));
        self.shell.texts.offer_range(range)
    }

    fn quantity_typed(&self) -> String {
        let typed = self.typed.filter(|typed| !typed.is_at_renewal);
        typed
            .and_then(|typed| typed.quantity.clone())
            .unwrap_or_else(|| self.subscription().quantity.to_string())
    }

    fn nickname_typed(&self) -> String {
        let typed = self.typed.and_then(|typed| typed.nickname.clone());
        typed.or_else(|| self.subscription().nickname.clone()).unwrap_or_default()
    }

    fn typed_support(&self) -> String {
        let reseller = self.subscription().support_partner() != self.subscription().seller;
        let now = if reseller { Supporter::Reseller } else { Supporter::Seller };
        self.typed.and_then(|typed| typed.support.clone()).unwrap_or_else(|| now.as_str().to_owned())
    }

    /// Returns value and label of the possible support contacts.
    fn support_choices(&self) -> Vec<(String, String)> {
        let named = |called: &PartnerName| self.shell.texts.name_and_id(&*called.name, &*called.mpn_id);
        let seller = self.seller().map(|called| (Supporter::Seller.as_str().to_owned(), named(called)));
        let reseller = self.reseller().map(|called| (Supporter::Reseller.as_str().to_owned(), named(called)));
        seller.into_iter().chain(reseller).collect()
    }

    fn cycle(&self) -> Option<String> {
        self.subscription().billing_cycle.map(|cycle| cycle.label(self.shell.texts))
    }

    /// Returns what a cancellation would do now; `None` if it cannot be canceled.
    fn cancelling(&self) -> Option<String> {
        let (this, texts) = (self.subscription(), self.shell.texts);
        let end = self.shown.family.refunded_until()?;
        if self.now.at < end {
            return Some(texts.cancel_refunded(self.shell.moment(end)));
        }
        this.renews_on.map(|day| texts.cancel_later(self.shell.locale.date(day)))
    }

    /// Returns the date of a scheduled cancellation.
    fn cancels_on(&self) -> Option<String> {
        self.subscription().cancels_on.map(|day| self.shell.locale.date(day))
    }

    /// Returns how many active add-ons a suspension would also suspend.
    fn goes_along(&self) -> Option<String> {
        let active = self.shown.family.add_ons.iter().filter(|one| one.status == SubscriptionStatus::Active);
        let count = active.count() as u64;
        (count > 0).then(|| self.shell.texts.add_ons_go_along(count))
    }
}
