//! The reference page: the OpenAPI document for people. What it says of the API is the document's English; the frame is in the
//! language of the reader.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation};
use crate::features::api_reference::operations::all::groups;
use crate::features::api_reference::schema_view::{FieldView, Prose, SchemaView, included, referenced, text};
use crate::web::shell::Shell;
use askama::Template;
use serde_json::Value;

/// The page.
#[derive(Template)]
#[template(path = "api_reference/page.html")]
pub struct ReferencePage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The version of the portal.
    pub version: &'a str,
    /// The address that all addresses of the page follow.
    pub server: &'a str,
    /// What the API is about.
    pub about: Prose<'a>,
    /// How programs sign in.
    pub security: Vec<Prose<'a>>,
    /// The operations.
    pub groups: Vec<GroupView<'a>>,
    /// The parameters of every operation.
    pub shared: Vec<FieldView<'a>>,
    /// The schemas.
    pub schemas: Vec<SchemaView<'a>>,
}

/// A part of the API.
#[derive(Debug)]
pub struct GroupView<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is about.
    pub about: Prose<'a>,
    /// Its operations.
    pub operations: Vec<OperationView<'a>>,
}

/// An operation.
#[derive(Debug)]
pub struct OperationView<'a> {
    /// Its id, which is its anchor.
    pub id: &'a str,
    /// The method, in capital letters.
    pub method: String,
    /// The address, cut behind each slash, so that a line can break there.
    pub path: Vec<&'a str>,
    /// What it does.
    pub summary: &'a str,
    /// More of it.
    pub about: Prose<'a>,
    /// Its own parameters.
    pub parameters: Vec<FieldView<'a>>,
    /// The media type of the body, and its schema.
    pub body: Option<(&'a str, &'a str)>,
    /// The answers.
    pub answers: Vec<AnswerView<'a>>,
    /// The request as a command.
    pub command: String,
}

/// An answer.
#[derive(Debug)]
pub struct AnswerView<'a> {
    /// The status.
    pub status: &'a str,
    /// When it comes.
    pub about: Prose<'a>,
    /// The schema of the body.
    pub schema: Option<&'a str>,
}

impl GroupView<'_> {
    /// Returns its anchor.
    pub fn anchor(&self) -> String {
        self.name.to_ascii_lowercase().replace(' ', "-")
    }
}

impl OperationView<'_> {
    /// Returns the tone of the method.
    pub fn tone(&self) -> &'static str {
        match self.method.as_str() {
            "GET" => "info",
            "POST" => "success",
            "DELETE" => "danger",
            _ => "warning",
        }
    }
}

impl AnswerView<'_> {
    /// Returns the tone of the status.
    pub fn tone(&self) -> &'static str {
        if self.status.starts_with('2') { "success" } else { "" }
    }
}

impl<'a> ReferencePage<'a> {
    /// Returns the page of the document, in the order of the tables.
    pub fn new(shell: &'a Shell, document: &'a Value) -> Self {
        let server = text(&document["servers"][0], "url");
        let components = &document["components"];
        let object = |name: &str| components[name].as_object().into_iter().flatten();
        let schema = |(name, schema): (&'a String, &'a Value)| SchemaView {
            name,
            about: Prose(text(schema, "description")),
            values: schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
            included: included(schema),
            fields: FieldView::of_object(schema),
        };
        let group = |(group, own): (ApiGroup, Vec<ApiOperation>)| GroupView {
            name: group.name,
            about: Prose(group.about),
            operations: own.iter().map(|one| view(document, server, (one.path, one.method))).collect(),
        };
        ReferencePage {
            shell,
            version: text(&document["info"], "version"),
            server,
            about: Prose(text(&document["info"], "description")),
            security: object("securitySchemes")
                .map(|(_, scheme)| Prose(text(scheme, "description")))
                .collect(),
            groups: groups().into_iter().map(group).collect(),
            shared: object("parameters").map(|(_, parameter)| FieldView::parameter(parameter)).collect(),
            schemas: object("schemas").map(schema).collect(),
        }
    }
}

fn view<'a>(document: &'a Value, server: &str, (path, method): (&'static str, &str)) -> OperationView<'a> {
    let operation = &document["paths"][path][method];
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let method = method.to_ascii_uppercase();
    let contents =
        operation["requestBody"]["content"].as_object().and_then(|contents| contents.iter().next());
    let (kind, content) = contents.map_or(("", &Value::Null), |(kind, content)| (kind.as_str(), content));
    let answers = operation["responses"].as_object().into_iter().flatten();
    OperationView {
        id: text(operation, "operationId"),
        path: path.split_inclusive('/').collect(),
        summary: text(operation, "summary"),
        about: Prose(text(operation, "description")),
        parameters: parameters.filter(|one| referenced(one).is_none()).map(FieldView::parameter).collect(),
        body: referenced(&content["schema"]).map(|schema| (kind, schema)),
        answers: answers.map(|(status, answer)| answer_view(document, status, answer)).collect(),
        command: command(&method, &format!("{server}{path}"), (kind, &content["example"])),
        method,
    }
}

fn answer_view<'a>(document: &'a Value, status: &'a str, answer: &'a Value) -> AnswerView<'a> {
    let shared = referenced(answer).map(|name| &document["components"]["responses"][name]);
    let answer = shared.unwrap_or(answer);
    let schema = referenced(&answer["content"]["application/json"]["schema"]);
    AnswerView { status, about: Prose(text(answer, "description")), schema }
}

/// Returns the request as a command for a shell, with variables for the token and for the parts of the path. A form, with which
/// applications sign in, is sent without a token.
fn command(method: &str, url: &str, (kind, example): (&str, &Value)) -> String {
    let mut address = String::new();
    for (at, part) in url.split(['{', '}']).enumerate() {
        match at % 2 {
            0 => address += part,
            _ => address += &format!("${}", variable(part)),
        }
    }
    let mut command = match method {
        "GET" => format!("curl \"{address}\""),
        _ => format!("curl -X {method} \"{address}\""),
    };
    if kind == "application/x-www-form-urlencoded" {
        for (name, value) in example.as_object().into_iter().flatten() {
            command += &format!(" \\\n  -d {name}={}", value.as_str().unwrap_or_default());
        }
        return command;
    }
    command += " \\\n  -H \"Authorization: Bearer $TOKEN\"";
    if method == "PUT" {
        command += " \\\n  -H \"If-Match: $ETAG\"";
    }
    if !example.is_null() {
        let body = serde_json::to_string_pretty(example).unwrap_or_default();
        command += &format!(" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{body}'");
    }
    command
}

/// Returns the shell variable for a part of a path.
fn variable(name: &str) -> String {
    match name {
        "id" => "CUSTOMER".to_owned(),
        "sid" => "SUBSCRIPTION".to_owned(),
        other => other.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn writes_commands_that_a_shell_can_run() {
        let read =
            command("GET", "https://p.example/v1/customers/{id}/subscriptions/{sid}", ("", &Value::Null));
        let address = "curl \"https://p.example/v1/customers/$CUSTOMER/subscriptions/$SUBSCRIPTION\"";
        assert_eq!(read, format!("{address} \\\n  -H \"Authorization: Bearer $TOKEN\""));
        let change = command("PATCH", "https://p.example/v1/x", ("application/json", &json!({ "a": 1 })));
        assert!(
            change.starts_with("curl -X PATCH ") && change.ends_with("-d '{\n  \"a\": 1\n}'"),
            "{change}"
        );
    }
}
