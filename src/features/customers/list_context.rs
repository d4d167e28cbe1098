//! What the pages of orders, relationship requests and referrals show besides their rows: lists whose rows belong to the user's
//! partner and to others, and were made by users.

use crate::domain::PartnerKind;
use crate::features::customers::model::ResellerChoice;
use crate::i18n::Texts;
use crate::web::list::FilterChoice;

/// What the page shows besides the rows. `P` are the parameters of the list.
pub struct ListContext<'a, P> {
    /// The type of the partner.
    pub kind: PartnerKind,
    /// The parameters as typed, for the form.
    pub typed: &'a P,
    /// The valid parameters, for links.
    pub params: &'a P,
    /// The first invalid parameter.
    pub bad: Option<&'static str>,
    /// The other partners to filter by.
    pub others: &'a [ResellerChoice],
    /// The users to filter by.
    pub people: &'a [String],
    /// Why the user may not export; `None` if they may.
    pub no_export: Option<String>,
}

impl<P> ListContext<'_, P> {
    /// Returns the other partners as choices of a filter.
    pub fn partner_choices(&self, texts: &Texts) -> impl Iterator<Item = FilterChoice> {
        self.others.iter().map(|one| FilterChoice::named(one.mpn_id.clone(), one.label(texts)))
    }

    /// Returns the users as choices of a filter. Rows without one have an empty name.
    pub fn people_choices(&self) -> impl Iterator<Item = FilterChoice> {
        let people = self.people.iter().filter(|name| !name.is_empty());
        people.map(|name| FilterChoice::named(name.clone(), name.clone()))
    }
}
