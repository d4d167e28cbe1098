//! The pages on the way to a new customer, and the one at its end.

use super::company::Begin;
use super::model::{CompanyForm, Step};
use super::queries::Wanted;
use crate::addresses::countries;
use crate::addresses::form::AddressFields;
use crate::auth::Scope;
use crate::auth::permissions::Permission;
use crate::auth::scope::AddCustomer;
use crate::customers::list::ResellerChoice;
use crate::customers::membership::queries::Known;
use crate::customers::model::{CustomerRow, MicrosoftId};
use crate::drafts::model::DraftId;
use crate::i18n::Texts;
use crate::offers::model::Offer;
use crate::partners::model::{Cloud, PartnerKind};
use crate::users::words;
use crate::web::fields::Faults;
use crate::web::page::Shell;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// The way: which steps there are, and which is this one.
pub struct Steps(Vec<StepLine>);

struct StepLine {
    label: String,
    address: Option<String>,
    is_current: bool,
}

impl Steps {
    /// The steps for this person; those before `current` lead back.
    pub fn of<P>(scope: &Scope<P>, texts: &Texts, current: Step, draft: Option<DraftId>) -> Self {
        let line = |step: Step| StepLine {
            label: step.label(texts),
            address: draft.filter(|_| step < current).map(|id| step.address(id)),
            is_current: step == current,
        };
        Steps(Step::all(scope).into_iter().map(line).collect())
    }

    fn number(&self) -> u64 {
        self.0.iter().position(|step| step.is_current).map_or(1, |at| at as u64 + 1)
    }

    fn label(&self) -> &str {
        self.0.iter().find(|step| step.is_current).map_or("", |step| &step.label)
    }

    /// `Step 2 of 4: Reseller`.
    fn title(&self, shell: &Shell) -> String {
        let (number, all) = (shell.locale.number(self.number()), shell.locale.number(self.0.len() as u64));
        shell.texts.new_customer_step(number, all, self.label())
    }
}

/// A customer that somebody began to add.
pub struct Begun {
    /// Its draft.
    pub id: DraftId,
    /// When it was last touched.
    pub at: NaiveDateTime,
    /// Its company name, as far as it was typed.
    pub name: String,
}

/// A company that this partner knows already.
pub struct KnownCompany {
    id: MicrosoftId,
    name: String,
    active: bool,
    /// The roles that may ask it for a new relationship, if this person's may not.
    needs: Option<&'static [crate::users::model::Role]>,
}

impl KnownCompany {
    /// As this person may go on from it.
    pub fn of(scope: &Scope<AddCustomer>, known: &Known) -> Self {
        let may = scope.allows(Permission::RequestRelationship);
        let needs = (!may).then(|| scope.roles_for(Permission::RequestRelationship));
        KnownCompany { id: known.id, name: known.name.clone(), active: known.active, needs }
    }

    fn reason(&self, texts: &Texts) -> Option<String> {
        self.needs
            .filter(|_| !self.active)
            .map(|roles| texts.new_customer_request_needs(words::list(texts, roles)))
    }
}

/// Company and contact.
#[derive(Template)]
#[template(path = "new_customer/company.html")]
#[allow(missing_docs)]
pub struct CompanyPage<'a> {
    pub shell: &'a Shell,
    pub steps: &'a Steps,
    pub faults: &'a Faults,
    pub form: &'a CompanyForm,
    pub address: AddressFields<'a>,
    pub id: DraftId,
    pub new_for: Option<&'a Begin>,
    pub known: Option<KnownCompany>,
    pub begun: &'a [Begun],
    pub scope: &'a Scope<AddCustomer>,
}

impl CompanyPage<'_> {
    fn may_attest(&self) -> bool {
        self.scope.allows(Permission::AttestAgreement)
    }

    /// In the global cloud an agreement is needed; whose role or kind may not attest it learns that.
    fn asks_agreement(&self) -> bool {
        self.scope.actor().partner.cloud == Cloud::Global
    }

    fn is_accepted(&self) -> bool {
        self.form.agreement == "accepted"
    }
}

/// The indirect reseller.
#[derive(Template)]
#[template(path = "new_customer/reseller.html")]
#[allow(missing_docs)]
pub struct ResellerPage<'a> {
    pub shell: &'a Shell,
    pub steps: &'a Steps,
    pub faults: &'a Faults,
    pub choices: &'a [ResellerChoice],
    pub typed: &'a str,
    pub id: DraftId,
}

/// An offer and what was typed at it.
pub struct OfferLine<'a> {
    /// The offer.
    pub offer: &'a Offer,
    /// The quantity as it was typed.
    pub typed: &'a str,
}

/// What is bought at once.
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

    fn counted(&self) -> String {
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

/// A line of the order, in words.
pub struct ReviewedLine {
    /// The offer's name.
    pub name: String,
    /// How many.
    pub quantity: u64,
}

/// Everything once more.
#[derive(Template)]
#[template(path = "new_customer/review.html")]
#[allow(missing_docs)]
pub struct ReviewPage<'a> {
    pub shell: &'a Shell,
    pub steps: &'a Steps,
    pub faults: &'a Faults,
    pub id: DraftId,
    pub wanted: &'a Wanted,
    pub reseller: Option<&'a ResellerChoice>,
    pub lines: &'a [ReviewedLine],
    /// Subscriptions that were chosen and cannot be ordered yet.
    pub waiting: usize,
    pub scope: &'a Scope<AddCustomer>,
}

impl ReviewPage<'_> {
    fn country(&self) -> &str {
        countries::country_name(&self.wanted.company.bill_to.country, self.shell.locale)
    }

    fn date(&self, day: &NaiveDate) -> String {
        self.shell.locale.date(*day)
    }

    fn quantity(&self, line: &ReviewedLine) -> String {
        self.shell.locale.number(line.quantity)
    }

    fn waits(&self) -> bool {
        self.waiting > 0
    }

    fn has(&self, step: Step) -> bool {
        Step::all(self.scope).contains(&step)
    }

    fn is_reseller(&self) -> bool {
        self.scope.actor().partner.kind == PartnerKind::IndirectReseller
    }

    fn asks_agreement(&self) -> bool {
        self.scope.actor().partner.cloud == Cloud::Global
    }
}

/// The customer's first administrator.
pub struct NewAdmin {
    /// What it signs in with.
    pub user_name: String,
    /// Shown once.
    pub password: Option<String>,
}

/// The customer is there.
#[derive(Template)]
#[template(path = "new_customer/done.html")]
#[allow(missing_docs)]
pub struct DonePage<'a> {
    pub shell: &'a Shell,
    pub customer: &'a CustomerRow,
    pub admin: &'a NewAdmin,
    pub has_agreement: bool,
    pub scope: &'a Scope<AddCustomer>,
}

impl DonePage<'_> {
    fn may_order(&self) -> bool {
        self.scope.allows(Permission::Order)
    }

    fn may_attest(&self) -> bool {
        !self.has_agreement && self.scope.allows(Permission::AttestAgreement)
    }

    fn title(&self) -> String {
        let text = self.shell.texts.new_customer_done();
        [text.s0, self.customer.list_name.clone(), text.s1].concat()
    }
}
