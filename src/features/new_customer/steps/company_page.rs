//! The page of the first step: company, contact and agreement.

use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::domain::{Cloud, DraftId, MicrosoftId, Permission};
use crate::features::bill_to::address::form::AddressFields;
use crate::features::customers::membership::KnownCustomer;
use crate::features::new_customer::model::{CompanyForm, StartQuery, Step};
use crate::i18n::{Texts, labels};
use crate::web::form_fields::FieldErrors;
use crate::web::shell::Shell;
use crate::web::steps::Steps;
use askama::Template;
use chrono::NaiveDateTime;

/// An unfinished draft of the user.
pub struct OpenDraft {
    /// The draft's id.
    pub id: DraftId,
    /// When it was last changed, UTC.
    pub at: NaiveDateTime,
    /// The company name; may be empty.
    pub name: String,
}

/// A customer that the partner has or had already.
pub struct ExistingCustomer {
    id: MicrosoftId,
    name: String,
    active: bool,
    /// The roles that may request a new relationship; `None` if the user may.
    needs: Option<&'static [crate::domain::Role]>,
}

impl ExistingCustomer {
    /// Returns the customer, with what the user may do about it.
    pub fn new(scope: &Scope<AddCustomer>, known: &KnownCustomer) -> Self {
        let may = scope.allows(Permission::RequestRelationship);
        let needs = (!may).then(|| scope.roles_for(Permission::RequestRelationship));
        ExistingCustomer { id: known.id, name: known.name.clone(), active: known.active, needs }
    }

    fn reason(&self, texts: &Texts) -> Option<String> {
        self.needs
            .filter(|_| !self.active)
            .map(|roles| texts.new_customer_request_needs(labels::list(texts, roles)))
    }
}

/// The page of the first step.
#[derive(Template)]
#[template(path = "new_customer/company.html")]
#[allow(missing_docs)]
pub struct CompanyPage<'a> {
    pub shell: &'a Shell,
    pub steps: Steps,
    pub faults: &'a FieldErrors,
    pub form: &'a CompanyForm,
    pub address: AddressFields<'a>,
    pub id: DraftId,
    pub new_for: Option<&'a StartQuery>,
    pub known: Option<ExistingCustomer>,
    pub begun: &'a [OpenDraft],
    pub scope: &'a Scope<AddCustomer>,
}

impl CompanyPage<'_> {
    /// Returns the HTML id of the button that discards the draft.
    fn ask_id(&self, begun: &OpenDraft) -> String {
        format!("discard-{}", begun.id)
    }

    /// Whether steps that may be left out are between this one and the review.
    fn has_optional_steps(&self) -> bool {
        Step::Company.next(self.scope) != Step::Review
    }

    fn may_attest(&self) -> bool {
        self.scope.allows(Permission::AttestAgreement)
    }

    /// Whether the page asks for the agreement, which the global cloud requires. Users who may not attest it see a note
    /// instead.
    fn asks_agreement(&self) -> bool {
        self.scope.actor().partner.cloud == Cloud::Global
    }

    fn is_accepted(&self) -> bool {
        self.form.agreement == "accepted"
    }
}
