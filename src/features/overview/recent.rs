//! The newest entries of the activity log, as sentences.

use crate::audit::ActorKind;
use crate::audit::entry::Entry;
use crate::audit::seals::Field;
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::db::DbConnection;
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::activity_log::export;
use crate::features::activity_log::filter::ActorFilter;
use crate::features::activity_log::known_customers::KnownCustomers;
use crate::features::activity_log::read::queries::{Direction, read};
use crate::features::activity_log::read::selection::{CustomerSelection, Selection};
use crate::features::activity_log::sentence::compose::sentence;
use crate::features::activity_log::sentence::model::Sentence;
use crate::features::activity_log::wording::ReaderFormat;
use crate::web::day_range::DayRange;
use crate::web::shell::Shell;
use chrono_tz::Tz;
use std::collections::HashSet;

/// How many entries are shown.
const SHOWN: i64 = 6;

/// The newest entries.
pub struct RecentEntries {
    entries: Vec<Entry>,
    /// The Microsoft IDs of those customers that are in the list.
    listed: HashSet<String>,
}

/// An entry as the page shows it.
pub struct RecentLine {
    /// When, as the reader reads it.
    pub time: String,
    /// When, for machines.
    pub machine_time: String,
    /// What happened.
    pub sentence: Sentence,
    /// The customer: the name at that time, and the id if it is in the list.
    pub customer: Option<(String, Option<MicrosoftId>)>,
    /// Who did it.
    pub actor: String,
    /// Whether the actor is a person.
    pub is_person: bool,
}

/// Returns the newest changes, of the user or of all.
pub fn recent_entries(
    scope: &Scope<ViewActivity>,
    is_mine: bool,
    c: &mut DbConnection,
) -> Result<RecentEntries> {
    let selection = Selection {
        instants: DayRange::default().instants(Tz::UTC),
        kind: "change",
        action: None,
        who: is_mine.then(|| ActorFilter::Person(scope.actor().user)),
        resource: None,
        customers: CustomerSelection::All,
    };
    let rows = read(c, scope.partner(), &selection, None, Direction::Older, SHOWN)?;
    let entries: Vec<Entry> = rows.into_iter().map(|(entry, _)| entry).collect();
    let ids = entries.iter().filter_map(|entry| entry.microsoft_id.as_ref()?.parse().ok());
    let listed = KnownCustomers::load(scope, ids, c)?.listed();
    Ok(RecentEntries { entries, listed })
}

impl RecentEntries {
    /// Returns the lines for a reader.
    pub fn lines(&self, shell: &Shell, reading: ReaderFormat) -> Vec<RecentLine> {
        self.entries.iter().map(|entry| self.line(entry, shell, reading)).collect()
    }

    fn line(&self, entry: &Entry, shell: &Shell, reading: ReaderFormat) -> RecentLine {
        let (texts, clock) = (shell.texts, reading.clock);
        let is_today = clock.day(entry.at) == clock.day(crate::clock::now());
        let customer = entry.microsoft_id.as_ref().map(|id| {
            let name = export::customer(entry, texts);
            let name = if name.is_empty() { id.clone() } else { name };
            (name, id.parse().ok().filter(|_| self.listed.contains(id)))
        });
        RecentLine {
            time: if is_today { clock.time(entry.at) } else { shell.locale.short_day(clock.day(entry.at)) },
            machine_time: clock.machine(entry.at),
            sentence: sentence(entry, reading),
            customer,
            actor: export::actor(entry, texts),
            is_person: entry.actor_kind == ActorKind::User.as_str() && !entry.is_erased(Field::ActorName),
        }
    }
}
