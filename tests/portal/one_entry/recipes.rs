//! How each route is done rightly, and wrongly: a recipe answers what came back and the MPN IDs of the partners whose
//! logs must have grown by one entry each. Each feature has its recipes in a file of its own: a new route needs one line
//! in its `right` and one in its `wrong`, a new feature one word below.

use crate::one_entry::stage::Stage;
use crate::support::Reply;

/// What came back, and whose logs must have grown; `None`: the route is another feature's.
pub type Outcome = Option<(Reply, &'static [&'static str])>;

pub const NOBODYS: &[&str] = &[];
pub const PROVIDERS: &[&str] = &["1000"];
pub const BOTH: &[&str] = &["1000", "2000"];

macro_rules! features {
    ($($feature:ident)+) => {
        $(pub mod $feature;)+

        /// Does it as it should be done.
        pub async fn right(path: &str, stage: &Stage) -> Outcome {
            $(
                let outcome = Box::pin($feature::right(path, stage)).await;
                if outcome.is_some() {
                    return outcome;
                }
            )+
            None
        }

        /// Does it as it should not be done.
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
    door
    profile
    second_factor
    users
    organization
    new_customer
    import
    customer
    subscriptions
    orders
    requests
    invitations
    partnerships
    referrals
}
