//! The form above a list: a search field, and more filters below a button, which needs no script. `l::filters` in
//! `templates/list_parts.html` shows it.

use crate::urls::PortalUrl;
use crate::web::shell::Shell;
use chrono::NaiveDate;

/// The search and the filters of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListFilters {
    /// The URL of the list, without parameters.
    pub action: String,
    /// What the search field finds.
    pub label: String,
    /// The search text, as typed.
    pub q: String,
    /// The other filters.
    pub fields: Vec<FilterField>,
    /// Parameters that the form keeps: view and order.
    pub kept: Vec<(&'static str, String)>,
    /// The URL of the list without search and filters, if there are any.
    pub clear: Option<String>,
    /// The parameter that is invalid.
    pub bad: Option<&'static str>,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterField {
    /// The parameter.
    pub name: &'static str,
    /// The label.
    pub label: String,
    /// The value, as typed.
    pub value: String,
    /// The values to choose from, with their labels and whether they are data; `None` for a day.
    pub choices: Option<Vec<FilterChoice>>,
}

/// A value to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChoice {
    /// The value of the parameter; empty for all.
    pub value: String,
    /// The label.
    pub label: String,
    /// Whether the label is data, which is not translated.
    pub is_data: bool,
}

impl FilterChoice {
    /// Returns a choice with a label of the portal.
    pub fn new(value: impl Into<String>, label: String) -> Self {
        FilterChoice { value: value.into(), label, is_data: false }
    }

    /// Returns a choice whose label is a name.
    pub fn named(value: impl Into<String>, label: String) -> Self {
        FilterChoice { value: value.into(), label, is_data: true }
    }
}

impl FilterField {
    /// Returns a field with choices; the first one is all of them.
    pub fn choice(
        shell: &Shell,
        name: &'static str,
        label: String,
        value: &str,
        choices: impl IntoIterator<Item = FilterChoice>,
    ) -> Self {
        let all = FilterChoice::new("", shell.texts.log_all());
        let choices = Some([all].into_iter().chain(choices).collect());
        FilterField { name, label, value: value.to_owned(), choices }
    }

    /// Returns the fields of the first and the last day.
    pub fn days(shell: &Shell, from: &str, to: &str) -> [Self; 2] {
        let day =
            |name, label, value: &str| FilterField { name, label, value: value.to_owned(), choices: None };
        [day("from", shell.texts.entry_from(), from), day("to", shell.texts.entry_to(), to)]
    }

    /// Whether this is the value of the field.
    pub fn is_value(&self, choice: &FilterChoice) -> bool {
        self.value == choice.value
    }

    /// Returns the input type of a day. A `date` field cannot show an invalid day, so that needs `text`.
    pub fn input_type(&self) -> &'static str {
        if self.value.is_empty() || self.value.parse::<NaiveDate>().is_ok() { "date" } else { "text" }
    }
}

impl ListFilters {
    /// Returns the form of a list with this search field.
    pub fn new(action: &PortalUrl, label: String, q: &str) -> Self {
        ListFilters {
            action: action.to_string(),
            label,
            q: q.to_owned(),
            fields: Vec::new(),
            kept: Vec::new(),
            clear: None,
            bad: None,
        }
    }

    /// Adds fields.
    #[must_use]
    pub fn with(mut self, fields: impl IntoIterator<Item = FilterField>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Adds a parameter that the form keeps, unless it is empty.
    #[must_use]
    pub fn keeping(mut self, name: &'static str, value: &str) -> Self {
        self.kept.extend((!value.is_empty()).then(|| (name, value.to_owned())));
        self
    }

    /// Sets the URL of the list without search and filters, which the form shows if there are any.
    #[must_use]
    pub fn cleared_by(mut self, address: String) -> Self {
        self.clear = self.is_used().then_some(address);
        self
    }

    /// Returns how many of the other filters are set.
    pub fn set(&self) -> usize {
        self.fields.iter().filter(|field| !field.value.is_empty()).count()
    }

    /// Whether there is a search text or a filter.
    pub fn is_used(&self) -> bool {
        self.set() > 0 || !self.q.trim().is_empty()
    }

    /// Whether the other filters are open.
    pub fn is_open(&self) -> bool {
        self.set() > 0
            || self.bad.is_some_and(|bad| bad == "period" || self.fields.iter().any(|one| one.name == bad))
    }

    /// Whether this field has the error; an invalid period belongs to both days.
    pub fn is_bad(&self, field: &FilterField) -> bool {
        self.bad.is_some_and(|bad| bad == field.name || (bad == "period" && field.choices.is_none()))
    }
}
