//! Percent-encoding for URLs and headers: which characters each part of them encodes.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, which are also those that RFC 8187 allows in a header.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters that an address in a `mailto:` URL encodes; it allows `@`.
const RESERVED_IN_MAILTO: &AsciiSet = &RESERVED.remove(b'@');

/// The characters that a domain does not have.
const NOT_IN_DOMAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.');

/// Encodes a value of a query, or the extended value of a header's parameter.
pub fn percent_encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Encodes an address, a subject or a body for a `mailto:` URL.
pub fn percent_encode_for_mailto(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED_IN_MAILTO)
}

/// Encodes a domain that may be invalid, such as an imported one.
pub fn percent_encode_domain(domain: &str) -> PercentEncode<'_> {
    utf8_percent_encode(domain, NOT_IN_DOMAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_encodes_all_but_its_own_letters() {
        let ascii: String = (0..128u8).map(char::from).collect();
        let kept = |encoded: PercentEncode<'_>| {
            let kept = encoded.filter(|piece| !piece.starts_with('%')).collect::<String>();
            kept.chars().filter(|c| !c.is_ascii_alphanumeric()).collect::<String>()
        };
        assert_eq!(kept(percent_encode(&ascii)), "-._~");
        assert_eq!(kept(percent_encode_for_mailto(&ascii)), "-.@_~");
        assert_eq!(kept(percent_encode_domain(&ascii)), "-.");
        assert_eq!(percent_encode("한 %\n").to_string(), "%ED%95%9C%20%25%0A");
    }
}
