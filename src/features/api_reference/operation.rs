//! One operation of the API as OpenAPI describes it: what it reads, and what it answers.

use crate::features::api_reference::faults;
use crate::features::api_reference::parameters::path_parameter;
use crate::features::rest_api::paging::MAX_SIZE;
use crate::features::rest_api::resource::Collection;
use crate::web::api_fault::FaultBody;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// A part of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiGroup {
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
}

/// An operation.
#[derive(Debug)]
pub struct ApiOperation {
    /// The method, in small letters.
    pub method: &'static str,
    /// The address, as the route has it.
    pub path: &'static str,
    id: &'static str,
    summary: &'static str,
    about: &'static str,
    parameters: Vec<Value>,
    is_public: bool,
    body: Option<Value>,
    answers: BTreeMap<u16, Value>,
    schemas: BTreeMap<String, Value>,
}

/// Returns an operation that reads.
pub fn get(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    ApiOperation::new("get", path, id, summary)
}

/// Returns an operation that makes something new.
pub fn post(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    ApiOperation::new("post", path, id, summary)
}

/// Returns an operation that replaces.
pub fn put(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    ApiOperation::new("put", path, id, summary)
}

/// Returns an operation that deletes.
pub fn delete(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    ApiOperation::new("delete", path, id, summary)
}

/// Returns an operation that changes a part.
pub fn patch(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    ApiOperation::new("patch", path, id, summary)
}

impl ApiOperation {
    fn new(method: &'static str, path: &'static str, id: &'static str, summary: &'static str) -> Self {
        let names = path.split(['{', '}']).skip(1).step_by(2);
        let parameters: Vec<Value> = names.map(path_parameter).collect();
        let mut operation = ApiOperation {
            method,
            path,
            id,
            summary,
            about: "",
            is_public: false,
            body: None,
            answers: BTreeMap::new(),
            schemas: BTreeMap::new(),
            parameters,
        };
        operation.add_schema::<FaultBody<'static>>();
        let has_id = !operation.parameters.is_empty();
        let usual = [Some(401), Some(403), has_id.then_some(404), Some(429), Some(503)];
        usual.into_iter().flatten().fold(operation, ApiOperation::usual_fault)
    }

    /// Says more than the summary.
    #[must_use]
    pub fn about(self, about: &'static str) -> Self {
        ApiOperation { about, ..self }
    }

    /// Adds parameters, which can be invalid.
    #[must_use]
    pub fn reads(mut self, parameters: impl IntoIterator<Item = Value>) -> Self {
        self.parameters.extend(parameters);
        self.usual_fault(400)
    }

    /// Adds a body, with an example.
    #[must_use]
    pub fn takes<T: ToSchema>(mut self, example: Value) -> Self {
        let schema = self.add_schema::<T>();
        let content = json!({ "application/json": { "schema": schema, "example": example } });
        self.body = Some(json!({ "required": true, "content": content }));
        [400, 413, 415].into_iter().fold(self, ApiOperation::usual_fault)
    }

    /// Says that it takes no token, and has none of the usual faults.
    #[must_use]
    pub fn without_token(mut self) -> Self {
        self.answers.clear();
        self.is_public = true;
        self.usual_fault(503)
    }

    /// Adds a body that is a form, with an example.
    #[must_use]
    pub fn takes_form<T: ToSchema>(mut self, example: Value) -> Self {
        let schema = self.add_schema::<T>();
        let content =
            json!({ "application/x-www-form-urlencoded": { "schema": schema, "example": example } });
        self.body = Some(json!({ "required": true, "content": content }));
        self
    }

