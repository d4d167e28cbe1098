//! The draft of a new customer, and the steps of the wizard.

use crate::auth::Scope;
use crate::domain::{Cloud, DraftId, MicrosoftId, PartnerKind, Permission, ReferralId};
use crate::features::bill_to::address::form::AddressForm;
use crate::features::offers::typed::TypedQuantities;
use crate::i18n::Texts;
use crate::urls;
use crate::urls::PortalUrl;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The draft. It stores all fields as submitted, including invalid ones, so that users do not have to enter them again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerDraft {
    /// The first step.
    pub company: CompanyForm,
    /// The MPN ID of the indirect reseller; may be empty.
    pub reseller: String,
    /// The referral from which the customer comes.
    pub referral: Option<Uuid>,
    /// The submitted quantity per Offer ID.
    pub quantities: BTreeMap<String, String>,
    /// What was typed in rows of the list of offers and not added.
    pub typed: TypedQuantities,
    /// The customer that was added from this draft. Then the other fields are cleared, except the agreement.
    pub added: Option<Uuid>,
}

/// Company, contact and agreement as submitted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct CompanyForm {
    pub address: AddressForm,
    pub domain: String,
    pub microsoft_id: String,
    /// `accepted` if the customer has accepted; any other value means not yet.
    pub agreement: String,
    pub agreed_on: String,
}

/// A step of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Company, contact and agreement.
    Company,
    /// The indirect reseller; only for indirect providers.
    Reseller,
    /// The subscriptions to order together with the customer.
    Subscriptions,
    /// The review of all input.
    Review,
}

impl Step {
    /// Returns the steps for this user, in order.
    pub fn all<P>(scope: &Scope<P>) -> Vec<Step> {
        let kind = scope.actor().partner.kind;
        let orders = scope.allows(Permission::Order) && kind != PartnerKind::IndirectReseller;
        let mut steps = vec![Step::Company];
        steps.extend((kind == PartnerKind::IndirectProvider).then_some(Step::Reseller));
        steps.extend(orders.then_some(Step::Subscriptions));
        steps.push(Step::Review);
        steps
    }

    /// Returns its part of the URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Company => "company",
            Step::Reseller => "reseller",
            Step::Subscriptions => "subscriptions",
            Step::Review => "review",
        }
    }

    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Step::Company => texts.new_customer_company(),
            Step::Reseller => texts.new_customer_reseller(),
            Step::Subscriptions => texts.subscriptions(),
            Step::Review => texts.new_customer_review(),
        }
    }

    /// Returns the URL of this step.
    pub fn address(self, id: DraftId) -> PortalUrl {
        match self {
            Step::Company => urls::new_customer_company(id),
            Step::Reseller => urls::new_customer_reseller(id),
            Step::Subscriptions => urls::new_customer_subscriptions(id),
            Step::Review => urls::new_customer_review(id),
        }
    }

    /// Returns the next step.
    pub fn next<P>(self, scope: &Scope<P>) -> Step {
        Step::all(scope).into_iter().find(|step| *step > self).unwrap_or(Step::Review)
    }

    /// Returns the previous step.
    pub fn before<P>(self, scope: &Scope<P>) -> Step {
        Step::all(scope).into_iter().rfind(|step| *step < self).unwrap_or(Step::Company)
    }
}

impl CustomerDraft {
    /// Returns the customer that was added from this draft.
    pub fn customer(&self) -> Option<MicrosoftId> {
        self.added.map(MicrosoftId)
    }

    /// Whether the user attests the customer agreement in this wizard.
    pub fn has_agreement<P>(&self, scope: &Scope<P>) -> bool {
        self.company.agreement == "accepted" && scope.allows(Permission::AttestAgreement)
    }

    /// Whether an order can be placed immediately. In the global cloud, this requires the agreement.
    /// Rules: docs/reference/domain.md#customer-agreement.
    pub fn may_order<P>(&self, scope: &Scope<P>) -> bool {
        scope.actor().partner.cloud != Cloud::Global || self.has_agreement(scope)
    }

    /// Returns Offer ID and quantity of the selected offers: those with a quantity other than 0.
    pub fn chosen_offers(&self) -> impl Iterator<Item = (&str, &str)> {
        let typed = self.quantities.iter().map(|(offer, typed)| (offer.as_str(), typed.trim()));
        typed.filter(|(_, typed)| !typed.is_empty() && *typed != "0")
    }
}

/// The query parameters of `GET /customers/new`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct StartQuery {
    /// The MPN ID of an indirect reseller for whom the customer is added.
    pub reseller: String,
    /// The id of an accepted referral, whose data is filled in.
    pub referral: String,
}

impl StartQuery {
    pub(super) fn referral_id(&self) -> Option<ReferralId> {
        self.referral.parse().ok()
    }
}
