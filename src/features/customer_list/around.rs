//! What the page shows around its rows, or needs to show them. It is the same for all pages of the list, so it is remembered
//! while nothing changes.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{CountryCode, PartnerKind};
use crate::error::Result;
use crate::features::customer_list::columns::ListColumn;
use crate::features::customers::model::ResellerChoice;
use crate::features::customers::resellers::all_resellers;
use crate::features::saved_views::tabs::CountedViews;
use crate::features::tags::model::Tag;
use crate::features::tags::queries::most_used;
use crate::search::CustomerSearch;

/// Maximum number of tags that the filter suggests.
const MAX_TAGS: i64 = 50;

/// The number of all customers.
pub struct ListTotal(pub u64);

/// The columns of a user, in order.
pub struct OwnColumns(pub Vec<ListColumn>);

/// The saved views that a user sees.
#[derive(Default)]
pub struct OwnViews(pub CountedViews);

/// The indirect resellers of an indirect provider, former ones last; none for other partners.
pub struct Resellers(pub Vec<ResellerChoice>);

impl Resellers {
    /// Reads them.
    pub fn load<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Self> {
        let is_provider = scope.actor().partner.kind == PartnerKind::IndirectProvider;
        Ok(Resellers(if is_provider { all_resellers(scope, c)? } else { Vec::new() }))
    }
}

/// What the filters suggest.
#[derive(Default)]
pub struct FilterChoices {
    /// The tags that most customers have.
    pub tags: Vec<Tag>,
    /// The countries of all customers.
    pub countries: Vec<CountryCode>,
}

impl FilterChoices {
    /// Reads them.
    pub fn load<P>(scope: &Scope<P>, lists: &CustomerSearch, c: &mut DbConnection) -> Result<Self> {
        let tags = most_used(scope, MAX_TAGS, c)?;
        Ok(FilterChoices { tags, countries: lists.search.countries(c, scope.partner())? })
    }
}
