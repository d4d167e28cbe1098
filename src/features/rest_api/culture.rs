//! The language that the API names for customers and partners. The portal does not store one, so it follows the country.

/// Returns the language and the culture of a country: `ko` and `ko-KR`. English, if the portal has no texts for it.
pub fn culture(country: &str) -> (&'static str, &'static str) {
    match country {
        "KR" => ("ko", "ko-KR"),
        "TW" => ("zh-Hant", "zh-TW"),
        "GB" => ("en", "en-GB"),
        _ => ("en", "en-US"),
    }
}
