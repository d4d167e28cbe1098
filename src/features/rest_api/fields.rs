//! Reads the fields of a body by name and type. [`super::json`] has parsed it.

use crate::domain::is_invisible;
use crate::error::{Fault, Result};
use crate::i18n::Locale;
use serde_json::{Map, Value};

/// Reads fields of an object by name, and collects a fault for each that has another type than its own.
pub struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    /// The path of the object, with a dot behind: `defaultAddress.`.
    path: String,
    /// The faults: field and sentence.
    pub faults: Vec<(String, String)>,
}

impl<'a> Fields<'a> {
    /// Returns a reader of a body.
    pub fn new(value: &'a Value) -> Self {
        let (object, path) = (value.as_object(), String::new());
        let faults = object.is_none().then(|| ("body".to_owned(), "it must be an object".to_owned()));
        Fields { object, path, faults: faults.into_iter().collect() }
    }

    fn at(value: &'a Value, path: String) -> Self {
        let object = value.as_object();
        let mut fields = Fields { object, path, faults: Vec::new() };
        if object.is_none() && !value.is_null() {
            let name = fields.path.trim_end_matches('.').to_owned();
            fields.faults.push((name, "it must be an object".to_owned()));
        }
        fields
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.object?.get(name).filter(|value| !value.is_null())
    }

    /// Returns what `read` returns for the value with this name; adds a fault if there is a value, but of another type.
    fn typed<T>(&mut self, name: &str, kind: &str, read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        let value = self.get(name)?;
        let found = read(value);
        if found.is_none() {
            self.faults.push((format!("{}{name}", self.path), format!("it must be {kind}")));
        }
        found
    }

    /// Returns the text with this name. Like the fields of forms, it has one line, and nothing that cannot be seen.
    pub fn text(&mut self, name: &str) -> Option<&'a str> {
        let text = self.typed(name, "a text", Value::as_str)?;
        if is_invisible(text.trim()) {
            self.add(name, "it must not contain control characters or other invisible ones");
        }
        Some(text)
    }

    /// Returns the text of several lines with this name. The rules of its form check it.
    pub fn paragraphs(&mut self, name: &str) -> Option<&'a str> {
        self.typed(name, "a text", Value::as_str)
    }

    /// Returns the whole number with this name, if it fits.
    pub fn number(&mut self, name: &str) -> Option<i32> {
        self.typed(name, "a whole number", |value| i32::try_from(value.as_i64()?).ok())
    }

    /// Returns the truth value with this name.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.typed(name, "true or false", Value::as_bool)
    }

    /// Returns the list with this name.
    pub fn list(&mut self, name: &str) -> Option<&'a [Value]> {
        self.typed(name, "a list", |value| value.as_array().map(Vec::as_slice))
    }

    /// Reads the object with this name, if there is one.
    pub fn object<T>(&mut self, name: &str, read: impl FnOnce(&mut Fields<'a>) -> T) -> T {
        self.nested(self.get(name), format!("{}{name}.", self.path), read)
    }

    /// Reads an item of the list with this name.
    pub fn item<T>(
        &mut self,
        (list, at): (&str, usize),
        value: &'a Value,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> T {
        self.nested(Some(value), format!("{}{list}[{at}].", self.path), read)
    }

    fn nested<T>(
        &mut self,
        value: Option<&'a Value>,
        path: String,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> T {
        let mut inner = Fields::at(value.unwrap_or(&Value::Null), path);
        let read = read(&mut inner);
        self.faults.append(&mut inner.faults);
        read
    }

    /// Adds a fault that only the caller can find.
    pub fn add(&mut self, name: &str, message: impl Into<String>) {
        self.faults.push((format!("{}{name}", self.path), message.into()));
    }

    /// Returns the value.
    ///
    /// # Errors
    /// A fault that names the invalid fields, if there are any.
    pub fn done<T>(self, value: T, locale: Locale) -> Result<T> {
        if self.faults.is_empty() {
            return Ok(value);
        }
        Err(Fault { fields: self.faults, ..Fault::new(400, "800002", locale.texts().api_fault_input()) }
            .into())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::features::rest_api::json::parse_json;

    #[test]
    fn names_the_fields_of_other_types() {
        let value =
            parse_json(br#"{"Quantity":"5","Inner":{"Flag":1,"Name":null},"Lines":[{"x":2.5}]}"#).unwrap();
        let mut fields = Fields::new(&value);
        assert_eq!(fields.number("quantity"), None);
        fields.object("inner", |inner| {
            assert_eq!((inner.flag("flag"), inner.text("name")), (None, None));
        });
        let lines = fields.list("lines").unwrap();
        fields.item(("lines", 0), &lines[0], |line| assert_eq!(line.number("x"), None));
        let names: Vec<&str> = fields.faults.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["quantity", "inner.flag", "lines[0].x"]);
        assert!(fields.done((), Locale::En).is_err());
    }

    #[test]
    fn rejects_what_cannot_be_seen_and_bodies_that_are_no_objects() {
        for text in ["a\0b", "a\u{202e}b", "a\nb", "\u{200b}"] {
            let value = serde_json::json!({ "name": text });
            let mut fields = Fields::new(&value);
            fields.text("name");
            assert_eq!(fields.faults.len(), 1, "{text:?}");
        }
        for body in ["null", "[]", "\"text\"", "1"] {
            let value = parse_json(body.as_bytes()).unwrap();
            assert_eq!(Fields::new(&value).faults[0].0, "body", "{body}");
        }
    }
}
