//! Cells whose stored values win for now, whatever the choices say: those that wait to be written to the server from which the rows
//! come.

use crate::csv::Column;
use crate::db::DbConnection;
use crate::domain::MicrosoftId;
use crate::error::Result;
use std::collections::HashSet;

/// Looks up the held cells of some customers.
pub type Holder<'a> = dyn Fn(&[MicrosoftId], &mut DbConnection) -> Result<HeldCells> + 'a;

/// Held cells, by customer and subscription.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeldCells(HashSet<(MicrosoftId, String, Column)>);

impl HeldCells {
    /// Adds a cell; a customer's own has no subscription.
    pub fn insert(&mut self, customer: MicrosoftId, subscription: &str, column: Column) {
        self.0.insert((customer, subscription.to_ascii_lowercase(), column));
    }

    /// Whether a cell is held.
    pub fn contains(&self, customer: MicrosoftId, subscription: &str, column: Column) -> bool {
        !self.0.is_empty() && self.0.contains(&(customer, subscription.to_ascii_lowercase(), column))
    }
}
