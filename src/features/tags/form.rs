//! The forms of tags: those of a customer, and one tag of the partner.

use crate::domain::TagId;
use crate::features::tags::changes::{TagRefusal, TagSelection};
use crate::features::tags::model::{MAX_NAME, MAX_PER_CUSTOMER, MAX_TAGS, TagHue};
use crate::features::tags::names::{TagNameError, parse_name, parse_names};
use crate::i18n::{Locale, Texts};
use crate::web::form_fields::FieldErrors;
use serde::Deserialize;

/// The field of a tag that can be selected begins like this, and ends with the tag's id.
pub const TAG_FIELD: &str = "tag-";

/// The submitted form of a customer's tags, as names and values: `shown` has the ids of the tags that the customer had when
/// the page was made, so that a tag that somebody else added in the meantime stays.
#[derive(Debug, Clone, Default)]
pub struct CustomerTagsForm(pub Vec<(String, String)>);

impl CustomerTagsForm {
    /// Returns the value of a field, or an empty string.
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// Returns the tags that are selected.
    pub fn selected(&self) -> Vec<TagId> {
        let ids = self.0.iter().filter_map(|(field, _)| field.strip_prefix(TAG_FIELD));
        ids.filter_map(|id| id.parse().ok()).collect()
    }

    /// Parses and validates the form.
    ///
    /// # Errors
    /// One message for each invalid field.
    pub fn parse(&self, locale: Locale) -> Result<TagSelection, FieldErrors> {
        let (texts, mut faults) = (locale.texts(), FieldErrors::default());
        let names = parse_names(self.value("names")).unwrap_or_else(|(piece, fault)| {
            faults.add("names", texts.tag_fault_in_list(piece, name_fault(locale, fault)));
            Vec::new()
        });
        let hue = match self.value("hue") {
            "" => None,
            word => word.parse().map_err(|_| faults.add("hue", texts.fault_choice(texts.tag_hue()))).ok(),
        };
        let shown: Vec<TagId> =
            self.value("shown").split(',').filter_map(|id| id.trim().parse().ok()).collect();
        let selected = self.selected();
        let remove = shown.iter().copied().filter(|tag| !selected.contains(tag)).collect();
        let add = selected.iter().copied().filter(|tag| !shown.contains(tag)).collect();
        if faults.is_empty() { Ok(TagSelection { add, remove, names, hue }) } else { Err(faults) }
    }
}

/// The submitted form of one tag.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)] // the fields of the form
pub struct TagForm {
    pub name: String,
    pub hue: String,
    /// The id of the tag into which this one is to be merged, after the page asked.
    pub merge: String,
}

impl TagForm {
    /// Parses and validates the form.
    ///
    /// # Errors
    /// One message for each invalid field.
    pub fn parse(&self, locale: Locale) -> Result<(String, TagHue), FieldErrors> {
        let (texts, mut faults) = (locale.texts(), FieldErrors::default());
        let name = parse_name(&self.name).unwrap_or_else(|fault| {
            faults.add("name", name_fault(locale, fault));
            String::new()
        });
        let hue = self.hue.parse().unwrap_or_else(|_| {
            faults.add("hue", texts.fault_choice(texts.tag_hue()));
            TagHue::Gray
        });
        if faults.is_empty() { Ok((name, hue)) } else { Err(faults) }
    }
}

/// Returns the choices of a color: pairs of value and label.
pub fn hue_choices(texts: &Texts) -> Vec<(String, String)> {
    TagHue::ALL.iter().map(|hue| (hue.as_str().to_owned(), hue.label(texts))).collect()
}

pub(crate) fn name_fault(locale: Locale, fault: TagNameError) -> String {
    let texts = locale.texts();
    let most = locale.number(MAX_NAME as u64);
    match fault {
        TagNameError::Empty => texts.fault_empty(texts.tag_name()),
        TagNameError::Long(length) => texts.fault_long(texts.tag_name(), most, locale.number(length as u64)),
        TagNameError::Invisible => texts.fault_invisible(texts.tag_name()),
        TagNameError::Separator => texts.tag_fault_separator(),
    }
}

/// Returns the message for a change that is not possible.
pub fn refusal_text(locale: Locale, refusal: &TagRefusal) -> String {
    let texts = locale.texts();
    match refusal {
        TagRefusal::TooManyOfCustomer(count) => {
            texts.tag_too_many(locale.number(MAX_PER_CUSTOMER as u64), locale.number(*count as u64))
        }
        TagRefusal::TooManyOfPartner => texts.tag_partner_full(locale.number(MAX_TAGS as u64)),
        TagRefusal::Exists(other) => texts.tag_exists(&other.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_only_what_the_page_showed() {
        let fields =
            [("shown", "1,2"), ("tag-2", "yes"), ("tag-9", "yes"), ("names", "New; 새"), ("hue", "")];
        let form = CustomerTagsForm(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
        let parsed = form.parse(Locale::En).unwrap_or_default();
        assert_eq!((parsed.add, parsed.remove), (vec![TagId(9)], vec![TagId(1)]));
        assert_eq!((parsed.names, parsed.hue), (vec!["New".to_owned(), "새".to_owned()], None));
    }

    #[test]
    fn names_the_invalid_field() {
        let fields = vec![("names".to_owned(), "a".repeat(41)), ("hue".to_owned(), "pink".to_owned())];
        let faults = CustomerTagsForm(fields).parse(Locale::En).err().unwrap_or_default();
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["names", "hue"]);
        let form = TagForm { name: "a;b".to_owned(), ..TagForm::default() };
        let faults = form.parse(Locale::Ko).err().unwrap_or_default();
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["name", "hue"]);
    }
}
