//! The second step of an indirect provider.

use super::Steps;
use crate::customers::list::ResellerChoice;
use crate::drafts::model::DraftId;
use crate::new_customer::model::Step;
use crate::web::fields::Faults;
use crate::web::page::Shell;
use askama::Template;

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
