//! What staff decide about an acceptance whose Microsoft ID or domain their partner knew already.

pub mod queries;

use super::model::Request;
use crate::activity::{Action, Activity};
use crate::customers::membership::queries::NewCustomer;
use serde_json::json;

/// The entry for a customer that came by a request.
pub fn added(request: &Request, new: &NewCustomer) -> Activity {
    let details = json!({
        "request": request.id.to_string(), "primary_domain": new.domain, "relationship": "reseller",
        "delegated_admin": new.delegated_admin,
    });
    Activity::of_customer(Action::AddCustomer, new.id, &new.name, details)
}
