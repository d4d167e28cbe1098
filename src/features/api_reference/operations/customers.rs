//! Customers, their profiles, and requests for a relationship.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get, patch, put};
use crate::features::api_reference::parameters::{header, if_match, paging};
use crate::features::rest_api::bodies::{BillingProfileChange, CustomerChange};
use crate::features::rest_api::customers::handlers::RelationshipRequest;
use crate::features::rest_api::customers::profile_resource::{BillingProfile, CompanyProfile};
use crate::features::rest_api::customers::resource::CustomerResource;
use crate::features::rest_api::relationships::RelationshipResource;
use serde_json::json;

const GROUP: ApiGroup = ApiGroup {
    name: "Customers",
    about: "The customers of the partner, with their profiles. Customers whose relationship has ended are not found.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let filters = ["CompanyName", "Domain", "IndirectReseller"];
    let application = "The name of the program. It is the reason in the activity log.";
    let application = header("MS-PartnerCenter-Application", application, json!({ "type": "string" }));
    let operations = vec![
        get("/v1/customers", "listCustomers", "List customers")
            .about(
                "By name. To continue, send a request to `links.next` with its header. Continuing needs the permission to \
                 export customers, and is logged as an export, once a day for each token. `IndirectReseller` is the id or \
                 MPN ID of an indirect reseller of an indirect provider.",
            )
            .reads(paging(&filters, &["starts_with", "substring", "contains"]))
            .pages::<CustomerResource>("The customers, without billing profile.")
            .fault(501, "Only an indirect provider can filter by indirect reseller."),
        get("/v1/customers/relationshiprequests", "getRelationshipRequest", "Get the page for relationship requests")
            .about("The link of a request belongs to its recipient, so there is no common link: staff make one on this page.")
            .answers::<RelationshipRequest>(200, "The page."),
        get("/v1/customers/{id}", "getCustomer", "Get a customer")
            .answers::<CustomerResource>(200, "The customer with both profiles."),
        patch("/v1/customers/{id}", "endCustomerRelationship", "End the relationship with a customer")
            .about("Nothing else can be changed this way. It cannot be undone.")
            .reads([if_match(), application])
            .takes::<CustomerChange>(json!({ "relationshipToPartner": "none" }))
            .answers::<CustomerResource>(200, "The customer as it was, with the relationship `none`.")
            .fault(412, "The etag is stale."),
        get("/v1/customers/{id}/profiles/company", "getCompanyProfile", "Get the company profile of a customer")
            .answers::<CompanyProfile>(200, "The profile."),
        get("/v1/customers/{id}/profiles/billing", "getBillingProfile", "Get the billing profile of a customer")
            .answers::<BillingProfile>(200, "The profile; `attributes.etag` is needed to replace it."),
        put("/v1/customers/{id}/profiles/billing", "replaceBillingProfile", "Replace the billing profile of a customer")
            .about(
                "By the rules of its country. A company name or a registration number that is left out stays. The language is \
                 not stored.",
            )
            .reads([if_match()])
            .takes::<BillingProfileChange>(json!({
                "companyName": "Contoso", "firstName": "Mina", "lastName": "Kim", "email": "mina@contoso.example",
                "defaultAddress": {
                    "country": "KR", "state": "서울특별시", "city": "중구", "addressLine1": "세종대로 110",
                    "postalCode": "04524", "phoneNumber": "02-120",
                },
            }))
            .answers::<BillingProfile>(200, "The new profile.")
            .fault(412, "The etag is stale.")
            .fault(428, "Neither `If-Match` nor `attributes.etag` was sent."),
        get("/v1/customers/{id}/relationships", "listCustomerRelationships", "List the indirect resellers of a customer")
            .lists::<RelationshipResource>("The partnerships with them."),
    ];
    (GROUP, operations)
}
