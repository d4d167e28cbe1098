//! The offers to which a subscription can change at its renewal, with the rule that forbids it where one does. The changes
//! themselves are planned by [`super::combined`].

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Offer, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::offers::queries::renewable;
use crate::features::subscriptions::change::facts::seller_of;
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::lifecycle::operation::OperationError;
use crate::features::subscriptions::lifecycle::renewal_wish::{RenewalWish, Wish, plan};
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::{find_family, visible};
use crate::text::sort_key;

/// The offers to which a subscription can change.
#[derive(Debug, Clone)]
pub struct RenewalChoices {
    /// The subscription.
    pub this: Subscription,
    /// The other offers with which the seller renews subscriptions, by name, each with what forbids it.
    pub offers: Vec<(Offer, Option<OperationError>)>,
}

/// Returns the choices for a subscription of a customer.
///
/// # Errors
/// [`Error::NotFound`] for a customer or subscription that the partner may not see.
pub fn renewal_choices<P>(
    scope: &Scope<P>,
    (id, subscription): (MicrosoftId, &SubscriptionId),
    c: &mut DbConnection,
) -> Result<RenewalChoices> {
    customer(scope, id, c)?;
    let seen = visible(scope, id, c)?;
    let seller = seller_of(&seen, subscription, scope.partner()).ok_or(Error::NotFound)?;
    let sold: Vec<Subscription> =
        queries::sold_by(scope, seller, &[id], c)?.into_iter().map(|(_, one)| one).collect();
    let mut family = find_family(scope, &sold, subscription, c)?;
    let of_seller = || (seller != scope.partner()).then_some(OperationError::OfferOfSeller);
    let refusal = queries::reseller_refusals(scope, seller, &[id], c)?.remove(&id).or_else(of_seller);
    let mut offers = renewable(seller, c)?;
    offers.sort_by_cached_key(|offer| (sort_key(&offer.name), offer.id.clone()));
    family.offers.extend(offers.iter().cloned());
    let present = family.this.offer_id.clone();
    let others = offers.into_iter().filter(|offer| Some(&offer.id) != present.as_ref());
    let choice = |offer: Offer| {
        let wish = RenewalWish { offer: Wish::Changed(offer.id.to_string()), ..RenewalWish::default() };
        let forbidden = refusal.clone().or_else(|| plan(&family, &wish).err());
        (offer, forbidden)
    };
    let offers = others.map(choice).collect();
    Ok(RenewalChoices { this: family.this, offers })
}
