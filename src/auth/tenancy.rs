//! Base queries that limit each table to the rows that a partner may see.
#![allow(missing_docs)]

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{customers, orders, referrals, relationship_requests, subscriptions};
use crate::domain::{MicrosoftId, PartnerId, PartnerKind, RequestStatus};
use diesel::dsl::auto_type;
use diesel::prelude::*;

/// The customers with which a partner has an active relationship. Handlers use [`Scope::customers`]; the
/// command line, which has no signed-in user, passes the partner.
#[auto_type]
pub fn active_customers(partner: PartnerId) -> _ {
    customers::table.filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()))
}

/// The customers with which a partner has ended the relationship. Handlers use [`Scope::removed_customers`].
#[auto_type]
pub fn removed_customers(partner: PartnerId) -> _ {
    customers::table.filter(customers::partner_id.eq(partner).and(customers::ended_at.is_not_null()))
}

impl<P> Scope<P> {
    /// Returns the customers with which the partner has an active relationship.
    pub fn customers(&self) -> active_customers {
        active_customers(self.partner())
    }

    /// Returns the customers with which the partner has ended the relationship.
    pub fn removed_customers(&self) -> removed_customers {
        removed_customers(self.partner())
    }

    /// Returns the subscriptions of a customer that this partner sold or is the reseller of record of. The
    /// caller must have found the customer in [`Self::customers`]: a reseller may see them only while the
    /// customer is in its list.
    pub fn subscriptions(&self, customer: MicrosoftId) -> VisibleSubscriptions {
        let me = self.partner();
        subscriptions::table
            .filter(subscriptions::microsoft_id.eq(customer))
            .filter(subscriptions::partner_id.eq(me).or(subscriptions::reseller_id.eq(me).assume_not_null()))
            .into_boxed()
    }

    /// Returns the subscriptions of all customers in the partner's list that this partner sold or is the reseller of
    /// record of.
    pub fn all_subscriptions(&self) -> VisibleSubscriptions {
        let me = self.partner();
        let held = diesel::dsl::exists(
            customers::table
                .filter(customers::partner_id.eq(me))
                .filter(customers::microsoft_id.eq(subscriptions::microsoft_id))
                .filter(customers::ended_at.is_null()),
        );
        subscriptions::table
            .filter(subscriptions::partner_id.eq(me).or(subscriptions::reseller_id.eq(me).assume_not_null()))
            .filter(held)
            .into_boxed()
    }

    /// Returns the relationship requests that this partner created, and the requests of its resellers that
    /// name it as the provider, except drafts.
    pub fn requests(&self) -> VisibleRequests {
        use crate::db::schema::relationship_requests as requests;
        let me = self.partner();
        let asked_for =
            requests::provider_id.eq(me).assume_not_null().and(requests::status.ne(RequestStatus::Draft));
        requests::table.filter(requests::partner_id.eq(me).or(asked_for)).into_boxed()
    }

    /// Returns the referrals that this partner received, and those that it sent to a reseller.
    pub fn referrals(&self) -> VisibleReferrals {
        let me = self.partner();
        let referred = referrals::referrer_id.eq(me).assume_not_null();
        referrals::table.filter(referrals::partner_id.eq(me).or(referred)).into_boxed()
    }

    /// Returns the orders that this partner sells, for customers in its list. For an indirect reseller: the
    /// orders that it is the reseller of record of, if the customer is in its list or it requested the
    /// order. Triggers keep who sees an order (migration 31).
    pub fn orders(&self) -> VisibleOrders {
        let me = self.partner();
        match self.actor().partner.kind {
            PartnerKind::IndirectReseller => orders::table
                .filter(orders::reseller_id.eq(me).assume_not_null())
                .filter(orders::shown_to_reseller.eq(true))
                .into_boxed(),
            _ => orders::table
                .filter(orders::partner_id.eq(me))
                .filter(orders::shown_to_seller.eq(true))
                .into_boxed(),
        }
    }
}

/// The query type of [`Scope::requests`].
pub type VisibleRequests = relationship_requests::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// The query type of [`Scope::referrals`].
pub type VisibleReferrals = referrals::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// The query type of [`Scope::subscriptions`].
pub type VisibleSubscriptions = subscriptions::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

/// The query type of [`Scope::orders`].
pub type VisibleOrders = orders::BoxedQuery<'static, <DbConnection as Connection>::Backend>;
