//! The customers that a partner holds now: where every query of the table begins.
#![allow(missing_docs)]

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{customers, orders, referrals, relationship_requests, subscriptions};
use crate::domain::{MicrosoftId, PartnerKind};
use diesel::dsl::auto_type;
use diesel::prelude::*;

/// The customers that a partner holds now. For a signed-in person use [`Scope::customers`]; the command line, whose
/// operator is asked for nobody's permission, names the partner itself.
#[auto_type]
pub fn active_customers(partner: i32) -> _ {
    customers::table.filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()))
}

/// The customers whose relationship with a partner was ended. Use [`Scope::removed_customers`].
#[auto_type]
pub fn removed_customers(partner: i32) -> _ {
    customers::table.filter(customers::partner_id.eq(partner).and(customers::ended_at.is_not_null()))
}

impl<P> Scope<P> {
    /// The partner's customers with an active relationship: the only door to the table.
    pub fn customers(&self) -> active_customers {
        active_customers(self.partner().0)
    }

    /// The customers whose relationship this partner ended.
    pub fn removed_customers(&self) -> removed_customers {
        removed_customers(self.partner().0)
    }

    /// The subscriptions of one customer that this partner sold or is the reseller of record of. The caller has
    /// found the customer in [`Self::customers`] before: a reseller sees them only while the customer is in its list.
    pub fn subscriptions(&self, customer: MicrosoftId) -> VisibleSubscriptions {
        let me = self.partner().0;
        subscriptions::table
            .filter(subscriptions::microsoft_id.eq(customer.to_string()))
            .filter(subscriptions::partner_id.eq(me).or(subscriptions::reseller_id.eq(me).assume_not_null()))
            .into_boxed()
    }

    /// The relationship requests that this partner made, and those in which its reseller asked for it as provider,
    /// once they went out.
    pub fn requests(&self) -> VisibleRequests {
        use crate::db::schema::relationship_requests as requests;
        let me = self.partner().0;
        let asked_for = requests::provider_id.eq(me).assume_not_null().and(requests::status.ne("draft"));
        requests::table.filter(requests::partner_id.eq(me).or(asked_for)).into_boxed()
    }

    /// The referrals that this partner works on, and those that it referred to a reseller.
    pub fn referrals(&self) -> VisibleReferrals {
        let me = self.partner().0;
        let referred = referrals::referrer_id.eq(me).assume_not_null();
        referrals::table.filter(referrals::partner_id.eq(me).or(referred)).into_boxed()
    }

    /// The orders that this partner sells, for customers that it holds. An indirect reseller's: those that it is the
    /// reseller of record of, for customers that it holds, and what it asked for itself in any case.
    pub fn orders(&self) -> VisibleOrders {
        let me = self.partner().0;
        let held = diesel::dsl::exists(
            customers::table
                .filter(customers::partner_id.eq(me).and(customers::microsoft_id.eq(orders::microsoft_id)))
                .filter(customers::ended_at.is_null()),
        );
        match self.actor().partner.kind {
            PartnerKind::IndirectReseller => orders::table
                .filter(orders::reseller_id.eq(me).assume_not_null())
                .filter(orders::is_request.or(held))
                .into_boxed(),
            _ => orders::table.filter(orders::partner_id.eq(me)).filter(held).into_boxed(),
        }
    }
}

/// What [`Scope::requests`] begins with.
pub type VisibleRequests = relationship_requests::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// What [`Scope::referrals`] begins with.
pub type VisibleReferrals = referrals::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// What [`Scope::subscriptions`] begins with.
pub type VisibleSubscriptions = subscriptions::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// What [`Scope::orders`] begins with.
pub type VisibleOrders = orders::BoxedQuery<'static, <DbConnection as Connection>::Backend>;
