//! The values of the server: where they are, how they are read, and what is sent to change them.

use crate::domain::WriteSubject;
use crate::features::connections::writing::model::{ConnectionWrite, Fields};
use crate::outbound::exchange::Change;
use crate::urls;
use serde_json::{Value, json};

/// The fields of a contact and address, and where the API has them.
const BILL_TO: [(&str, &str); 11] = [
    ("first_name", "firstName"),
    ("last_name", "lastName"),
    ("email", "email"),
    ("phone", "defaultAddress/phoneNumber"),
    ("country", "defaultAddress/country"),
    ("address_line1", "defaultAddress/addressLine1"),
    ("address_line2", "defaultAddress/addressLine2"),
    ("city", "defaultAddress/city"),
    ("state", "defaultAddress/state"),
    ("postal_code", "defaultAddress/postalCode"),
    ("registration_number", "organizationRegistrationNumber"),
];

/// Returns where the server has the value.
pub fn path(write: &ConnectionWrite) -> String {
    match write.subject {
        WriteSubject::BillTo => urls::api_billing_profile(write.microsoft_id).to_string(),
        _ => urls::api_subscription(write.microsoft_id, write.subscription_id.clone()).to_string(),
    }
}

/// Returns the method of the request that changes the value.
pub fn method(subject: WriteSubject) -> Change {
    match subject {
        WriteSubject::BillTo => Change::Put,
        _ => Change::Patch,
    }
}

/// Returns the fields of the resource that the server sent. What it leaves out is empty.
pub fn fields(subject: WriteSubject, resource: &Value) -> Fields {
    let (field, value) = match subject {
        WriteSubject::BillTo => return bill_to(resource),
        WriteSubject::Quantity => ("quantity", resource["quantity"].clone()),
        WriteSubject::Status => {
            ("status", json!(resource["status"].as_str().unwrap_or_default().to_ascii_lowercase()))
        }
        WriteSubject::AutoRenewal => ("auto_renew", resource["autoRenewEnabled"].clone()),
    };
    Fields::from_iter([(field.to_owned(), value)])
}

fn bill_to(resource: &Value) -> Fields {
    let text = |path: &str| at(resource, path).as_str().unwrap_or_default().to_owned();
    let value = |(field, path): (&str, &str)| {
        let value = match field {
            "country" => text(path).to_ascii_uppercase(),
            // Of two names, that of the profile counts, as in the API.
            "first_name" if text(path).is_empty() => text("defaultAddress/firstName"),
            "last_name" if text(path).is_empty() => text("defaultAddress/lastName"),
            _ => text(path),
        };
        (field.to_owned(), json!(value))
    };
    BILL_TO.into_iter().map(value).collect()
}

/// Returns the value at this place, which names a field, or an object and its field; null if there is none.
fn at<'a>(resource: &'a Value, path: &str) -> &'a Value {
    path.split('/').fold(resource, |value, key| &value[key])
}

/// Returns the etag of the resource.
pub fn etag(resource: &Value) -> Option<&str> {
    at(resource, "attributes/etag").as_str()
}

/// Returns what is sent: the resource as the server sent it, with the changed fields. Where the server has no address, all fields are
/// sent, because a part of an address is invalid.
pub fn body(subject: WriteSubject, resource: &Value, changed: &Fields, ours: &Fields) -> Value {
    let mut body = resource.clone();
    let text = |field: &str| ours.get(field).cloned().unwrap_or_default();
    match subject {
        WriteSubject::Quantity => body["quantity"] = text("quantity"),
        WriteSubject::Status => body["status"] = text("status"),
        WriteSubject::AutoRenewal => body["autoRenewEnabled"] = text("auto_renew"),
        WriteSubject::BillTo => {
            let is_empty = bill_to(resource).get("country").and_then(Value::as_str).is_none_or(str::is_empty);
            if !body["defaultAddress"].is_object() {
                body["defaultAddress"] = json!({});
            }
            for (field, path) in BILL_TO.iter().filter(|(field, _)| is_empty || changed.contains_key(*field))
            {
                set(&mut body, path, text(field));
            }
            for name in ["first_name", "last_name"].iter().filter(|name| changed.contains_key(**name)) {
                let path = if *name == "first_name" { "firstName" } else { "lastName" };
                body["defaultAddress"][path] = text(name);
            }
        }
    }
    body
}

fn set(body: &mut Value, path: &str, value: Value) {
    let mut place = body;
    for key in path.split('/') {
        place = &mut place[key];
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changed_fields_of_an_address_are_replaced() {
        let there = json!({
            "email": "a@there.example", "firstName": "", "defaultAddress":
            { "country": "kr", "city": "Seoul", "firstName": "Min", "addressLine1": "1 Sejong-daero" },
            "attributes": { "etag": "e1" },
        });
        let theirs = fields(WriteSubject::BillTo, &there);
        assert_eq!((&theirs["country"], &theirs["first_name"]), (&json!("KR"), &json!("Min")));
        let changed = Fields::from_iter([("city".to_owned(), json!("Seoul"))]);
        let ours =
            Fields::from_iter([("city".to_owned(), json!("Busan")), ("email".to_owned(), json!("b@"))]);
        let sent = body(WriteSubject::BillTo, &there, &changed, &ours);
        assert_eq!(
            (&sent["defaultAddress"]["city"], &sent["email"]),
            (&json!("Busan"), &json!("a@there.example"))
        );
        assert_eq!(etag(&sent), Some("e1"));
        let sent = body(WriteSubject::BillTo, &json!({}), &changed, &ours);
        assert_eq!((&sent["defaultAddress"]["city"], &sent["email"]), (&json!("Busan"), &json!("b@")));
    }

    #[test]
    fn a_subscription_has_one_field() {
        let there = json!({ "quantity": 3, "status": "Active", "autoRenewEnabled": true });
        let ours = Fields::from_iter([("status".to_owned(), json!("suspended"))]);
        assert_eq!(fields(WriteSubject::Status, &there)["status"], json!("active"));
        let sent = body(WriteSubject::Status, &there, &ours, &ours);
        assert_eq!(sent, json!({ "quantity": 3, "status": "suspended", "autoRenewEnabled": true }));
    }
}
