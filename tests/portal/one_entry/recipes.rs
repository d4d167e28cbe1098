//! A valid and an invalid request for each route: a recipe returns the response and the MPN IDs of the partners whose
//! logs must have grown by one entry each. Each feature has its own file of recipes: a new route needs one line in its
//! `right` and one in its `wrong`, a new feature one word below.

use crate::one_entry::stage::Stage;
use crate::support::Reply;

/// The response, and the partners whose logs must have grown; `None`: the route belongs to another feature.
pub type Outcome = Option<(Reply, &'static [&'static str])>;

pub const NO_LOGS: &[&str] = &[];
pub const PROVIDERS: &[&str] = &["1000"];
pub const BOTH: &[&str] = &["1000", "2000"];

macro_rules! features {
    ($($feature:ident)+) => {
        $(pub mod $feature;)+

        /// Sends a valid request to this route.
        pub async fn right(path: &str, stage: &Stage) -> Outcome {
            $(
                let outcome = Box::pin($feature::right(path, stage)).await;
                if outcome.is_some() {
                    return outcome;
                }
            )+
            None
        }

        /// Sends an invalid request to this route.
        pub async fn wrong(path: &str, stage: &Stage) -> Outcome {
            $(
                let outcome = Box::pin($feature::wrong(path, stage)).await;
                if outcome.is_some() {
                    return outcome;
                }
            )+
            None
        }
    };
}

features! {
    sign_in
    profile
    second_factor
    users
    organization
    new_customer
    import
    bulk
    customer
    annotations
    saved_views
    reports
    chat_channels
    webhooks
    connections
    applications
    subscriptions
    orders
    requests
    invitations
    operator
    partnerships
    referrals
}
