//! What was typed on the way to a new customer, and which steps lead there.

use crate::auth::Scope;
use crate::domain::{Cloud, DraftId, MicrosoftId, PartnerKind, Permission, ReferralId};
use crate::features::bill_to::address::form::AddressForm;
use crate::i18n::Texts;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The draft: every field as it was typed, also what is wrong, so that nobody types anything twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerDraft {
    /// The first step.
    pub company: CompanyForm,
    /// MPN ID of the indirect reseller, or nothing.
    pub reseller: String,
    /// The referral that it comes from.
    pub referral: Option<Uuid>,
    /// The quantity typed at each offer, by Offer ID.
    pub quantities: BTreeMap<String, String>,
    /// The customer that was made of it; nothing else is kept then.
    pub added: Option<Uuid>,
}

/// Company, contact and agreement as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct CompanyForm {
    pub address: AddressForm,
    pub domain: String,
    pub microsoft_id: String,
    /// `accepted`, or anything else: the customer will be asked.
    pub agreement: String,
    pub agreed_on: String,
}

/// A step on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Company, contact, agreement.
    Company,
    /// The indirect reseller; of a provider's customers only.
    Reseller,
    /// What is ordered together with the customer.
    Subscriptions,
    /// Everything once more.
    Review,
}

impl Step {
    /// The steps for this person, in order.
    pub fn all<P>(scope: &Scope<P>) -> Vec<Step> {
        let kind = scope.actor().partner.kind;
        let orders = scope.allows(Permission::Order) && kind != PartnerKind::IndirectReseller;
        let mut steps = vec![Step::Company];
        steps.extend((kind == PartnerKind::IndirectProvider).then_some(Step::Reseller));
        steps.extend(orders.then_some(Step::Subscriptions));
        steps.push(Step::Review);
        steps
    }

    /// Its part of the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Company => "company",
            Step::Reseller => "reseller",
            Step::Subscriptions => "subscriptions",
            Step::Review => "review",
        }
    }

    /// Its name.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Step::Company => texts.new_customer_company(),
            Step::Reseller => texts.new_customer_reseller(),
            Step::Subscriptions => texts.subscriptions(),
            Step::Review => texts.new_customer_review(),
        }
    }

    /// The address of this step of a draft.
    pub fn address(self, id: DraftId) -> String {
        format!("/customers/new/{id}/{}", self.as_str())
    }

    /// The step after this one.
    pub fn next<P>(self, scope: &Scope<P>) -> Step {
        Step::all(scope).into_iter().find(|step| *step > self).unwrap_or(Step::Review)
    }

    /// The step before this one.
    pub fn before<P>(self, scope: &Scope<P>) -> Step {
        Step::all(scope).into_iter().rfind(|step| *step < self).unwrap_or(Step::Company)
    }
}

impl CustomerDraft {
    /// The customer that was made of this draft.
    pub fn customer(&self) -> Option<MicrosoftId> {
        self.added.map(MicrosoftId)
    }

    /// Whether the agreement is attested here.
    pub fn has_agreement<P>(&self, scope: &Scope<P>) -> bool {
        self.company.agreement == "accepted" && scope.allows(Permission::AttestAgreement)
    }

    /// Whether an order may be placed immediately: in the global cloud only with the agreement.
    /// Rules: docs/reference/domain.md#customer-agreement.
    pub fn may_order<P>(&self, scope: &Scope<P>) -> bool {
        scope.actor().partner.cloud != Cloud::Global || self.has_agreement(scope)
    }

    /// The offers at which something was typed.
    pub fn chosen_offers(&self) -> impl Iterator<Item = (&str, &str)> {
        let typed = self.quantities.iter().map(|(offer, typed)| (offer.as_str(), typed.trim()));
        typed.filter(|(_, typed)| !typed.is_empty() && *typed != "0")
    }
}

/// The query of an empty form's address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct StartQuery {
    /// MPN ID of an indirect reseller for whom the customer is added.
    pub reseller: String,
    /// An accepted referral: what it says of the customer is filled in.
    pub referral: String,
}

impl StartQuery {
    pub(super) fn referral_id(&self) -> Option<ReferralId> {
        self.referral.parse().ok()
    }
}
