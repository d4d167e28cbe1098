//! The catalogue of the sample channel, as a table. Real offers are imported with `import offers`.

use crate::domain::BillingCycle::{Annual, Monthly, None as NoCycle};
use crate::domain::BillingType::{License, Usage};
use crate::domain::{BillingCycle, BillingType, Offer, OfferId};

/// Id, name, publisher, category, billing type and cycle, minimum and maximum quantity, parent offer of an
/// add-on, cancellable.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    BillingType,
    BillingCycle,
    i32,
    i32,
    &'static str,
    bool,
);

const VENDOR: &str = "Microsoft";

#[rustfmt::skip]
const OFFERS: &[Row] = &[
    ("CFQ7TTC0LH18:0001", "Microsoft 365 Business Basic",         VENDOR, "Small business", License, Annual,  1, 300,     "", false),
    ("CFQ7TTC0LDPB:0001", "Microsoft 365 Business Standard",      VENDOR, "Small business", License, Annual,  1, 300,     "", false),
    ("CFQ7TTC0LCHC:0002", "Microsoft 365 Business Premium",       VENDOR, "Small business", License, Annual,  1, 300,     "", false),
    ("CFQ7TTC0LFLX:0001", "Microsoft 365 E3",                     VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LFLZ:0002", "Microsoft 365 E5",                     VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LF8Q:0001", "Office 365 E1",                        VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LF8R:0001", "Office 365 E3",                        VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LH16:0001", "Exchange Online (Plan 1)",             VENDOR, "Enterprise",     License, Monthly, 1, 100_000, "", false),
    ("CFQ7TTC0LH16:0002", "Exchange Online (Plan 1)",             VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LH1P:0001", "Exchange Online (Plan 2)",             VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LCH4:0009", "Intune Plan 1",                        VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LFLS:0002", "Microsoft Entra ID P1",                VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LFK5:0001", "Microsoft Entra ID P2",                VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0JXGV:0001", "Microsoft Defender for Business",      VENDOR, "Small business", License, Annual,  1, 300,     "", false),
    ("CFQ7TTC0HDB0:0002", "Project Plan 3",                       VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0HD32:0002", "Visio Plan 2",                         VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0H9MP:0002", "Power BI Pro",                         VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LH2H:0001", "Power Apps Premium",                   VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0LFDZ:0001", "Dynamics 365 Sales, Enterprise",       VENDOR, "Enterprise",     License, Annual,  1, 100_000, "", false),
    ("CFQ7TTC0QW7C:0001", "Teams Rooms Pro",                      VENDOR, "Enterprise",     License, Annual,  1, 10_000,  "", false),
    ("DZH318Z0BPS6:0001", "Azure plan",                           VENDOR, "Enterprise",     Usage,   NoCycle, 1, 1,       "", false),
    ("CFQ7TTC0LFLX:000K", "Microsoft 365 E3 (trial)",             VENDOR, "Trial",          License, Monthly, 1, 25,      "", false),
    ("CFQ7TTC0LHSL:0001", "Microsoft 365 Audio Conferencing",     VENDOR, "Enterprise",     License, Annual,  1, 100_000, "CFQ7TTC0LFLX:0001", false),
    ("CFQ7TTC0LHXH:0001", "Microsoft Defender for Office 365 P1", VENDOR, "Enterprise",     License, Annual,  1, 100_000, "CFQ7TTC0LF8R:0001", false),
    ("CFQ7TTC0LHRG:0001", "Power BI Premium Per User Add-On",     VENDOR, "Enterprise",     License, Annual,  1, 100_000, "CFQ7TTC0H9MP:0002", false),
    ("CFQ7TTC0LHT4:0001", "Teams Domestic Calling Plan",          VENDOR, "Enterprise",     License, Annual,  1, 100_000, "CFQ7TTC0LFLZ:0002", false),
    ("CFQ7TTC0LH0J:0001", "Exchange Online Archiving",            VENDOR, "Enterprise",     License, Monthly, 1, 100_000, "CFQ7TTC0LH16:0001", false),
    ("CFQ7TTC0LH0T:0001", "Teams Phone Standard",                 VENDOR, "Small business", License, Annual,  1, 300,     "CFQ7TTC0LCHC:0002", false),
    ("ISV-NURIMEET:0001", "누리미트 화상 회의",                   "누리소프트", "Small business", License, Monthly, 1, 500,   "", true),
    ("ISV-LEDGERLY:0002", "Ledgerly Cloud Accounting",            "Ledgerly Ltd.", "Enterprise",  License, Annual,  5, 2_000, "", true),
];

/// Returns all offers.
pub fn offers() -> impl Iterator<Item = Offer> {
    OFFERS.iter().filter_map(offer)
}

/// The properties of an offer that the sample subscriptions need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferTerms {
    /// The vendor's id.
    pub id: &'static str,
    /// Product name.
    pub name: &'static str,
    /// How often it is billed.
    pub cycle: BillingCycle,
    /// The minimum and maximum quantity.
    pub quantity: (i32, i32),
    /// Whether it can be cancelled for a limited time after the purchase.
    pub cancellable: bool,
}

/// Returns the offer with this name.
pub fn find(name: &str) -> Option<OfferTerms> {
    OFFERS.iter().find(|row| row.1 == name).map(sold)
}

/// Returns the add-on to the offer with this name.
pub fn add_on_to(name: &str) -> Option<OfferTerms> {
    let parent = find(name)?;
    OFFERS.iter().find(|row| row.8 == parent.id).map(sold)
}

fn sold(row: &Row) -> OfferTerms {
    let &(id, name, _, _, _, cycle, minimum, maximum, _, cancellable) = row;
    OfferTerms { id, name, cycle, quantity: (minimum, maximum), cancellable }
}

fn offer(row: &Row) -> Option<Offer> {
    let &(id, name, publisher, category, billing_type, billing_cycle, minimum, maximum, parent, cancellable) =
        row;
    Some(Offer {
        id: OfferId::parse(id)?,
        name: name.to_owned(),
        publisher: publisher.to_owned(),
        category: category.to_owned(),
        billing_type,
        billing_cycle,
        minimum,
        maximum,
        parent: OfferId::parse(parent),
        cancellable,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_row_and_every_parent_is_an_offer() {
        let offers: Vec<Offer> = offers().collect();
        let ids: HashSet<_> = offers.iter().map(|offer| &offer.id).collect();
        assert_eq!((offers.len(), ids.len()), (OFFERS.len(), OFFERS.len()));
        for offer in &offers {
            assert!(offer.minimum >= 1 && offer.minimum <= offer.maximum, "{offer:?}");
            assert!(offer.parent.iter().all(|parent| ids.contains(parent)), "{offer:?}");
        }
    }
}
