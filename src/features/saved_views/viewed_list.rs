//! What this feature needs from the lists that have views. The lists import this feature and not the other way round, so
//! [`crate::portal::VIEWED_LISTS`] names them.

use crate::domain::SavedList;
use crate::error::{Error, Result};
use crate::features::saved_views::parameters::ViewParameters;

/// A list that has views.
#[derive(Debug, Clone, Copy)]
pub struct ViewedList {
    /// The list.
    pub list: SavedList,
    /// Returns the parameters in a query string of the list, in canonical form. Unknown parameters, the page and the opened
    /// row are left out; a malformed value is [`Error::BadInput`] with the name of its parameter.
    pub parse: fn(&str) -> Result<ViewParameters>,
}

/// All lists that have views.
#[derive(Debug, Clone, Copy)]
pub struct ViewedLists(pub &'static [ViewedList]);

impl ViewedLists {
    /// Parses the query string of a list.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of a malformed parameter.
    pub fn parse(self, list: SavedList, query: &str) -> Result<ViewParameters> {
        let viewed = self.0.iter().find(|one| one.list == list).ok_or(Error::NotFound)?;
        (viewed.parse)(query)
    }
}
