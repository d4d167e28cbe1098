//! The submitted forms of a subscription's page, and the reasons why a user may not use one.

use crate::auth::Scope;
use crate::domain::Permission;
use crate::domain::text_enum::text_enum;
use crate::features::subscriptions::lifecycle::at_renewal::PlanProblem;
use crate::features::subscriptions::lifecycle::operation::OperationError;
use crate::i18n::{Locale, Texts, labels};
use crate::web::shell::Shell;
use serde::Deserialize;

/// One of the submitted forms; its fields are those of [`super::lifecycle::operation::Operation`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SubscriptionForm {
    /// The version that the user saw.
    pub version: String,
    /// The nickname; empty removes it.
    pub nickname: Option<String>,
    /// The number of licenses.
    pub quantity: Option<String>,
    /// Automatic renewal: `on` or `off`.
    pub auto_renew: Option<String>,
    /// The support contact: a text of [`Supporter`](super::lifecycle::operation::Supporter).
    pub support: Option<String>,
    /// `yes` to confirm a cancellation.
    pub confirm: Option<String>,
    /// The Offer ID or name of the offer from the next term; empty for the present one.
    pub offer: Option<String>,
    /// The billing cycle from the next term; empty for the present one.
    pub cycle: Option<String>,
    /// Whether it renews: a text of [`Renews`].
    pub renew: Option<String>,
    /// Whether this is the form for changes at the renewal, whose `quantity` is that of the next term.
    #[serde(skip)]
    pub is_at_renewal: bool,
}

/// Whether a subscription renews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renews {
    /// A new term begins when the present one ends.
    Yes,
    /// It ends with its term.
    No,
}

text_enum!(Renews, "answer", { Yes = "yes", No = "no" });

/// Why a user may not use each form; `None` if they may.
#[derive(Debug, Clone, Default)]
pub struct DisabledReasons {
    /// Quantity, nickname and renewal.
    pub change: Option<String>,
    /// Suspending and reactivating.
    pub suspend: Option<String>,
    /// Canceling.
    pub cancel: Option<String>,
    /// The support contact.
    pub support: Option<String>,
    /// Ordering add-ons.
    pub order: Option<String>,
}

impl DisabledReasons {
    /// Returns the reasons for this user.
    pub fn new<P>(scope: &Scope<P>, shell: &Shell) -> Self {
        let texts = shell.texts;
        let needs = |permission| {
            let roles = || labels::list(texts, scope.roles_for(permission));
            (!scope.allows(permission)).then(|| texts.changing_needs(roles()))
        };
        DisabledReasons {
            change: needs(Permission::ChangeSubscription),
            suspend: needs(Permission::SuspendSubscription),
            cancel: needs(Permission::CancelSubscription),
            support: needs(Permission::SetSupportContact),
            order: needs(Permission::Order),
        }
    }
}

impl PlanProblem {
    /// Returns the reason in words.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            PlanProblem::OfferMissing => texts.plan_problem_offer_missing(),
            PlanProblem::Cycle => texts.plan_problem_cycle(),
            PlanProblem::Quantity => texts.plan_problem_quantity(),
            PlanProblem::AddOns => texts.plan_problem_add_ons(),
        }
    }
}

impl OperationError {
    /// Returns the message that explains the rule.
    pub fn text(&self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            OperationError::Deleted => texts.refused_deleted(),
            OperationError::DeletionDue => texts.refused_deletion_due(),
            OperationError::Suspended => texts.refused_suspended(),
            OperationError::Pending => texts.refused_pending(),
            OperationError::KeptByVendor => texts.refused_kept_by_vendor(),
            OperationError::ParentNotActive(name) => texts.refused_parent_not_active(name),
            OperationError::Quantity(range) => {
                let written = |number: &i32| locale.number(number.unsigned_abs().into());
                texts.fault_number(texts.quantity(), written(range.start()), written(range.end()))
            }
            OperationError::NotCancellable => texts.refused_not_cancellable(),
            OperationError::NoRenewal => texts.refused_no_renewal(),
            OperationError::CancellationWaits(day) => texts.refused_cancellation_waits(locale.date(*day)),
            OperationError::DoesNotRenew => texts.refused_does_not_renew(),
            OperationError::NoRenewalDate => texts.refused_no_renewal_date(),
            OperationError::UnknownOffer(typed) => texts.refused_unknown_offer(typed),
            OperationError::NoSuchCycle(name) => texts.refused_no_such_cycle(name),
            OperationError::AddOnOffer => texts.refused_add_on_offer(),
            OperationError::AddOnsOfOffer => texts.refused_add_ons_of_offer(),
            OperationError::OfferOfSeller => texts.refused_offer_of_seller(),
            OperationError::NoReseller => texts.refused_no_reseller(),
            OperationError::PartnershipEnded => texts.refused_partnership_ended(),
            OperationError::SellerParted => texts.refused_seller_parted(),
        }
    }
}
