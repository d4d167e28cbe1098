//! Counts what waits for a partner's staff. The counts are part of the query that reads the session, so that the main
//! menu costs no query of its own.

use crate::db::connection::MultiBackend;
use crate::db::schema::{orders, partners, referrals, request_outcomes};
use crate::domain::{OrderStatus, ReferralStatus, RequestOutcome};
use diesel::dsl::auto_type;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// How many things wait for the user's partner, read with the session for the main menu.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = partners, check_for_backend(MultiBackend))]
pub struct Waiting {
    /// Order requests of resellers that this provider has not answered.
    #[diesel(select_expression = order_requests(), select_expression_type = order_requests)]
    pub orders: i64,
    /// Accepted relationship requests of which staff must decide whether the company is a known customer.
    #[diesel(select_expression = undecided_requests(), select_expression_type = undecided_requests)]
    pub requests: i64,
    /// Referrals that were received and not answered.
    #[diesel(select_expression = received_referrals(), select_expression_type = received_referrals)]
    pub referrals: i64,
}

/// As [`crate::auth::Scope::orders`]: only for customers in the list.
#[auto_type]
fn order_requests() -> _ {
    let status: OrderStatus = OrderStatus::Requested;
    orders::table
        .filter(orders::partner_id.eq(partners::id))
        .filter(orders::status.eq(status))
        .filter(orders::shown_to_seller.eq(true))
        .count()
        .single_value()
        .assume_not_null()
}

#[auto_type]
fn undecided_requests() -> _ {
    let outcome: RequestOutcome = RequestOutcome::Undecided;
    request_outcomes::table
        .filter(request_outcomes::partner_id.eq(partners::id))
        .filter(request_outcomes::outcome.eq(outcome))
        .count()
        .single_value()
        .assume_not_null()
}

#[auto_type]
fn received_referrals() -> _ {
    let status: ReferralStatus = ReferralStatus::Received;
    referrals::table
        .filter(referrals::partner_id.eq(partners::id))
        .filter(referrals::status.eq(status))
        .count()
        .single_value()
        .assume_not_null()
}
