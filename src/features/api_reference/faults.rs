//! The faults that many operations have, and the headers of all answers. docs/reference/api.md has the codes.

use serde_json::{Value, json};

/// The usual faults: status, name of the component, and when they are answered.
const USUAL: &[(u16, &str, &str)] = &[
    (
        400,
        "BadRequest",
        "The request is malformed; `data` names the fields. Or a rule forbids it; `code` says which.",
    ),
    (401, "Unauthorized", "The token is missing, unknown, expired or ended."),
    (
        403,
        "Forbidden",
        "The role lacks the permission, or the token can only read. The description says which roles have it.",
    ),
    (404, "NotFound", "There is no such resource. Those of other partners are answered alike."),
    (413, "TooLarge", "The body has more than 256 KiB."),
    (415, "UnsupportedMediaType", "The body is not `application/json` in UTF-8."),
    (429, "TooManyRequests", "The token has sent too many requests in this minute."),
    (503, "Unavailable", "The database is busy."),
];

/// Returns the name of the component for a usual fault.
pub fn name(status: u16) -> &'static str {
    USUAL.iter().find(|(known, ..)| *known == status).map_or("BadRequest", |(_, name, _)| name)
}

/// Returns the usual faults as components.
pub fn components() -> Value {
    let answer_of = |status: u16, when: &str| {
        let mut answer = answer(when);
        if matches!(status, 429 | 503) {
            answer["headers"]["Retry-After"] = json!({ "description": "Seconds to wait.", "required": true, "schema": { "type": "integer", "minimum": 0 } });
        }
        if status == 401 {
            answer["headers"]["WWW-Authenticate"] =
                json!({ "description": "`Bearer`.", "required": true, "schema": { "type": "string" } });
        }
        answer
    };
    USUAL.iter().map(|(status, name, when)| ((*name).to_owned(), answer_of(*status, when))).collect()
}

/// Returns the answer with a fault.
pub fn answer(when: &str) -> Value {
    json!({
        "description": when,
        "headers": common_headers(),
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Fault" } } },
    })
}

/// Returns references to the headers of every answer.
pub fn common_headers() -> Value {
    let reference = |name: &str| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    HEADERS.iter().map(|(name, ..)| reference(name)).collect()
}

/// The headers of every answer: name, description, format.
const HEADERS: &[(&str, &str, Option<&str>)] = &[
    ("MS-RequestId", "The id of the request: the one that was sent, otherwise a new one.", Some("uuid")),
    ("MS-CorrelationId", "The id of the task: the one that was sent, otherwise a new one.", Some("uuid")),
    ("RateLimit-Policy", "How many requests the token may send in 60 seconds: `\"token\";q=600;w=60`.", None),
    ("RateLimit", "How many are left, and for how many seconds: `\"token\";r=599;t=60`.", None),
];

/// Returns the headers of every answer as components.
pub fn header_components() -> Value {
    let header = |(name, about, format): &(&str, &str, Option<&str>)| {
        let mut schema = json!({ "type": "string" });
        if let Some(format) = format {
            schema["format"] = json!(format);
        }
        ((*name).to_owned(), json!({ "description": about, "schema": schema }))
    };
    HEADERS.iter().map(header).collect()
}
