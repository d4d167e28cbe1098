//! The form of a page with a list of offers and a cart.

use crate::domain::Offer;
use crate::features::offers::catalog::CatalogFilter;
use crate::features::offers::typed::ROW_FIELD;

/// The submitted fields as names and values. The names of some end with an Offer ID, so they cannot be fields of a struct.
pub struct PickerForm(pub Vec<(String, String)>);

impl PickerForm {
    /// Returns the first value of a field, or an empty string.
    pub fn value(&self, name: &str) -> &str {
        self.typed(name).unwrap_or_default()
    }

    /// Returns the first value of a field; `None` if the form does not have it.
    pub fn typed(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Returns the quantity that was typed in the row of this offer; `None` if the row has no field.
    pub fn row(&self, offer: &str) -> Option<&str> {
        self.typed(&format!("{ROW_FIELD}{offer}"))
    }

    /// Returns the submitted quantity of an offer: what was typed in its row, or the only possible one, for which a row has
    /// no field.
    pub fn quantity(&self, offer: &Offer) -> String {
        let only = || offer.has_fixed_quantity().then(|| offer.minimum.to_string());
        self.row(offer.id.as_str()).map(str::to_owned).or_else(only).unwrap_or_default()
    }

    /// Whether Enter was pressed in a row, so that the form does not say in which.
    pub fn is_enter_in_a_row(&self) -> bool {
        self.value("do") == "set"
    }

    /// Returns the filter from the hidden fields of the form.
    pub fn filter(&self) -> CatalogFilter {
        CatalogFilter::from_fields(|name| self.value(name))
    }
}
