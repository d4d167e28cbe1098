//! Writes `activity.csv`: all matching entries from one snapshot, newest first, with times in UTC.

use crate::audit::entry::{Entry, Row};
use crate::audit::seals::Field;
use crate::audit::{Action, ActorKind};
use crate::csv::columns::LabelTable;
use crate::csv::{Column, Writer};
use crate::db::DbConnection;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::features::activity_log::filter::Filter;
use crate::features::activity_log::read::queries::{addresses, for_each};
use crate::features::activity_log::read::selection::Selection;
use crate::i18n::{Locale, Texts};
use crate::text::hex;
use std::collections::HashMap;
use std::io::Write;

/// The columns of `activity.csv`; only a detailed file has more than the first four. New columns are added at the end.
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
    /// The language of header and labels.
    pub locale: Locale,
    /// Whether it has all columns.
    pub detailed: bool,
}

/// Returns the file name: `activity-2026-10-21--2026-11-20.csv`.
pub fn file_name(filter: &Filter) -> String {
    format!("activity-{}--{}.csv", filter.period.from, filter.period.to)
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

/// Writes the file and returns its number of rows. The caller opens one snapshot for `c` (`db.read`).
///
/// # Errors
/// The database or `out` failed; the file is then incomplete.
pub fn write_activity<W: Write>(
    c: &mut DbConnection,
    partner: PartnerId,
    selection: &Selection,
    layout: Layout,
    out: W,
) -> Result<u64> {
    let texts = layout.locale.texts();
    let labels = LabelTable::new(Action::label);
    let people = if layout.detailed { addresses(c, partner)? } else { HashMap::new() };
    let columns = if layout.detailed { &COLUMNS[..] } else { &COLUMNS[..4] };
    let header: Vec<String> = columns.iter().map(|column| column.header(layout.locale)).collect();
    let mut writer = Writer::new(out, header.iter().map(String::as_str))?;
    for_each(c, partner, selection, &mut |(entry, value): &Row| {
        let at = entry.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        // An unknown action, for example of a newer version of the portal, is written unchanged.
        let action = labels.label(&entry.action, layout.locale).unwrap_or(&entry.action);
        writer.word(&at).text(&customer(entry, texts)).text(action);
        writer.text(&actor(entry, texts));
        if layout.detailed {
            let is_erased = entry.is_erased(Field::Details);
            let details = if is_erased { texts.value_erased() } else { entry.details.clone() };
            writer.word(&outcome(&entry.action, texts)).text(&details);
            writer.word(&entry.seq.to_string()).word(&hex(value));
            let id = entry.actor_id.map(|id| id.to_string()).unwrap_or_default();
            let address = entry.actor_id.and_then(|id| people.get(&id)).map_or("", String::as_str);
            writer.word(&id).text(address);
        }
        Ok(writer.end_row()?)
    })?;
    Ok(writer.finish()?.0)
}
