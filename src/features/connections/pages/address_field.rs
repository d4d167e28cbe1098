//! The fields of a form for the addresses of a server.

use crate::config::OutboundAllow;
use crate::i18n::Locale;
use crate::outbound::target::{MAX_URL, TargetFault, parse};
use crate::web::form_fields::FormReader;

/// Reads an address; returns it without a slash at its end.
pub fn read_address(
    fields: &mut FormReader,
    field: &'static str,
    typed: &str,
    locale: Locale,
    allow: &OutboundAllow,
) -> String {
    let texts = locale.texts();
    let fault = match parse(typed, allow) {
        Ok(url) if url.query().is_none() => return url.as_str().trim_end_matches('/').to_owned(),
        Ok(_) | Err(TargetFault::Malformed) => texts.connection_address_bad(locale.number(MAX_URL as u64)),
        Err(TargetFault::NotHttps) => texts.chat_channel_url_https(),
        Err(TargetFault::NotPublic) => texts.connection_address_private(),
    };
    fields.add_error(field, fault);
    String::new()
}
