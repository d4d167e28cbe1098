//! The ids with which the vendor's new commerce names what can be ordered: product, SKU, availability, and the three joined by
//! colons. A product of the portal is one offer with one SKU and one availability.

use crate::domain::OfferId;

/// The only SKU of a product.
pub const SKU: &str = "0001";

/// Returns the catalog item id of an offer: `OFFER:0001:OFFER`.
pub fn catalog_item_id(offer: &OfferId) -> String {
    format!("{offer}:{SKU}:{offer}")
}

/// Returns the offer of a catalog item id, or of its Offer ID alone; `None` if the text is neither.
pub fn offer_of(text: &str) -> Option<OfferId> {
    let middle = format!(":{SKU}:");
    let side = text.len().saturating_sub(middle.len()) / 2;
    let halves = text.get(..side).zip(text.get(side..)).and_then(|(product, rest)| {
        let availability = rest.strip_prefix(middle.as_str())?;
        (product == availability).then_some(product)
    });
    OfferId::parse(halves.unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_has_one_catalog_item_id() {
        for id in ["E5", "CFQ7TTC0LH18:0001", "0001:0001:0001", "a"] {
            let Some(offer) = OfferId::parse(id) else { panic!("{id}") };
            assert_eq!(offer_of(&catalog_item_id(&offer)), Some(offer));
        }
        assert_eq!(offer_of("E5").as_ref().map(OfferId::as_str), Some("E5"));
        assert_eq!(offer_of("E5:0001:E3").as_ref().map(OfferId::as_str), Some("E5:0001:E3"));
        for bad in ["", "a b:0001:a b", "가:0001:가", "a b"] {
            assert_eq!(offer_of(bad), None, "{bad}");
        }
    }
}
