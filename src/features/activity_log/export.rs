//! Exports the log: all matching entries from one snapshot, newest first, with times in UTC.

use crate::audit::entry::{Entry, Row};
use crate::audit::seals::Field;
use crate::audit::{Action, ActorKind};
use crate::csv::Column;
use crate::csv::columns::LabelTable;
use crate::db::DbConnection;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::activity_log::filter::Filter;
use crate::features::activity_log::read::queries::{addresses, for_each};
use crate::features::activity_log::read::selection::Selection;
use crate::i18n::Texts;
use crate::table_file::{TableFile, TableWriter};
use crate::text::hex;
use std::collections::HashMap;
use std::io::Write;

/// The columns of the file; only a detailed file has more than the first four. New columns are added at the end.
pub const COLUMNS: [Column; 10] = [
    Column::DateTime,
    Column::AffectedCustomer,
    Column::Action,
    Column::PartnerUser,
    Column::Status,
    Column::Details,
    Column::EntryId,
    Column::ChainValue,
    Column::PartnerUserId,
    Column::PartnerUserEmail,
];

/// The format of the file.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// The format and language. Its time zone is UTC.
    pub file: TableFile,
    /// Whether it has all columns.
    pub detailed: bool,
}

/// Returns the file name without extension: `activity-2026-10-21--2026-11-20`.
pub fn file_name(filter: &Filter) -> String {
    format!("activity-{}--{}", filter.period.from, filter.period.to)
}

/// Returns whether the action succeeded, as text.
pub fn outcome(action: &str, texts: &Texts) -> String {
    if action == Action::RefusedSignIn.as_str() { texts.outcome_refused() } else { texts.outcome_done() }
}

/// Returns the customer's name in the list at that time; empty if the entry is not about a customer.
pub fn customer(entry: &Entry, texts: &Texts) -> String {
    let erased = || entry.is_erased(Field::CustomerName).then(|| texts.value_erased());
    entry.customer_name.clone().or_else(erased).unwrap_or_default()
}

/// Returns who did it: the user's name at that time, or the kind of actor.
pub fn actor(entry: &Entry, texts: &Texts) -> String {
    match entry.actor_kind.parse::<ActorKind>() {
        Ok(kind @ (ActorKind::System | ActorKind::Operator)) => kind.label(texts),
        _ if entry.is_erased(Field::ActorName) => texts.value_erased(),
        Ok(ActorKind::Customer) if entry.actor_name.is_empty() => ActorKind::Customer.label(texts),
        _ => entry.actor_name.clone(),
    }
}

/// Writes the rows; the caller completes the file. The caller opens one snapshot for `c` (`db.read`).
///
/// # Errors
/// The database or `out` failed; the file is then incomplete.
pub fn write_activity<W: Write + Send>(
    c: &mut DbConnection,
    partner: PartnerId,
    selection: &Selection,
    layout: Layout,
    out: W,
) -> Result<TableWriter<W>> {
    let (file, locale) = (layout.file, layout.file.locale);
    let texts = locale.texts();
    let labels = LabelTable::new(Action::label);
    let people = if layout.detailed { addresses(c, partner)? } else { HashMap::new() };
    let columns = if layout.detailed { &COLUMNS[..] } else { &COLUMNS[..4] };
    let header: Vec<String> = columns.iter().map(|column| column.header(locale)).collect();
    let mut writer = file.start(&texts.activity_log(), &header, out)?;
    for_each(c, partner, selection, &mut |(entry, value): &Row| {
        // An unknown action, for example of a newer version of the portal, is written unchanged.
        let action = labels.label(&entry.action, locale).unwrap_or(&entry.action);
        writer.moment(Some(entry.at)).text(&customer(entry, texts)).text(action);
        writer.text(&actor(entry, texts));
        if layout.detailed {
            let is_erased = entry.is_erased(Field::Details);
            let details = if is_erased { texts.value_erased() } else { entry.details.clone() };
            writer.word(&outcome(&entry.action, texts)).text(&details);
            writer.number(entry.seq).word(&hex(value));
            let id = entry.actor_id.map(|id| id.to_string()).unwrap_or_default();
            let address = entry.actor_id.and_then(|id| people.get(&id)).map_or("", String::as_str);
            writer.word(&id).text(address);
        }
        writer.end_row()
    })?;
    Ok(writer)
}
