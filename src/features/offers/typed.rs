//! Quantities that were typed in the rows of the list of offers. All rows are in one form, so that a button of one row
//! also submits what was typed in the others; it is kept with the cart until its row is added.

use crate::domain::Offer;
use crate::features::offers::form::PickerForm;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of a row's field begins like this, and ends with the Offer ID.
pub const ROW_FIELD: &str = "row:";

/// The maximum length of a kept quantity, in characters.
const MAX_LEN: usize = 40;

/// The maximum number of kept quantities; those of further rows are not kept.
const MAX_ROWS: usize = 200;

/// The quantities by Offer ID, as submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedQuantities(BTreeMap<String, String>);

impl TypedQuantities {
    /// Returns the quantity that was typed for this offer and is not in the cart.
    pub fn get(&self, offer: &str) -> Option<&str> {
        self.0.get(offer).map(String::as_str)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets the quantity of an offer, because the cart has it now.
    pub fn forget(&mut self, offer: &str) {
        self.0.remove(offer);
    }

    /// Stores the quantities of the form's rows, and returns the offers whose quantity is not `shown`, the one that a row
    /// has if nothing is typed in it.
    pub fn keep<'a>(
        &mut self,
        form: &PickerForm,
        offers: &'a [Offer],
        shown: impl Fn(&Offer) -> String,
    ) -> Vec<&'a Offer> {
        let mut changed = Vec::new();
        for offer in offers {
            let Some(typed) = form.row(offer.id.as_str()) else { continue };
            let typed: String = typed.trim().chars().filter(|c| !c.is_control()).take(MAX_LEN).collect();
            if typed == shown(offer) {
                self.forget(offer.id.as_str());
                continue;
            }
            changed.push(offer);
            if self.0.len() < MAX_ROWS || self.0.contains_key(offer.id.as_str()) {
                self.0.insert(offer.id.to_string(), typed);
            }
        }
        changed
    }
}
