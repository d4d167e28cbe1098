//! The portal's own lists under `/api/v1`: customers, subscriptions, activity, saved views and jobs.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get};
use crate::features::api_reference::parameters::{seeking, text};
use crate::features::portal_api::activity::resource::ActivityPage;
use crate::features::portal_api::customers::resource::ListedCustomer;
use crate::features::portal_api::jobs::resource::JobResource;
use crate::features::portal_api::subscriptions::resource::ListedSubscription;
use crate::features::portal_api::views::resource::ViewResource;

const GROUP: ApiGroup = ApiGroup {
    name: "Portal lists",
    about: "What the vendor's API does not have: the lists of the portal with the filters of their pages. `totalCount` is the \
            number of all items that match.",
};

/// When `view` has the id of none.
pub const NO_VIEW: &str = "The user sees no view of this list with that id.";

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let operations = vec![
        get("/api/v1/customers", "findCustomers", "Find customers")
            .about(
                "With the parameters of the page `/customers`, or with `view`, the id of a saved view. Continuing needs the \
                 permission to export customers, and is logged as an export, once a day for each token.",
            )
            .reads(seeking())
            .fault(404, NO_VIEW)
            .pages::<ListedCustomer>("The customers with their tags."),
        get("/api/v1/subscriptions", "findSubscriptions", "Find subscriptions of all customers")
            .about(
                "With the parameters of the page `/subscriptions`, or with `view`, the id of a saved view. Continuing needs \
                 the permission to export subscriptions, and is logged as an export, once a day for each token.",
            )
            .reads(seeking())
            .fault(404, NO_VIEW)
            .pages::<ListedSubscription>("The subscriptions with their customers."),
        get("/api/v1/activity", "findActivity", "Find entries of the activity log, with proof")
            .about(
                "With the parameters of the page `/activity`. Each entry has its value in the chain of the log; `proof` is \
                 what the portal has verified. Reading is logged as an export, once a day for each token.",
            )
            .reads(seeking())
            .answers::<ActivityPage>(200, "The entries, the newest first. `totalCount` is their number."),
        get("/api/v1/views", "listViews", "List saved views")
            .lists::<ViewResource>("The views that the user sees."),
        get("/api/v1/jobs", "listJobs", "List jobs")
            .lists::<JobResource>("The newest bulk acts, and the imports of the user."),
        get("/api/v1/jobs/{job}", "getJob", "Get a job").answers::<JobResource>(200, "The job with its progress."),
        get("/api/v1/jobs/{job}/results", "getJobResults", "Get the results of a bulk act")
            .reads([text("lang", "The language of the file: `en`, `ko` or `zh-TW`. Nothing: that of the user.")])
            .sends(&["text/csv"], "The rows with their results."),
        get("/api/v1/jobs/{job}/rejects", "getJobRejects", "Get the rejected rows of an import")
            .sends(&["text/csv"], "The rows, with what is wrong."),
    ];
    (GROUP, operations)
}
