//! Reads the JSON that programs send, strictly: limited in size and depth, without duplicate names. The first letter of a name
//! does not count, because clients send `Quantity` and `quantity`; `null` counts as missing; unknown names are ignored.

use crate::error::{Error, Result};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

/// Maximum size of a body in bytes.
const MAX_BODY: usize = 256 * 1024;

/// Maximum depth of objects and arrays.
const MAX_DEPTH: usize = 16;

/// Timeout for receiving a body.
const MAX_WAIT: Duration = Duration::from_secs(15);

/// The body of a request, as JSON with names that begin with a small letter.
#[derive(Debug)]
pub struct JsonBody(pub Value);

impl FromRequest for JsonBody {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(Error::WrongContentType);
            }
            let body = actix_web::body::BodyStream::new(payload);
            let body = tokio::time::timeout(MAX_WAIT, actix_web::body::to_bytes_limited(body, MAX_BODY));
            let late = |_| Error::bad_input("body", "it took too long to arrive");
            let body = body.await.map_err(late)?.map_err(|_| Error::TooLarge(MAX_BODY))?;
            let bytes: Bytes = body.map_err(|_| Error::bad_input("body", "it was cut off"))?;
            let value = parse_json(&bytes).map_err(|error| Error::bad_input("body", error.to_string()))?;
            Ok(JsonBody(value))
        })
    }
}

/// Whether the content type is JSON in UTF-8. No browser sends it from a form.
fn is_json(request: &HttpRequest) -> bool {
    let mut lines = request.headers().get_all(CONTENT_TYPE);
    let (Some(_), None) = (lines.next(), lines.next()) else { return false };
    let Ok(Some(kind)) = request.mime_type() else { return false };
    let charset = kind.get_param("charset");
    let is_utf8 = charset.is_none_or(|charset| charset.as_str().eq_ignore_ascii_case("utf-8"));
    is_utf8 && kind.essence_str() == "application/json"
}

/// Parses JSON. A byte order mark is ignored.
///
/// # Errors
/// The text is not JSON in UTF-8, too deep, or names something twice; the error says where.
pub fn parse_json(bytes: &[u8]) -> serde_json::Result<Value> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0 }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > MAX_DEPTH {
            return Err(E::custom(format_args!("deeper than {MAX_DEPTH} levels")));
        }
        Ok(Strict { depth })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut fields = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let name = with_small_letter(&name);
            let value = entries.next_value_seed(inner)?;
            if fields.insert(name.clone(), value).is_some() {
                return Err(A::Error::custom(format_args!("`{name}` twice")));
            }
        }
        Ok(Value::Object(fields))
    }
}

fn with_small_letter(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn rejects_what_other_parsers_would_read_differently() {
        let nested = format!("{}{}", "[".repeat(17), "]".repeat(17));
        let deep = "[".repeat(100_000);
        let bad = [
            r#"{"a":1,"a":2}"#,
            r#"{"Quantity":1,"quantity":2}"#,
            r#"{"a":1}{}"#,
            r#"{"a":1e999}"#,
            "",
            "{\"a\":\"\u{0}\"}",
            nested.as_str(),
            deep.as_str(),
        ];
        for text in bad {
            assert!(parse_json(text.as_bytes()).is_err(), "{}", &text[..text.len().min(40)]);
        }
        assert!(parse_json(b"{\"a\":\"\xFF\"}").is_err());
        assert!(parse_json(b"\xEF\xBB\xBF{}").is_ok());
    }
}
