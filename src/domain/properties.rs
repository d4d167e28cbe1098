//! Property tests for all value types: displaying and parsing a value returns the same value, and no text
//! makes a parser panic.

use crate::domain::{CountryCode, DomainName, EmailAddress, MicrosoftId, MpnId, Name, PhoneNumber, Quantity};
use proptest::prelude::*;
use std::fmt::{Debug, Display};
use std::str::FromStr;

fn reads_back<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let again = value.to_string().parse::<T>().ok();
        assert_eq!(again.as_ref(), Some(&value), "{text:?}");
    }
}

fn all(text: &str) {
    reads_back::<CountryCode>(text);
    reads_back::<DomainName>(text);
    reads_back::<EmailAddress>(text);
    reads_back::<MicrosoftId>(text);
    if let Ok(id) = MicrosoftId::from_input(text) {
        assert_eq!(MicrosoftId::from_input(&id.to_string()), Ok(id));
    }
    reads_back::<MpnId>(text);
    reads_back::<PhoneNumber>(text);
    reads_back::<Quantity>(text);
    if let Ok(name) = Name::parse(text, 200) {
        assert_eq!(Name::parse(name.as_str(), 200), Ok(name));
    }
}

proptest! {
    #[test]
    fn any_name_survives_a_round_trip(text in any::<String>()) {
        all(&text);
    }

    #[test]
    fn any_bytes_survive_a_round_trip(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_domain_survives_a_round_trip(text in r"(xn--)?[\pL\pN-]{1,12}(\.|。)[a-zA-Z가-힣ß]{2,8}\.?") {
        all(&text);
    }

    #[test]
    fn any_address_survives_a_round_trip(text in r"[\pL0-9.+'_-]{1,12}@[\pL-]{1,8}\.[a-zA-Zü]{2,5}") {
        all(&text);
    }

    #[test]
    fn any_id_survives_a_round_trip(text in r"[ {]?[0-9a-fA-F]{8}-?[0-9a-f]{4}-?[0-9A-F]{4}-?[0-9a-f]{4}-?[0-9a-fA-F]{12}[} ]?") {
        all(&text);
    }

    #[test]
    fn any_number_survives_a_round_trip(text in r"[+(]?[0-9０-９,. )-]{1,14}( ?(#|ext\.?|내선|X) ?[0-9]{1,4})?") {
        all(&text);
    }
}
