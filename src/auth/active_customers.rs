//! The customers that a partner holds now: where every query of the table begins.
#![allow(missing_docs)] // auto_type makes a type of the same name, and documents nothing

use crate::db::schema::customers;
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
pub fn ended_customers(partner: i32) -> _ {
    customers::table.filter(customers::partner_id.eq(partner).and(customers::ended_at.is_not_null()))
}
