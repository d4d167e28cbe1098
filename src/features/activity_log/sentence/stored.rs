//! Reads single values from an entry's details.

use crate::features::activity_log::details::Change;
use crate::features::activity_log::sentence::model::{Part, fill, shorten};
use crate::features::activity_log::sentence::table::SUBSCRIPTION;
use crate::features::activity_log::wording::{ReaderFormat, ValueText, changed_keys};
use crate::i18n::script::full_name;
use serde_json::{Map, Value};

/// The details of an entry, or of one of its lines, for a reader.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored<'a> {
    pub fields: &'a Map<String, Value>,
    pub reading: ReaderFormat,
}

/// The fields that changed, and both sides.
pub(super) struct Changes<'a> {
    pub keys: Vec<&'a String>,
    before: &'a Map<String, Value>,
    after: &'a Map<String, Value>,
    reading: ReaderFormat,
}

impl Changes<'_> {
    pub fn change(&self, key: &str) -> Change {
        self.reading.change(key, self.before, self.after)
    }

    pub fn label(&self, key: &str) -> String {
        self.reading.label(key)
    }
}

impl<'a> Stored<'a> {
    /// Returns the first of these values that the entry has. A key is looked for in the details, then among the values
    /// after the change, then among those before it; `before.name` names one place.
    pub fn first(&self, keys: &[&str]) -> Option<ValueText> {
        keys.iter().find_map(|key| self.value(key))
    }

    /// Returns the first of these values with its label. A switch that is on has only its label.
    pub fn first_labeled(&self, keys: &[&str]) -> Option<(String, Option<ValueText>)> {
        keys.iter().find_map(|path| {
            let (key, value) = self.find(path)?;
            let told = (*value != Value::Bool(true)).then(|| self.reading.value_text(key, value));
            Some((self.reading.label(label_key(path)), told))
        })
    }

    /// Returns the subscription of a line, with its quantity if the line has one.
    pub fn line(&self) -> Option<Vec<Part>> {
        let name = Part::Value(shorten(self.first(SUBSCRIPTION)?));
        let quantity = self.fields.get("quantity").map(|value| self.reading.value_text("quantity", value));
        let texts = self.reading.texts();
        Some(match quantity {
            Some(quantity) => fill([vec![name]], |[name]| texts.sentence_line(name, quantity.text)),
            None => vec![name],
        })
    }

    fn value(&self, path: &str) -> Option<ValueText> {
        if path == "full_name" {
            return self.person();
        }
        self.find(path).map(|(key, value)| self.reading.value_text(key, value))
    }

    /// Returns the person whose first and last name are stored separately.
    fn person(&self) -> Option<ValueText> {
        let name = |key| self.find(key).and_then(|(_, value)| value.as_str()).unwrap_or_default();
        let text = full_name(name("first_name"), name("last_name"));
        (!text.is_empty()).then_some(ValueText { text, is_data: true })
    }

    fn find<'p>(&self, path: &'p str) -> Option<(&'p str, &'a Value)> {
        let (side, key) = path.split_once('.').map_or((None, path), |(side, key)| (Some(side), key));
        let found = match side {
            Some(side) => self.side(side).and_then(|fields| fields.get(key)),
            None => [Some(self.fields), self.side("after"), self.side("before")]
                .into_iter()
                .flatten()
                .find_map(|fields| fields.get(key).filter(|value| says_something(value))),
        };
        found.filter(|value| says_something(value)).map(|value| (key, value))
    }

    fn side(&self, name: &str) -> Option<&'a Map<String, Value>> {
        self.fields.get(name)?.as_object()
    }

    /// Returns the fields that changed; `None` if the entry has no values before and after.
    pub fn changes(&self) -> Option<Changes<'a>> {
        let (before, after) = (self.side("before")?, self.side("after")?);
        Some(Changes { keys: changed_keys(before, after), before, after, reading: self.reading })
    }

    /// Returns the change of an entry whose `before` and `after` are one value each, of the field `key`.
    pub fn replaced(&self, key: &str) -> Option<Change> {
        let side = |name: &str| self.fields.get(name).filter(|value| !value.is_object());
        let text = |value| self.reading.value_text(key, value);
        let (before, after) = (text(side("before")?), text(side("after")?));
        Some(Change { label: self.reading.label(key), before, after })
    }

    /// Returns the lines of an entry about several things of one kind, such as the subscriptions of an order.
    pub fn lines(&self) -> Vec<Stored<'a>> {
        let lines = self.fields.get("lines").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let line = |line: &'a Value| line.as_object().map(|fields| Stored { fields, reading: self.reading });
        lines.iter().filter_map(line).collect()
    }
}

/// Returns the key whose label says what the value is: of `reseller.name` that is the reseller.
fn label_key(path: &str) -> &str {
    match path.split_once('.') {
        Some(("before" | "after" | "linked", key)) => key,
        Some((key, _)) => key,
        None => path,
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}
