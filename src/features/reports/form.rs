//! The form of a report: what it is called, when it is sent, as what, and to whom.

use crate::auth::Actor;
use crate::domain::text_enum::TextEnum;
use crate::domain::{EmailAddress, ReportSchedule, UserId};
use crate::error::{Error, Result};
use crate::features::reports::model::{MAX_NAME, MAX_OF_PARTNER, MAX_OF_USER, MAX_RECIPIENTS, Report};
use crate::i18n::Locale;
use crate::table_file::TableFormat;
use crate::text::fold;
use crate::web::form_fields::{FieldErrors, FormReader};

/// Minutes between the times of day that the form offers.
const STEP: i32 = 30;

/// Maximum number of characters of further email addresses.
const MAX_MORE: usize = 2_000;

/// The submitted form. The field `to-12` selects the user with the id 12.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)] // the fields of the form
pub struct ReportForm {
    pub list: String,
    pub filter: String,
    pub name: String,
    pub schedule: String,
    pub time: String,
    pub format: String,
    pub only_if_rows: String,
    pub more: String,
    pub version: String,
    pub to: Vec<UserId>,
}

/// What the form says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields of the form
pub struct ReportContent {
    pub name: String,
    pub schedule: ReportSchedule,
    pub minute: i32,
    pub format: TableFormat,
    pub only_if_rows: bool,
    pub recipients: Vec<UserId>,
}

/// Why a report cannot be created. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportRefusal {
    /// The user has the maximum number already.
    TooManyOfUser,
    /// The partner has the maximum number already.
    TooManyOfPartner,
}

impl ReportRefusal {
    /// Returns the error at the field of the name.
    pub fn errors(self, locale: Locale) -> FieldErrors {
        let (texts, mut faults) = (locale.texts(), FieldErrors::default());
        let sentence = match self {
            ReportRefusal::TooManyOfUser => texts.reports_full(locale.number(MAX_OF_USER as u64)),
            ReportRefusal::TooManyOfPartner => {
                texts.reports_full_partner(locale.number(MAX_OF_PARTNER as u64))
            }
        };
        faults.add("name", sentence);
        faults
    }
}

impl ReportForm {
    /// Reads the fields of a request.
    ///
    /// # Errors
    /// [`Error::BadInput`] for an unknown field.
    pub fn from_fields(fields: Vec<(String, String)>) -> Result<Self> {
        let mut form = ReportForm::default();
        for (name, value) in fields {
            let place = match name.as_str() {
                "list" => &mut form.list,
                "filter" => &mut form.filter,
                "name" => &mut form.name,
                "schedule" => &mut form.schedule,
                "time" => &mut form.time,
                "format" => &mut form.format,
                "only_if_rows" => &mut form.only_if_rows,
                "more" => &mut form.more,
                "version" => &mut form.version,
                other => {
                    let id = other.strip_prefix("to-").and_then(|id| id.parse().ok());
                    form.to.push(UserId(id.ok_or_else(|| Error::bad_input("form", other))?));
                    continue;
                }
            };
            *place = value;
        }
        Ok(form)
    }

    /// Returns the form of a stored report.
    pub fn of_stored(report: &Report, recipients: Vec<UserId>) -> Self {
        ReportForm {
            name: report.name.clone(),
            schedule: report.schedule.as_str().to_owned(),
            time: time_of_day(report.minute),
            format: report.format.as_str().to_owned(),
            only_if_rows: if report.only_if_rows { "yes".to_owned() } else { String::new() },
            version: report.version.to_string(),
            to: recipients,
            ..ReportForm::default()
        }
    }

    /// Parses the form. `possible` are the users who may get the report.
    ///
    /// # Errors
    /// The messages for the fields.
    pub fn read(&self, locale: Locale, possible: &[Actor]) -> Result<ReportContent, FieldErrors> {
        let mut fields = FormReader::new(locale);
        let texts = fields.texts();
        let label = texts.report_name();
        let name = fields.text("name", &label, &self.name, 1..=MAX_NAME);
        if !name.is_empty() && fold(&name).is_empty() {
            fields.add_error("name", texts.fault_invisible(&label));
        }
        let schedule = fields.choice("schedule", &texts.report_schedule(), &self.schedule);
        let format = fields.choice("format", &texts.report_format(), &self.format);
        let minute = parse_time(&self.time);
        if minute.is_none() {
            fields.add_error("time", texts.fault_choice(texts.report_time()));
        }
        let recipients = self.recipients(&mut fields, locale, possible);
        fields.done(ReportContent {
            name,
            schedule: schedule.unwrap_or(ReportSchedule::Weekly),
            minute: minute.unwrap_or_default(),
            format: format.unwrap_or(TableFormat::Csv),
            only_if_rows: self.only_if_rows == "yes",
            recipients,
        })
    }

    fn recipients(&self, fields: &mut FormReader, locale: Locale, possible: &[Actor]) -> Vec<UserId> {
        let texts = locale.texts();
        let mut chosen = self.to.clone();
        if self.more.chars().count() > MAX_MORE {
            fields.add_error("more", texts.report_more_long(locale.number(MAX_MORE as u64)));
            return chosen;
        }
        let typed = self.more.split([',', ';', ' ', '\n', '\r', '\t']).filter(|word| !word.is_empty());
        for word in typed {
            let key = email_key(word);
            match possible.iter().find(|person| key.is_some() && email_key(&person.email) == key) {
                Some(person) => chosen.push(person.user),
                None => fields.add_error("more", texts.report_unknown_recipient(word)),
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.iter().any(|user| possible.iter().all(|person| person.user != *user)) {
            fields.add_error("recipients", texts.report_recipient_gone());
        } else if chosen.is_empty() {
            fields.add_error("recipients", texts.report_no_recipient());
        } else if chosen.len() > MAX_RECIPIENTS {
            fields
                .add_error("recipients", texts.report_many_recipients(locale.number(MAX_RECIPIENTS as u64)));
        }
        chosen
    }
}

/// Returns the text of a minute of the day, such as `08:30`.
pub fn time_of_day(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Returns the times of day that the form offers.
pub fn times() -> Vec<String> {
    (0..24 * 60 / STEP).map(|step| time_of_day(step * STEP)).collect()
}

fn email_key(text: &str) -> Option<String> {
    text.parse::<EmailAddress>().ok().map(|address| address.key())
}

fn parse_time(text: &str) -> Option<i32> {
    times().iter().position(|time| time == text).map(|step| step as i32 * STEP)
}

/// Returns the schedules with their labels.
pub fn schedules(locale: Locale) -> Vec<(&'static str, String)> {
    ReportSchedule::ALL.iter().map(|(one, word)| (*word, one.label(locale.texts()))).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn times_are_half_hours() {
        assert_eq!((times().len(), times()[17].as_str()), (48, "08:30"));
        assert_eq!((parse_time("08:30"), parse_time("8:30"), parse_time("24:00")), (Some(510), None, None));
    }

    #[test]
    fn fields_select_users_and_unknown_ones_are_rejected() {
        let fields = |name: &str| vec![(name.to_owned(), "yes".to_owned())];
        assert_eq!(ReportForm::from_fields(fields("to-12")).unwrap().to, [UserId(12)]);
        assert!(ReportForm::from_fields(fields("to-x")).is_err());
        assert!(ReportForm::from_fields(fields("owner")).is_err());
    }
}
