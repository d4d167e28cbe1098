//! The parts of an address in each country; their order is in `domain/postal_address.rs`. Countries that are not in the
//! table are [`LENIENT`]: street and city are required, nothing else is checked, and the form says so.

use crate::features::bill_to::address::states::{CANADA, State, UNITED_STATES};
use crate::i18n::Texts;

/// A label in the user's language.
pub type Label = fn(&Texts) -> String;

/// Whether a part of the address is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Must not be empty.
    Required,
    /// May be empty.
    Optional,
    /// Not used in this country; the field is shown only if it is not empty.
    Absent,
}

/// The rules of a country.
#[derive(Clone, Copy)]
pub struct Rules {
    /// ISO 3166-1 alpha-2 code; empty in [`LENIENT`].
    pub country: &'static str,
    /// City.
    pub city: Requirement,
    /// State, province, prefecture.
    pub state: Requirement,
    /// Codes and names of its states, if addresses need the code.
    pub states: &'static [State],
    /// Postal code.
    pub postal_code: Requirement,
    /// Patterns for [`super::postal_code::normalize`]; if empty, any postal code is valid.
    pub patterns: &'static [&'static str],
    /// A valid postal code.
    pub example: &'static str,
    /// Its terms for the parts.
    pub labels: Labels,
}

/// The labels of the parts of an address.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // same as the fields of `Rules`
pub struct Labels {
    pub line1: Label,
    pub city: Label,
    pub state: Label,
    pub postal_code: Label,
}

const PLAIN: Labels = Labels {
    line1: |texts| texts.address_line1(),
    city: |texts| texts.address_city(),
    state: |texts| texts.address_state(),
    postal_code: |texts| texts.address_postal_code(),
};

/// The rules for a country that is not in the table.
const LENIENT: Rules = Rules {
    country: "",
    city: Requirement::Required,
    state: Requirement::Optional,
    states: &[],
    postal_code: Requirement::Optional,
    patterns: &[],
    example: "",
    labels: PLAIN,
};

/// Returns the rules of most European countries: street, postal code and city.
const fn european(country: &'static str, patterns: &'static [&'static str], example: &'static str) -> Rules {
    Rules {
        country,
        patterns,
        example,
        state: Requirement::Absent,
        postal_code: Requirement::Required,
        ..LENIENT
    }
}

/// Returns the rules of a country whose addresses contain the state: street, city, state and postal code.
const fn with_states(
    country: &'static str,
    patterns: &'static [&'static str],
    example: &'static str,
) -> Rules {
    let rules = european(country, patterns, example);
    Rules { state: Requirement::Required, ..rules }
}

const ROAD: Label = |texts| texts.address_road();

const DISTRICT: Label = |texts| texts.address_district();

const REGION: Label = |texts| texts.address_region();

static TABLE: &[Rules] = &[
    Rules {
        city: Requirement::Optional, // Sejong has no districts
        labels: Labels { line1: ROAD, city: DISTRICT, state: REGION, ..PLAIN },
        ..with_states("KR", &["NNNNN"], "04524")
    },
    Rules {
        labels: Labels {
            line1: ROAD,
            city: |texts| texts.address_township(),
            state: |texts| texts.address_county(),
            ..PLAIN
        },
        ..with_states("TW", &["NNN", "NNNNN", "NNNNNN"], "110411")
    },
    Rules {
        city: Requirement::Optional, // often part of the first line
        labels: Labels { state: |texts| texts.address_prefecture(), ..PLAIN },
        ..with_states("JP", &["NNN-NNNN"], "100-0001")
    },
    Rules {
        labels: Labels { state: |texts| texts.address_province(), ..PLAIN },
        ..with_states("CN", &["NNNNNN"], "100020")
    },
    Rules {
        states: UNITED_STATES,
        labels: Labels { postal_code: |texts| texts.address_zip_code(), ..PLAIN },
        ..with_states("US", &["NNNNN", "NNNNN-NNNN"], "98052")
    },
    Rules {
        states: CANADA,
        labels: Labels { state: |texts| texts.address_province(), ..PLAIN },
        ..with_states("CA", &["ANA NAN"], "K1A 0B1")
    },
    european("GB", &["AN NAA", "ANN NAA", "AAN NAA", "AANN NAA", "ANA NAA", "AANA NAA"], "SW1A 1AA"),
    with_states("AU", &["NNNN"], "2000"),
    with_states("IN", &["NNNNNN"], "110001"),
    with_states("BR", &["NNNNN-NNN"], "01310-100"),
    with_states("MX", &["NNNNN"], "06000"),
    european("DE", &["NNNNN"], "10117"),
    european("FR", &["NNNNN"], "75001"),
    european("AT", &["NNNN"], "1010"),
    european("BE", &["NNNN"], "1000"),
    european("CH", &["NNNN"], "8001"),
    european("CZ", &["NNN NN"], "110 00"),
    european("DK", &["NNNN"], "1050"),
    european("ES", &["NNNNN"], "28013"),
    european("FI", &["NNNNN"], "00100"),
    european("IT", &["NNNNN"], "00187"),
    european("NL", &["NNNN AA"], "1012 JS"),
    european("NO", &["NNNN"], "0150"),
    european("PL", &["NN-NNN"], "00-001"),
    european("PT", &["NNNN-NNN"], "1100-148"),
    european("SE", &["NNN NN"], "111 22"),
    european("NZ", &["NNNN"], "6011"),
    Rules { city: Requirement::Optional, ..european("SG", &["NNNNNN"], "018956") },
    Rules {
        postal_code: Requirement::Absent,
        state: Requirement::Absent,
        city: Requirement::Required,
        country: "HK",
        ..LENIENT
    },
    Rules {
        postal_code: Requirement::Absent,
        state: Requirement::Absent,
        city: Requirement::Optional,
        country: "MO",
        ..LENIENT
    },
];

/// Returns the rules of a country by its ISO 3166-1 alpha-2 code.
pub fn rules(country: &str) -> &'static Rules {
    TABLE.iter().find(|rules| rules.country == country).unwrap_or(&LENIENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CountryCode;
    use crate::features::bill_to::address::postal_code::normalize;

    #[test]
    fn examples_satisfy_their_own_rules() {
        for rules in TABLE {
            assert_eq!(rules.country.parse().map(CountryCode::as_str), Ok(rules.country));
            let fits = normalize(rules.example, rules.patterns).as_deref() == Some(rules.example);
            assert_eq!(fits, rules.postal_code == Requirement::Required, "{}", rules.country);
        }
    }
}
