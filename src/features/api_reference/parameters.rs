//! The parameters of operations.

use serde_json::{Value, json};

/// The parameters of paths: name, what it is, schema.
fn known(name: &str) -> (&'static str, Value) {
    match name {
        "id" => ("The Microsoft ID of the customer.", json!({ "type": "string", "format": "uuid" })),
        "sid" => ("The Subscription ID.", json!({ "type": "string", "minLength": 1 })),
        "order" => ("The Order ID.", json!({ "type": "string", "format": "uuid" })),
        "offer" => ("The Offer ID.", json!({ "type": "string", "minLength": 1 })),
        "record" => ("The id of the audit record.", json!({ "type": "string", "minLength": 1 })),
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
pub fn paging(fields: &[&str], operators: &[&str]) -> [Value; 4] {
    let seek =
        "`Next` or `Previous`, as in the link that is followed; only together with `MS-ContinuationToken`.";
    let token = "The token of the link that is followed. It contains filter, size and place.";
    [
        size("The number of items, at most 500. 0 or nothing: 500."),
        filter(fields, operators),
        query("seekOperation", seek, json!({ "type": "string", "enum": ["Next", "Previous"] })),
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
        operators => json!({ "type": "string", "enum": operators }),
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
    let id = || json!({ "type": "string", "format": "uuid" });
    let locale =
        "The language of descriptions, such as `ko`. Otherwise `Accept-Language`, or that of the user.";
    json!({
        "MS-RequestId": header("MS-RequestId", "A new id for the request. Another text than a UUID is ignored.", id()),
        "MS-CorrelationId": header("MS-CorrelationId", "An id for the task; entries of the activity log have it.", id()),
        "X-Locale": header("X-Locale", locale, json!({ "type": "string" })),
    })
}
