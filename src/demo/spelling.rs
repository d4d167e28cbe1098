//! Alternative spellings of company names, because two partners often write a customer's name differently.
//! [`super::holdings`] uses them for the lists of resellers.

use crate::demo::random::Random;

/// Legal forms and their alternative spellings.
const FORMS: &[(&str, &[&str])] = &[
    ("주식회사 ", &["(주)", "㈜", ""]),
    (" 주식회사", &["(주)", "㈜", ""]),
    ("(주)", &["㈜", "（주）", ""]),
    ("㈜", &["(주)", "주식회사 "]),
    ("股份有限公司", &["(股)公司", "公司", ""]),
    ("有限公司", &["(有)公司", ""]),
    (" GmbH & Co. KG", &[" KG", " GmbH"]),
    (" GmbH", &[" G.m.b.H.", ""]),
    (" Co., Ltd.", &[" Company Limited", " Ltd", ""]),
    (" Ltd.", &[" Limited", " Ltd"]),
    (" Ltd", &[" Limited", " Ltd."]),
    (" Inc.", &[", Inc", " Incorporated", ""]),
    (" LLC", &[" L.L.C.", ""]),
    (" AB", &[" Aktiebolag", ""]),
    (" S.A.", &[" SA"]),
    (" Sp. z o.o.", &[" sp. z o. o.", ""]),
];

/// Returns the name with another spelling of its legal form; a name without one is trimmed and returned in capitals.
pub(super) fn alternative_spelling(name: &str, random: &mut Random) -> String {
    match FORMS.iter().find(|(form, _)| name.contains(form)) {
        Some((form, others)) => name.replacen(form, random.pick(others), 1),
        None => name.trim().to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_the_legal_form_and_keeps_the_stem() {
        let mut random = Random::new(0, 0);
        for (name, stem) in [("주식회사 한빛정밀", "한빛정밀"), ("玉山資訊股份有限公司", "玉山資訊")]
        {
            let other = alternative_spelling(name, &mut random);
            assert!(other != name && other.contains(stem), "{other}");
        }
        assert_eq!(alternative_spelling("Vogt OHG", &mut random), "VOGT OHG");
    }
}
