//! Exports as streams, under `/api/v1/exports`.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get};
use crate::features::api_reference::operations::own_lists::NO_VIEW;
use crate::features::api_reference::parameters::query;
use serde_json::{Value, json};

const GROUP: ApiGroup = ApiGroup {
    name: "Exports",
    about: "Whole lists as streams, with the parameters of their pages: lines of JSON (NDJSON), or the CSV file of the page. Each \
            is logged, and counts as an export of the user in this hour. Lines of subscriptions are in the order of Microsoft \
            IDs, unless `sort` asks for another one.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let export = |path, id, summary| {
        get(path, id, summary).reads([format()]).sends(&["application/x-ndjson", "text/csv"], "The stream.")
    };
    let operations = vec![
        export("/api/v1/exports/customers", "exportCustomers", "Export customers with their profiles")
            .fault(404, NO_VIEW),
        export("/api/v1/exports/subscriptions", "exportSubscriptions", "Export subscriptions")
            .fault(404, NO_VIEW),
        export("/api/v1/exports/orders", "exportOrders", "Export orders"),
        export(
            "/api/v1/exports/relationshiprequests",
            "exportRelationshipRequests",
            "Export relationship requests",
        ),
        export("/api/v1/exports/referrals", "exportReferrals", "Export referrals"),
        export("/api/v1/exports/indirectresellers", "exportIndirectResellers", "Export indirect resellers"),
        export("/api/v1/exports/activity", "exportActivity", "Export the activity log"),
    ];
    (GROUP, operations)
}

fn format() -> Value {
    query(
        "format",
        "Nothing: by `Accept`, otherwise `ndjson`.",
        json!({ "type": "string", "enum": ["ndjson", "csv", ""] }),
    )
}
