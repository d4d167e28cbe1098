//! [`PostalAddress`] and [`AddressOrder`]: how the parts of an address are arranged in each country.

/// The order of the parts of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressOrder {
    /// Postal code, state, city, then the street, as in Korea, Taiwan and Japan.
    LargestFirst,
    /// Street, then city, state (if there is one) and postal code, as in the United States.
    CityStateCode,
    /// Street, then postal code and city, as in most of Europe.
    CodeCity,
    /// Street, city, and the postal code on a separate line, as in the United Kingdom.
    CodeLast,
}

impl AddressOrder {
    /// Returns the order in a country, by its ISO 3166-1 alpha-2 code.
    pub fn in_country(country: &str) -> Self {
        match country {
            "KR" | "TW" | "JP" | "CN" => AddressOrder::LargestFirst,
            "US" | "CA" | "AU" | "IN" | "BR" | "MX" | "NZ" | "SG" | "TH" | "ID" | "VN" => {
                AddressOrder::CityStateCode
            }
            "GB" | "IE" => AddressOrder::CodeLast,
            _ => AddressOrder::CodeCity,
        }
    }

    /// Arranges the fields of a form: two lines of the street, city, state and postal code.
    pub fn arrange<T>(self, [line1, line2, city, state, code]: [T; 5]) -> [T; 5] {
        match self {
            AddressOrder::LargestFirst => [code, state, city, line1, line2],
            AddressOrder::CityStateCode | AddressOrder::CodeLast => [line1, line2, city, state, code],
            AddressOrder::CodeCity => [line1, line2, code, city, state],
        }
    }
}

/// The parts of an address. Missing parts are empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the usual parts of an address
pub struct PostalAddress<'a> {
    pub country: &'a str,
    pub line1: &'a str,
    pub line2: &'a str,
    pub city: &'a str,
    pub state: &'a str,
    pub postal_code: &'a str,
}

impl PostalAddress<'_> {
    /// Returns the lines of the address as its country writes them, without the country and without empty lines.
    /// Korea, Taiwan, Japan and China write an address in Latin letters in the order of the United States.
    pub fn lines(&self) -> Vec<String> {
        let (code, state, city) = (self.postal_code, self.state, self.city);
        let in_latin =
            [self.line1, self.line2, city, state].iter().all(|part| !part.chars().any(is_east_asian));
        let order = match AddressOrder::in_country(self.country) {
            AddressOrder::LargestFirst if in_latin => AddressOrder::CityStateCode,
            order => order,
        };
        let place = match order {
            AddressOrder::LargestFirst => {
                let between = if is_unspaced(state) && is_unspaced(city) { "" } else { " " };
                vec![joined(&[code, &joined(&[state, city], between)], " ")]
            }
            AddressOrder::CityStateCode if state.is_empty() => vec![joined(&[city, code], " ")],
            AddressOrder::CityStateCode => vec![joined(&[city, &joined(&[state, code], " ")], ", ")],
            AddressOrder::CodeCity => vec![joined(&[code, city], " "), state.to_owned()],
            AddressOrder::CodeLast => vec![city.to_owned(), state.to_owned(), code.to_owned()],
        };
        let street = vec![self.line1.to_owned(), self.line2.to_owned()];
        let lines = match order {
            AddressOrder::LargestFirst => [place, street].concat(),
            _ => [street, place].concat(),
        };
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }
}

fn joined(parts: &[&str], between: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(between)
}

/// Whether a word is in Chinese characters only, which stand without spaces.
fn is_unspaced(word: &str) -> bool {
    word.chars().all(|letter| matches!(letter, '\u{3400}'..='\u{9FFF}'))
}

/// Whether a letter is Chinese, Japanese or Korean.
fn is_east_asian(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

#[cfg(test)]
mod tests {
    use super::PostalAddress;

    fn lines(country: &str, [line1, city, state, postal_code]: [&str; 4]) -> Vec<String> {
        PostalAddress { country, line1, line2: "", city, state, postal_code }.lines()
    }

    #[test]
    fn writes_addresses_as_their_countries_do() {
        let cases: [(&str, [&str; 4], &[&str]); 10] = [
            (
                "KR",
                ["세종대로 110", "중구", "서울특별시", "04524"],
                &["04524 서울특별시 중구", "세종대로 110"],
            ),
            (
                "KR",
                ["한누리대로 2130", "", "세종특별자치시", "30151"],
                &["30151 세종특별자치시", "한누리대로 2130"],
            ),
            (
                "KR",
                ["110 Sejong-daero", "Jung-gu", "Seoul", "04524"],
                &["110 Sejong-daero", "Jung-gu, Seoul 04524"],
            ),
            ("TW", ["市府路1號", "信義區", "臺北市", "110204"], &["110204 臺北市信義區", "市府路1號"]),
            (
                "TW",
                ["1 Shifu Rd.", "Xinyi District", "Taipei", "110204"],
                &["1 Shifu Rd.", "Xinyi District, Taipei 110204"],
            ),
            ("US", ["1 Main St", "Redmond", "WA", "98052"], &["1 Main St", "Redmond, WA 98052"]),
            ("DE", ["Unter den Linden 1", "Berlin", "", "10117"], &["Unter den Linden 1", "10117 Berlin"]),
            ("GB", ["10 Downing St", "London", "", "SW1A 2AA"], &["10 Downing St", "London", "SW1A 2AA"]),
            ("SG", ["1 Raffles Place", "Singapore", "", "048616"], &["1 Raffles Place", "Singapore 048616"]),
            ("HK", ["1 Queen's Road", "Central", "", ""], &["1 Queen's Road", "Central"]),
        ];
        for (country, parts, expected) in cases {
            assert_eq!(lines(country, parts), expected, "{country}");
        }
    }
}
