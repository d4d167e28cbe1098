//! The partner itself, and its partnerships.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get};
use crate::features::api_reference::parameters::{filter, text};
use crate::features::rest_api::profiles::{MpnProfile, OrganizationProfile};
use crate::features::rest_api::relationships::RelationshipResource;
use serde_json::json;

const GROUP: ApiGroup = ApiGroup {
    name: "Partner",
    about: "The partner of the token's user, and the partners that it works with.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let kind = json!({
        "name": "relationship_type",
        "in": "query",
        "required": true,
        "description": "The side of the own partner: its indirect resellers, or its indirect providers. The case does not count.",
        "schema": { "type": "string", "enum": ["IsIndirectCloudSolutionProviderOf", "IsIndirectResellerOf"] },
    });
    let operations = vec![
        get("/v1/relationships", "listRelationships", "List partnerships")
            .reads([kind, filter(&["Name"], &[])])
            .lists::<RelationshipResource>("The active partnerships."),
        get("/v1/profiles/organization", "getOrganizationProfile", "Get the organization profile")
            .answers::<OrganizationProfile<'static>>(200, "The profile."),
        get("/v1/profiles/mpn", "getMpnProfile", "Get the MPN profile")
            .reads([text("mpnId", "The MPN ID of the own partner, or nothing.")])
            .answers::<MpnProfile<'static>>(200, "The profile.")
            .fault(404, "The MPN ID is that of another partner."),
        get("/v1/domains/{domain}", "checkDomain", "Check whether a domain is taken")
            .about("Only the vendor knows it, so the portal does not have this operation.")
            .fault(501, "Always."),
    ];
    (GROUP, operations)
}
