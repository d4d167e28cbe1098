//! What is shown when the customer is there.

use crate::auth::Scope;
use crate::auth::permissions::Permission;
use crate::auth::scope::AddCustomer;
use crate::customers::model::CustomerRow;
use crate::web::page::Shell;
use askama::Template;

/// The customer is there.
#[derive(Template)]
#[template(path = "new_customer/done.html")]
#[allow(missing_docs)]
pub struct DonePage<'a> {
    pub shell: &'a Shell,
    pub customer: &'a CustomerRow,
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
