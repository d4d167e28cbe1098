//! Compares what a customer entered with a known customer, for the user who decides whether they are the same.

use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::queries::AcceptedAs;
use crate::i18n::Texts;
use crate::web::shell::Shell;

/// How the two values of a field relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are the same.
    Same,
    /// They differ.
    Different,
    /// Only the customer entered one.
    OnlyAnswer,
    /// Only the list has one.
    OnlyList,
}

impl Verdict {
    /// Returns the word for it.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            Verdict::Same => texts.compare_same(),
            Verdict::Different => texts.compare_different(),
            Verdict::OnlyAnswer => texts.compare_only_answer(),
            Verdict::OnlyList => texts.compare_only_list(),
        }
    }
}

/// A field of both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The name of the field.
    pub field: String,
    /// What the customer entered.
    pub answer: Option<String>,
    /// What the list has.
    pub known: Option<String>,
    /// How they relate.
    pub verdict: Verdict,
}

impl Comparison {
    fn new(field: String, answer: Option<&str>, known: Option<&str>) -> Option<Self> {
        let given =
            |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let (answer, known) = (given(answer), given(known));
        let verdict = match (&answer, &known) {
            (None, None) => return None,
            (Some(answer), Some(known)) if answer == known => Verdict::Same,
            (Some(_), Some(_)) => Verdict::Different,
            (Some(_), None) => Verdict::OnlyAnswer,
            (None, Some(_)) => Verdict::OnlyList,
        };
        Some(Comparison { field, answer, known, verdict })
    }

    /// Whether the values differ.
    pub fn is_different(&self) -> bool {
        self.verdict == Verdict::Different
    }

    /// Returns the customer's value in three pieces; the second differs from the other side.
    pub fn answer_pieces(&self) -> Option<[&str; 3]> {
        self.answer.as_deref().map(|answer| pieces(answer, self.known.as_deref()))
    }

    /// Returns the value of the list in three pieces; the second differs from the other side.
    pub fn known_pieces(&self) -> Option<[&str; 3]> {
        self.known.as_deref().map(|known| pieces(known, self.answer.as_deref()))
    }
}

/// Compares both sides, field by field. `ours` says that the user's partner made the request, and so gets the
/// privileges that it asked for.
pub fn compare(
    request: &RelationshipRequest,
    known: &AcceptedAs,
    ours: bool,
    shell: &Shell,
) -> Vec<Comparison> {
    let texts = shell.texts;
    let given_id = request.microsoft_id.filter(|_| !known.id_invented).map(|id| id.to_string());
    let known_id = known.id.to_string();
    let domain = request.domain.as_deref().map(str::to_lowercase);
    let privileges = |has| if has { texts.delegated_included() } else { texts.delegated_not_included() };
    let (asked, has) = (privileges(request.delegated_admin), privileges(known.delegated_admin));
    let status = if known.active { texts.customer_active() } else { texts.customer_ended() };
    let since = shell.day(known.since);
    let rows = [
        (texts.company_name(), request.company_name.as_deref(), Some(known.name.as_str())),
        (texts.primary_domain_name(), domain.as_deref(), Some(known.domain.as_str())),
        (texts.microsoft_id(), given_id.as_deref(), Some(known_id.as_str())),
        (texts.delegated_admin(), Some(asked.as_str()).filter(|_| ours), Some(has.as_str()).filter(|_| ours)),
        (texts.answered_by(), request.person_name.as_deref(), None),
        (texts.address_email(), request.email.as_deref(), None),
        (texts.relationship(), None, Some(status.as_str())),
        (texts.customer_since(), None, Some(since.as_str())),
    ];
    rows.into_iter().filter_map(|(field, answer, known)| Comparison::new(field, answer, known)).collect()
}

/// Splits a text into the words at its beginning that another text has too, the words that differ, and the words at
/// its end that the other has too. Without another text, nothing differs.
fn pieces<'a>(text: &'a str, other: Option<&str>) -> [&'a str; 3] {
    let Some(other) = other else { return [text, "", ""] };
    let words = |text: &'a str| text.split_inclusive(' ').collect::<Vec<_>>();
    let (own, others): (Vec<&str>, Vec<&str>) = (words(text), other.split_inclusive(' ').collect());
    let same = |(own, other): &(&&str, &&str)| own.trim_end() == other.trim_end();
    let before = own.iter().zip(&others).take_while(same).count();
    let left = own.len().min(others.len()) - before;
    let after = own.iter().rev().zip(others.iter().rev()).take(left).take_while(same).count();
    let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
    let (first, second) = (length(&own[..before]), length(&own[..own.len() - after]));
    [&text[..first], &text[first..second], &text[second..]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_the_words_that_differ() {
        let cases = [
            ("Wright Motors Ltd", "Wright Motors Limited", ["Wright Motors ", "Ltd", ""]),
            ("New Wright Ltd", "Old Wright Ltd", ["", "New ", "Wright Ltd"]),
            ("Wright Ltd", "Wright Motors Ltd", ["Wright ", "", "Ltd"]),
            ("Wright Motors Ltd", "Wright Ltd", ["Wright ", "Motors ", "Ltd"]),
            ("한강 무역", "한강 상사", ["한강 ", "무역", ""]),
            ("same", "same", ["same", "", ""]),
            ("a a", "a", ["a ", "a", ""]),
        ];
        for (text, other, expected) in cases {
            assert_eq!(pieces(text, Some(other)), expected, "{text} {other}");
        }
        assert_eq!(pieces("alone", None), ["alone", "", ""]);
    }

    #[test]
    fn says_how_two_values_relate() {
        let verdict =
            |answer, known| Comparison::new(String::new(), answer, known).map(|compared| compared.verdict);
        assert_eq!(verdict(Some("a"), Some("a ")), Some(Verdict::Same));
        assert_eq!(verdict(Some("a"), Some("b")), Some(Verdict::Different));
        assert_eq!(verdict(Some("a"), None), Some(Verdict::OnlyAnswer));
        assert_eq!(verdict(Some(" "), Some("b")), Some(Verdict::OnlyList));
        assert_eq!(verdict(None, None), None);
    }
}
