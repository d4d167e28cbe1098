//! Checks answers to programs against the OpenAPI document: each must have a described status, and a body of the schema of it.

use crate::support::Reply;
use actix_web::http::Method;
use jsonschema::Validator;
use partner_portal::features::api_reference::document::document;
use partner_portal::routes;
use partner_portal::urls;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

/// The document of a portal at this URL.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| document("https://portal.example"));

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// Checks an answer. Where no route is, only faults are answered.
pub fn check(reply: &Reply) {
    let (method, path) = &reply.asked;
    if !urls::is_for_programs(path) || reply.body.is_empty() {
        return;
    }
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let status = reply.status.as_u16();
    let said = format!("{method} {path} answered {status}: {}", reply.text());
    let fault = json!({ "$ref": "#/components/schemas/Fault" });
    let Some(line) = routes::table().find(method, path).cloned() else {
        assert!(status >= 400, "{said}");
        return validate(&fault, &reply.json(), &said);
    };
    let operation = &DOCUMENT["paths"][line.path][line.method.as_str().to_ascii_lowercase()];
    let answer = &operation["responses"][status.to_string()];
    assert!(
        !answer.is_null(),
        "{said}\nsrc/features/api_reference/operations/ does not describe this status of the operation"
    );
    let answer = resolve(answer);
    let kind = reply.header("content-type");
    let kind = kind.split(';').next().unwrap_or_default();
    let content = &answer["content"][kind];
    assert!(!content.is_null(), "{said}\nThe content type {kind} is not described");
    if kind == "application/json" {
        validate(&content["schema"], &reply.json(), &said);
    }
    for (name, header) in answer["headers"].as_object().into_iter().flatten() {
        let is_missing = resolve(header)["required"] == true && reply.header(name).is_empty();
        assert!(!is_missing, "{said}\nThe header {name} is missing");
    }
}

/// Returns what a reference refers to, or the value itself.
pub fn resolve(value: &Value) -> &Value {
    let Some(reference) = value["$ref"].as_str() else { return value };
    DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference} is not there"))
}

/// Checks a value against a schema of the document.
pub fn validate(schema: &Value, value: &Value, said: &str) {
    let validator = validator(schema);
    let faults: Vec<String> =
        validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(
        faults.is_empty(),
        "{said}\nThe body is not what the OpenAPI document says:\n{}",
        faults.join("\n")
    );
}

/// Returns the validator of a schema of the document. Each is compiled once.
pub fn validator(schema: &Value) -> Arc<Validator> {
    let mut known = VALIDATORS.lock().unwrap();
    let make = || {
        let mut whole = schema.clone();
        whole["components"] = json!({ "schemas": DOCUMENT["components"]["schemas"] });
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
        let validator = options.should_validate_formats(true).build(&whole);
        Arc::new(validator.unwrap_or_else(|error| panic!("{error} in {schema}")))
    };
    known.entry(schema.to_string()).or_insert_with(make).clone()
}
