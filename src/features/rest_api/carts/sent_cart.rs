//! A cart as a program sends it. Only what is malformed is refused; what cannot be ordered is an error of its line.

use crate::domain::SubscriptionId;
use crate::features::orders::model::MAX_LINES;
use crate::features::rest_api::carts::model::{CartLine, numbered};
use crate::features::rest_api::fields::Fields;
use crate::features::subscriptions::model::ANY_QUANTITY;

/// The maximum length of ids and words, in bytes.
const MAX_TEXT: usize = 200;

/// Reads the lines of a cart. Everything else in it belongs to the portal, such as the ids of lines, or is ignored.
pub fn read_lines(fields: &mut Fields<'_>) -> Vec<CartLine> {
    let lines = read_list(fields, "lineItems", true);
    if fields.faults.is_empty() && !(1..=MAX_LINES).contains(&numbered(&lines).len()) {
        fields.add("lineItems", format!("a cart has 1 to {MAX_LINES} lines, with the add-ons in them"));
    }
    lines
}

fn read_list(fields: &mut Fields<'_>, name: &'static str, is_base: bool) -> Vec<CartLine> {
    let items = fields.list(name).unwrap_or_default();
    if items.len() > MAX_LINES {
        fields.add(name, format!("a cart has at most {MAX_LINES} lines"));
        return Vec::new();
    }
    let items = items.iter().enumerate();
    items.map(|(at, item)| fields.item((name, at), item, |line| read_line(line, is_base))).collect()
}

fn read_line(fields: &mut Fields<'_>, is_base: bool) -> CartLine {
    let item = short(fields, "catalogItemId");
    if item.is_none() {
        fields.add("catalogItemId", "it must be the catalogItemId of an availability");
    }
    let quantity = fields.number("quantity").filter(|quantity| ANY_QUANTITY.contains(quantity));
    if quantity.is_none() {
        let (least, most) = (ANY_QUANTITY.start(), ANY_QUANTITY.end());
        fields.add("quantity", format!("it must be from {least} to {most}"));
    }
    let cycle = short(fields, "billingCycle").map(|cycle| cycle.to_ascii_lowercase());
    let term = short(fields, "termDuration").map(|term| term.to_ascii_uppercase());
    let mut line = CartLine {
        item: item.unwrap_or_default(),
        quantity: quantity.unwrap_or_default(),
        cycle,
        term,
        ..CartLine::default()
    };
    if is_base {
        line.parent = fields.object("provisioningContext", read_parent);
        line.reseller = read_reseller(fields);
        line.add_ons = read_list(fields, "addonItems", false);
    } else if !fields.list("addonItems").unwrap_or_default().is_empty() {
        fields.add("addonItems", "an add-on has no add-ons");
    }
    if line.parent.is_some() && !line.add_ons.is_empty() {
        fields.add("addonItems", "an add-on has no add-ons");
    }
    line
}

fn read_parent(context: &mut Fields<'_>) -> Option<SubscriptionId> {
    let id = context.text("parentSubscriptionId").filter(|id| !id.is_empty())?;
    let parent = id.parse::<SubscriptionId>().ok();
    if parent.is_none() {
        context.add("parentSubscriptionId", "it must be a Subscription ID");
    }
    parent
}

/// Reads the reseller of record, which the vendor calls a participant.
fn read_reseller(fields: &mut Fields<'_>) -> Option<String> {
    let participants = fields.list("participants").unwrap_or_default();
    if participants.len() > 1 {
        fields.add("participants", "a line has one partner on record");
        return None;
    }
    let one = participants.first()?;
    fields.item(("participants", 0), one, |participant| {
        let kind = participant.text("key").unwrap_or_default();
        if !kind.replace('_', "").eq_ignore_ascii_case("transactionreseller") {
            participant.add("key", "it must be transaction_reseller");
        }
        let mpn_id = short(participant, "value");
        if mpn_id.is_none() {
            participant.add("value", "it must be an MPN ID");
        }
        mpn_id
    })
}

/// Returns a text that is neither empty nor long.
fn short(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    let text = fields.text(name).map(str::trim).filter(|text| !text.is_empty())?;
    if text.len() > MAX_TEXT {
        fields.add(name, format!("it has at most {MAX_TEXT} bytes"));
    }
    Some(text.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::features::rest_api::json::parse_json;
    use serde_json::json;

    fn faults(body: &serde_json::Value) -> Vec<String> {
        let body = parse_json(body.to_string().as_bytes()).unwrap();
        let mut fields = Fields::new(&body);
        read_lines(&mut fields);
        fields.faults.into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn names_the_fields_of_malformed_lines() {
        let line = |extra: serde_json::Value| {
            let mut line = json!({ "CatalogItemId": "E5", "Quantity": 1 });
            line.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            json!({ "LineItems": [line] })
        };
        assert!(faults(&line(json!({}))).is_empty());
        for (body, field) in [
            (json!({}), "lineItems"),
            (json!({ "lineItems": [] }), "lineItems"),
            (json!({ "lineItems": [7] }), "lineItems[0]"),
            (json!({ "lineItems": vec![json!({}); 51] }), "lineItems"),
            (line(json!({ "Quantity": "5" })), "lineItems[0].quantity"),
            (line(json!({ "CatalogItemId": "" })), "lineItems[0].catalogItemId"),
            (line(json!({ "BillingCycle": 1 })), "lineItems[0].billingCycle"),
            (
                line(json!({ "ProvisioningContext": { "ParentSubscriptionId": "x" } })),
                "lineItems[0].provisioningContext.parentSubscriptionId",
            ),
            (
                line(json!({ "Participants": [{ "Key": "x", "Value": "1" }] })),
                "lineItems[0].participants[0].key",
            ),
            (line(json!({ "AddonItems": [{}] })), "lineItems[0].addonItems[0].catalogItemId"),
            (
                line(json!({ "AddonItems": [{ "CatalogItemId": "A", "Quantity": 1, "AddonItems": [{}] }] })),
                "lineItems[0].addonItems[0].addonItems",
            ),
        ] {
            assert!(faults(&body).iter().any(|found| found == field), "{body}: {:?}", faults(&body));
        }
    }
}
