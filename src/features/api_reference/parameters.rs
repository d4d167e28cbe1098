//! The parameters of operations.

use serde_json::{Value, json};

/// The parameters of paths: name, what it is, schema.
fn known(name: &str) -> (&'static str, Value) {
    match name {
        "id" => ("The Microsoft ID of the customer.", json!({ "type": "string", "format": "uuid" })),
        "sid" => ("The Subscription ID.", json!({ "type": "string", "minLength": 1 })),
        "order" => ("The Order ID.", json!({ "type": "string", "format": "uuid" })),
        "job" => ("The id of the job.", json!({ "type": "string", "format": "uuid" })),
        "tag" => ("The id of the tag.", json!({ "type": "integer" })),
        "note" => ("The id of the note.", json!({ "type": "integer" })),
        "tenant" => ("Any text, such as the id of the partner.", json!({ "type": "string", "minLength": 1 })),
        "cart" => ("The id of the cart.", json!({ "type": "string", "format": "uuid" })),
        "product" => {
            ("The id of the product, which is an Offer ID.", json!({ "type": "string", "minLength": 1 }))
        }
        "sku" => ("The id of the SKU: `0001`.", json!({ "type": "string", "minLength": 1 })),
        "availability" => (
            "The id of the availability, which is that of the product.",
            json!({ "type": "string", "minLength": 1 }),
        ),
        "domain" => ("The domain.", json!({ "type": "string", "minLength": 1 })),
        "offer" => ("The Offer ID.", json!({ "type": "string", "minLength": 1 })),
        "record" => ("The id of the audit record.", json!({ "type": "string", "minLength": 1 })),
        "event" => ("The id of the test event.", json!({ "type": "string", "format": "uuid" })),
        _ => ("", json!({ "type": "string", "minLength": 1 })),
    }
}

/// Returns a parameter of a path. One that has no line here has no description, which the test of the document reports.
pub fn path_parameter(name: &str) -> Value {
    let (about, schema) = known(name);
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}

/// Returns a query parameter with this schema.
pub fn query(name: &str, about: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": about, "schema": schema })
}

/// Returns a query parameter that is text.
pub fn text(name: &str, about: &str) -> Value {
    query(name, about, json!({ "type": "string" }))
}

/// Returns the parameters of a list with pages, which can be filtered by these fields with these operators.
pub fn paging(fields: &[&str], operators: &[&str]) -> Vec<Value> {
    seeking().into_iter().chain([filter(fields, operators)]).collect()
}

/// Returns the parameters of a list with pages.
pub fn seeking() -> [Value; 3] {
    let seek =
        "`Next` or `Previous`, as in the link that is followed; only together with `MS-ContinuationToken`.";
    let token = "The token of the link that is followed. It contains filter, size and place.";
    [
        size("The number of items, at most 500. 0 or nothing: 500."),
        query("seekOperation", seek, json!({ "type": "string", "enum": ["Next", "Previous", ""] })),
        header("MS-ContinuationToken", token, json!({ "type": "string" })),
    ]
}

/// Returns the parameter for the number of items.
pub fn size(about: &str) -> Value {
    query("size", about, json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }))
}

/// Returns the filter, which is JSON.
pub fn filter(fields: &[&str], operators: &[&str]) -> Value {
    let mut schema = json!({
        "type": "object",
        "required": ["Field", "Value"],
        "properties": { "Field": { "type": "string", "enum": fields }, "Value": { "type": "string" } },
    });
    schema["properties"]["Operator"] = match operators {
        [] => json!({ "type": "string", "description": "Any; it does not count." }),
        operators => {
            let known: Vec<&str> = operators.iter().copied().chain([""]).collect();
            json!({ "type": "string", "enum": known })
        }
    };
    let example = json!({ "Field": fields.first(), "Value": "Contoso", "Operator": operators.first().unwrap_or(&"equals") });
    json!({
        "name": "filter",
        "in": "query",
        "description": "One condition, as JSON.",
        "content": { "application/json": { "schema": schema, "example": example } },
    })
}

/// Returns the header with the version that the program saw.
pub fn if_match() -> Value {
    let about =
        "The etag of the version that is changed: `attributes.etag`. The body can contain it instead.";
    header("If-Match", about, json!({ "type": "string" }))
}

/// Returns a header.
pub fn header(name: &str, about: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "header", "description": about, "schema": schema })
}

/// Returns the parameters that all operations have, as components.
pub fn components() -> Value {
    // No format: what is not a UUID is not an error.
    let text = || json!({ "type": "string" });
    let locale =
        "The language of descriptions, such as `ko`. Otherwise `Accept-Language`, or that of the user.";
    json!({
        "MS-RequestId": header("MS-RequestId", "A new UUID for the request. Another text is ignored.", text()),
        "MS-CorrelationId": header("MS-CorrelationId", "A UUID for the task; entries of the activity log have it.", text()),
        "X-Locale": header("X-Locale", locale, text()),
    })
}
