//! The rules of an order (docs/reference/domain.md#orders). [`super::facts`] reads the data on which they depend.

use crate::domain::{Cloud, Offer, OfferId, PartnerKind, SubscriptionStatus};
use crate::features::orders::facts::{Facts, Parent};
use crate::features::orders::model::{MAX_LINES, NewLine, NewOrder};
use crate::features::orders::problem::Problem;
use crate::features::subscriptions::lifecycle::calendar::next_renewal;
use chrono::NaiveDate;

/// What the add-ons among the lines of an order belong to.
#[derive(Debug, Clone, Copy)]
pub enum ParentOfLines<'a> {
    /// A stored subscription, which each line names.
    Stored,
    /// A subscription to this offer, which is ordered together with them.
    Ordered(&'a OfferId),
}

impl Facts {
    /// Returns all problems, in the order of the form.
    pub(super) fn problems(&self, new: &NewOrder) -> Vec<Problem> {
        let mut problems = self.problems_of_all(new);
        match new.lines.len() {
            0 => problems.push(Problem::Empty),
            1..=MAX_LINES => problems.extend(self.line_problems(new, ParentOfLines::Stored).flatten()),
            _ => problems.push(Problem::TooMany),
        }
        problems
    }

    /// Returns the problem of each line, in their order.
    pub(super) fn line_problems(
        &self,
        new: &NewOrder,
        parent: ParentOfLines<'_>,
    ) -> impl Iterator<Item = Option<Problem>> {
        new.lines.iter().map(move |line| self.problem(new, line, parent))
    }

    /// Returns the problems that are not those of single lines.
    pub(super) fn problems_of_all(&self, new: &NewOrder) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.seller.cloud == Cloud::Germany {
            problems.push(Problem::ClosedCloud);
        }
        if self.seller.kind == PartnerKind::IndirectReseller {
            problems.push(Problem::NoSeller);
        }
        if self.seller.cloud == Cloud::Global && !self.has_agreement {
            problems.push(Problem::NoAgreement);
        }
        if new.reseller.is_some() && self.reseller.is_none() {
            problems.push(Problem::NoReseller);
        }
        problems
    }

    /// Returns the problems of a request. It leaves out the agreement, because only the provider may know whether it
    /// was attested.
    pub(super) fn problems_of_request(&self, new: &NewOrder) -> Vec<Problem> {
        let problems = self.problems(new).into_iter();
        problems.filter(|problem| *problem != Problem::NoAgreement).collect()
    }

    fn problem(&self, new: &NewOrder, line: &NewLine, parent: ParentOfLines<'_>) -> Option<Problem> {
        let Some(offer) = self.offer(&line.offer) else {
            return Some(Problem::UnknownOffer(line.offer.clone()));
        };
        if !(offer.minimum..=offer.maximum).contains(&line.quantity) {
            let (offer, least, most) = (offer.name.clone(), offer.minimum, offer.maximum);
            return Some(Problem::Quantity { offer, least, most });
        }
        let stored = line.parent.as_ref().map(|id| self.parents.iter().find(|parent| parent.id == *id));
        let fits = match (parent, &offer.parent, stored) {
            (ParentOfLines::Stored, None, None) => true,
            (ParentOfLines::Stored, Some(wanted), Some(Some(parent))) => parent.accepts(wanted, new),
            (ParentOfLines::Ordered(ordered), Some(wanted), None) => wanted == ordered,
            _ => false,
        };
        (!fits).then(|| Problem::NoActiveParent(offer.name.clone()))
    }

    /// Returns the offer with this ID, if the seller has it.
    pub(super) fn offer(&self, id: &OfferId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == *id)
    }

    /// Returns the renewal date of a line: the parent's for an add-on, otherwise by the offer's billing cycle.
    pub(super) fn renewal(&self, line: &NewLine, offer: &Offer) -> Option<NaiveDate> {
        let parent = line.parent.as_ref().and_then(|id| self.parents.iter().find(|parent| parent.id == *id));
        let today = self.seller.today();
        let own = next_renewal(Some(offer.billing_cycle), today, today, today);
        own.and_then(|own| parent.and_then(|parent| parent.renews_on).or(Some(own)))
    }
}

impl Parent {
    /// Whether an add-on of the offer `wanted` may be bought for this subscription: it must be an active subscription
    /// to that offer with the same reseller.
    fn accepts(&self, wanted: &OfferId, new: &NewOrder) -> bool {
        self.status == SubscriptionStatus::Active
            && self.reseller_id == new.reseller
            && self.offer_id.as_ref() == Some(wanted)
    }
}
