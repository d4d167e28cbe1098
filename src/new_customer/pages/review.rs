//! The last step: everything once more.

use super::Steps;
use crate::addresses::countries;
use crate::auth::Scope;
use crate::auth::scope::AddCustomer;
use crate::customers::list::ResellerChoice;
use crate::drafts::model::DraftId;
use crate::new_customer::model::Step;
use crate::new_customer::queries::Wanted;
use crate::partners::model::{Cloud, PartnerKind};
use crate::web::fields::Faults;
use crate::web::page::Shell;
use askama::Template;
use chrono::NaiveDate;

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