    /// Adds the answer with this resource.
    #[must_use]
    pub fn answers<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let schema = self.add_schema::<T>();
        self.answer(status, description, schema)
    }

    /// Adds the answer without a body.
    #[must_use]
    pub fn succeeds(mut self, status: u16, description: &str) -> Self {
        let answer = json!({ "description": description, "headers": faults::common_headers() });
        self.answers.insert(status, answer);
        self
    }

    /// Adds the answer with a file in one of these media types.
    #[must_use]
    pub fn sends(self, types: &[&str], description: &str) -> Self {
        let mut operation = self.succeeds(200, description);
        let content: Map<String, Value> = types
            .iter()
            .map(|kind| ((*kind).to_owned(), json!({ "schema": { "type": "string" } })))
            .collect();
        if let Some(answer) = operation.answers.get_mut(&200) {
            answer["content"] = Value::Object(content);
        }
        operation
    }

    /// Adds the answer with all resources of this kind.
    #[must_use]
    pub fn lists<T: ToSchema>(mut self, description: &str) -> Self {
        let schema = self.add_list::<T>("Collection", None);
        self.answer(200, description, schema)
    }

    /// Adds the answer with a page of resources of this kind.
    #[must_use]
    pub fn pages<T: ToSchema>(mut self, description: &str) -> Self {
        let schema = self.add_list::<T>("Page", Some(MAX_SIZE));
        self.answer(200, description, schema)
    }

    /// Adds a fault that only this operation has, or says when it has a usual one.
    #[must_use]
    pub fn fault(mut self, status: u16, when: &str) -> Self {
        self.answers.insert(status, faults::answer(when));
        self
    }

    fn usual_fault(mut self, status: u16) -> Self {
        let usual = json!({ "$ref": format!("#/components/responses/{}", faults::name(status)) });
        self.answers.entry(status).or_insert(usual);
        self
    }

    fn answer(mut self, status: u16, description: &str, schema: Value) -> Self {
        let mut answer = json!({
            "description": description,
            "headers": faults::common_headers(),
            "content": { "application/json": { "schema": schema } },
        });
        if status == 201 {
            let location =
                json!({ "description": "The address of the new resource.", "schema": { "type": "string" } });
            answer["headers"]["Location"] = location;
        }
        self.answers.insert(status, answer);
        self
    }

    /// Adds a schema with what it refers to; returns the reference to it.
    fn add_schema<T: ToSchema>(&mut self) -> Value {
        let mut found: Vec<(String, RefOr<Schema>)> = vec![(T::name().into_owned(), T::schema())];
        T::schemas(&mut found);
        self.schemas.extend(found.into_iter().map(|(name, schema)| (name, json!(schema))));
        reference(&T::name())
    }

    /// Adds the schema of a list, named after its items.
    fn add_list<T: ToSchema>(&mut self, kind: &str, most: Option<usize>) -> Value {
        self.add_schema::<T>();
        let mut found = Vec::new();
        Collection::<T>::schemas(&mut found);
        self.schemas.extend(found.into_iter().map(|(name, schema)| (name, json!(schema))));
        let mut schema = json!(Collection::<T>::schema());
        if let Some(most) = most {
            schema["properties"]["items"]["maxItems"] = json!(most);
        }
        let name = format!("{}{kind}", T::name());
        self.schemas.insert(name.clone(), schema);
        reference(&name)
    }

    /// Returns the operation as OpenAPI writes it.
    pub fn to_json(&self, group: ApiGroup) -> Value {
        let mut parameters = self.parameters.clone();
        let shared = ["MS-RequestId", "MS-CorrelationId", "X-Locale"];
        let shared = shared.map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }));
        parameters.extend(shared);
        let responses: Map<String, Value> =
            self.answers.iter().map(|(status, answer)| (status.to_string(), answer.clone())).collect();
        let mut operation = json!({
            "operationId": self.id,
            "summary": self.summary,
            "tags": [group.name],
            "parameters": parameters,
            "responses": responses,
        });
        if !self.about.is_empty() {
            operation["description"] = json!(self.about);
        }
        if self.is_public {
            operation["security"] = json!([]);
        }
        if let Some(body) = &self.body {
            operation["requestBody"] = body.clone();
        }
        operation
    }

    /// Returns the schemas that it refers to, by name.
    pub fn schemas(&self) -> &BTreeMap<String, Value> {
        &self.schemas
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
