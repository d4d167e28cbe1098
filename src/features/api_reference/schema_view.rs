//! What the reference page shows of a schema: its type in words, its limits, and the fields of an object.

use serde_json::Value;

/// A description whose parts between backquotes are code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prose<'a>(pub &'a str);

impl<'a> Prose<'a> {
    /// Returns the parts, and whether each is code.
    pub fn parts(self) -> impl Iterator<Item = (bool, &'a str)> {
        self.0
            .split('`')
            .enumerate()
            .map(|(at, part)| (at % 2 == 1, part))
            .filter(|(_, part)| !part.is_empty())
    }
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeView<'a> {
    /// The type in words of JSON Schema, before the name of a schema.
    pub words: String,
    /// The name of the schema, if the type is one or a list of one.
    pub schema: Option<&'a str>,
    /// The values that it can have.
    pub values: Vec<&'a str>,
    /// The limits.
    pub limits: Vec<String>,
}

/// A field or a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is: `path`, `query` or `header`; empty for a field.
    pub place: &'a str,
    /// Whether it must be there.
    pub is_required: bool,
    /// Its type.
    pub kind: TypeView<'a>,
    /// What it is.
    pub about: Prose<'a>,
}

/// A named schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaView<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub about: Prose<'a>,
    /// The values of a text.
    pub values: Vec<&'a str>,
    /// The schemas whose fields it also has.
    pub included: Vec<&'a str>,
    /// The fields of an object.
    pub fields: Vec<FieldView<'a>>,
}

/// Returns the text of a member of an object; empty without one.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Returns the texts of a member that is a list, without an empty one.
fn texts<'a>(value: &'a Value, name: &str) -> Vec<&'a str> {
    let texts = value[name].as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.filter(|text| !text.is_empty()).collect()
}

/// Returns the name at the end of a reference.
pub fn referenced(value: &Value) -> Option<&str> {
    value["$ref"].as_str()?.rsplit('/').next()
}

/// Returns the names of the schemas that a schema includes.
pub fn included(schema: &Value) -> Vec<&str> {
    schema["allOf"].as_array().into_iter().flatten().filter_map(referenced).collect()
}

impl<'a> TypeView<'a> {
    /// Returns the type of a schema.
    pub fn new(schema: &'a Value) -> Self {
        if let Some(name) = referenced(schema) {
            return TypeView {
                words: String::new(),
                schema: Some(name),
                values: Vec::new(),
                limits: Vec::new(),
            };
        }
        let choices = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array());
        if let Some(choices) = choices {
            let other = choices.iter().find(|choice| choice["type"] != "null").unwrap_or(schema);
            let inner = Self::new(other);
            return TypeView { words: format!("null | {}", inner.words).trim_end().to_owned(), ..inner };
        }
        if schema["type"] == "array" {
            let inner = Self::new(&schema["items"]);
            let words = format!("array of {}", inner.words).trim_end().to_owned();
            return TypeView { words, limits: limits(schema), ..inner };
        }
        let types = texts(schema, "type");
        let mut words = if types.is_empty() { text(schema, "type").to_owned() } else { types.join(" | ") };
        if let Some(format) = schema["format"].as_str() {
            words += &format!(" ({format})");
        }
        TypeView { words, schema: None, values: texts(schema, "enum"), limits: limits(schema) }
    }
}

fn limits(schema: &Value) -> Vec<String> {
    let of = |name: &str, sign: &str, unit: &str| {
        schema[name].as_f64().map(|number| format!("{sign} {number}{unit}"))
    };
    let limits = [
        of("minimum", "≥", ""),
        of("maximum", "≤", ""),
        of("minLength", "≥", " characters"),
        of("maxLength", "≤", " characters"),
        of("minItems", "≥", " items"),
        of("maxItems", "≤", " items"),
        schema["pattern"].as_str().map(str::to_owned),
    ];
    limits.into_iter().flatten().collect()
}

impl<'a> FieldView<'a> {
    /// Returns a parameter of an operation.
    pub fn parameter(parameter: &'a Value) -> Self {
        let content = &parameter["content"]["application/json"]["schema"];
        let (schema, is_json) =
            if content.is_null() { (&parameter["schema"], false) } else { (content, true) };
        let mut kind = TypeView::new(schema);
        if is_json {
            kind.words = "JSON".to_owned();
            kind.values = texts(&schema["properties"]["Field"], "enum");
        }
        FieldView {
            name: text(parameter, "name"),
            place: text(parameter, "in"),
            is_required: parameter["required"] == true,
            about: Prose(text(parameter, "description")),
            kind,
        }
    }

    /// Returns the fields of an object, without those of schemas that it includes.
    pub fn of_object(schema: &'a Value) -> Vec<Self> {
        if let Some(parts) = schema["allOf"].as_array() {
            return parts.iter().flat_map(Self::of_object).collect();
        }
        let required = texts(schema, "required");
        let fields = schema["properties"].as_object().into_iter().flatten();
        let field = |(name, field): (&'a String, &'a Value)| FieldView {
            name,
            place: "",
            is_required: required.contains(&name.as_str()),
            kind: TypeView::new(field),
            about: Prose(text(field, "description")),
        };
        fields.map(field).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn says_types_in_words() {
        let schema = json!({ "type": ["array", "null"], "items": {} });
        assert_eq!(TypeView::new(&schema).words, "array | null");
        let schema =
            json!({ "type": "array", "maxItems": 500, "items": { "$ref": "#/components/schemas/Customer" } });
        let view = TypeView::new(&schema);
        assert_eq!((view.words.as_str(), view.schema), ("array of", Some("Customer")));
        assert_eq!(view.limits, ["≤ 500 items"]);
        let parts: Vec<_> = Prose("Send `a` and b.").parts().collect();
        assert_eq!(parts, [(false, "Send "), (true, "a"), (false, " and b.")]);
    }
}
