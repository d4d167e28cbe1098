//! Makes the sentence of an entry from its action and its stored details, without a query.

use crate::audit::Action;
use crate::audit::entry::Entry;
use crate::domain::TextEnum;
use crate::features::activity_log::details::Change;
use crate::features::activity_log::sentence::model::{Part, Sentence, shorten};
use crate::features::activity_log::sentence::stored::{Changes, Stored};
use crate::features::activity_log::sentence::table::{Form, Keys, Main, Whose, form};
use crate::features::activity_log::wording::ReaderFormat;
use serde_json::{Map, Value};

/// Maximum number of values in the second line of a row.
const MAX_NOTES: usize = 3;

/// Returns what the row of an entry says. An entry without the values that its sentence needs, such as an old one, says
/// the name of its action; an unknown action of a newer version is said as it is stored.
pub fn sentence(entry: &Entry, reading: ReaderFormat) -> Sentence {
    let Ok(action) = Action::from_text(&entry.action) else { return Sentence::words(entry.action.clone()) };
    let fields: Map<String, Value> = serde_json::from_str(&entry.details).unwrap_or_default();
    let stored = Stored { fields: &fields, reading };
    let Form { main, note } = form(action);
    let writer = Writer { action, stored };
    let mut sentence = match main {
        Main::Changed(whose) => writer.changed(whose),
        Main::Replaced(key) => writer.replaced(key),
        Main::Did(values) => writer.did(values),
        Main::DidToLines => writer.did_to_lines(),
    };
    writer.add_note(&mut sentence.note, note);
    let is_about_one = matches!(
        action,
        Action::CreateToken
            | Action::EndToken
            | Action::RegisterApplication
            | Action::RotateApplicationSecret
            | Action::EndApplication
    );
    if !is_about_one {
        // The program that acted: by a token, or as an application.
        writer.add_note(&mut sentence.note, &[&["token"], &["client_id"]]);
    }
    sentence
}

struct Writer<'a> {
    action: Action,
    stored: Stored<'a>,
}

impl Writer<'_> {
    fn changed(&self, whose: Whose) -> Sentence {
        let texts = self.stored.reading.texts();
        let lines = self.stored.lines();
        let one = lines.first().unwrap_or(&self.stored);
        let Some(changes) = one.changes() else { return self.did(&[whose.keys()]) };
        let Some((first, others)) = changes.keys.split_first() else { return self.did(&[whose.keys()]) };
        if first.as_str() == "active" {
            // Only deactivated users have this field.
            let name = one.first(whose.keys()).map(|name| vec![Part::Value(shorten(name))]);
            return self.did_to(texts.sentence_reactivated(), name.into_iter().collect());
        }
        let Change { label, before, after } = changes.change(first);
        let sides = [Part::Before(shorten(before)), Part::After(shorten(after))];
        let name = one.first(whose.keys()).map(|name| Part::Value(shorten(name)));
        let mut parts = whose.sentence(texts, &label, name, sides);
        self.add_more(&mut parts, lines.len());
        Sentence { parts, note: self.also_changed(&changes, others) }
    }

    /// Returns the names of the other fields that changed.
    fn also_changed(&self, changes: &Changes<'_>, others: &[&String]) -> Vec<Part> {
        let texts = self.stored.reading.texts();
        let labels: Vec<String> = others.iter().take(MAX_NOTES).map(|key| changes.label(key)).collect();
        let fields = labels.join(&texts.list_comma());
        match others.len().saturating_sub(labels.len()) as u64 {
            _ if labels.is_empty() => Vec::new(),
            0 => vec![Part::Text(texts.sentence_also_changed(fields))],
            more => vec![Part::Text(texts.sentence_also_changed(texts.sentence_more_fields(fields, more)))],
        }
    }

    fn replaced(&self, key: &str) -> Sentence {
        let Some(Change { label, before, after }) = self.stored.replaced(key) else { return self.did(&[]) };
        let sides = [Part::Before(before), Part::After(after)];
        Sentence {
            parts: Whose::Customers.sentence(self.stored.reading.texts(), &label, None, sides),
            note: Vec::new(),
        }
    }

    fn did(&self, values: &[Keys]) -> Sentence {
        let values = values.iter().filter_map(|keys| self.stored.first(keys));
        self.did_to(self.label(), values.map(|value| vec![Part::Value(shorten(value))]).collect())
    }

    fn did_to_lines(&self) -> Sentence {
        let lines = self.stored.lines();
        let named = lines.first().unwrap_or(&self.stored).line();
        let mut sentence = self.did_to(self.label(), named.into_iter().collect());
        self.add_more(&mut sentence.parts, lines.len());
        sentence
    }

    fn label(&self) -> String {
        self.action.label(self.stored.reading.texts())
    }

    /// Returns what was done, and after a colon what it was applied to.
    fn did_to(&self, done: String, objects: Vec<Vec<Part>>) -> Sentence {
        let texts = self.stored.reading.texts();
        let mut sentence = Sentence::words(done);
        for (at, object) in objects.into_iter().enumerate() {
            let before = if at == 0 { texts.colon() } else { texts.list_comma() };
            sentence.parts.push(Part::Text(before));
            sentence.parts.extend(object);
        }
        sentence
    }

    fn add_more(&self, parts: &mut Vec<Part>, lines: usize) {
        if lines > 1 {
            let more = self.stored.reading.texts().sentence_more_subscriptions(lines as u64 - 1);
            parts.push(Part::Text(format!(" {more}")));
        }
    }

    fn add_note(&self, note: &mut Vec<Part>, values: &[Keys]) {
        let texts = self.stored.reading.texts();
        let told = values.iter().filter_map(|keys| self.stored.first_labeled(keys));
        for (label, value) in told.take(MAX_NOTES) {
            if !note.is_empty() {
                note.push(Part::Text(" · ".to_owned()));
            }
            match value {
                Some(value) => {
                    note.extend([Part::Text(label + &texts.colon()), Part::Value(shorten(value))]);
                }
                None => note.push(Part::Text(label)),
            }
        }
    }
}
