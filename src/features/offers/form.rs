//! The form of a page with a list of offers and a cart.

use crate::features::offers::catalog::CatalogFilter;

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

    /// Returns the filter from the hidden fields of the form.
    pub fn filter(&self) -> CatalogFilter {
        CatalogFilter::from_fields(|name| self.value(name))
    }
}
