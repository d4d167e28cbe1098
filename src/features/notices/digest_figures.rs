//! What a digest says before its notices: how many customers there are, and what waits for the user, as on the overview.

use crate::audit::Author;
use crate::auth::Scope;
use crate::auth::actor::active_person;
use crate::domain::UserId;
use crate::error::Result;
use crate::features::notices::letters::reading;
use crate::features::overview::filter::Filter;
use crate::features::overview::queries::overview;
use crate::features::overview::waiting::waiting_items;
use crate::i18n::time_zone::LocalTime;
use crate::state::AppState;
use crate::web::shell::Shell;

/// Returns the paragraph for this user; `None` for who may not view customers.
///
/// # Errors
/// The database failed.
pub(super) fn figures(portal: &AppState, user: UserId) -> Result<Option<String>> {
    let Some(person) = portal.db.read_now(|c| active_person(c, user))? else { return Ok(None) };
    let (reading, today) = (reading(&person), LocalTime::now(&person.partner).day());
    let author = Author::system(person.partner.id);
    let Some(scope) = Scope::for_job(person, author) else { return Ok(None) };
    let filter = Filter { days: 7, is_mine: true };
    let data = portal.db.read_now(|c| overview(&scope, &portal.lists, filter, today, c))?;
    let shell = Shell::new(reading.locale);
    let number = |number| reading.locale.number(number);
    let texts = reading.texts();
    let mut lines = vec![texts.customers() + &texts.colon() + &number(data.customers.all)];
    let waiting = waiting_items(&shell, &data.waiting).into_iter();
    lines.extend(waiting.filter_map(|item| Some(item.title + &texts.colon() + &number(item.number?))));
    Ok(Some(lines.join("\n")))
}
