//! Applies the retention period of deactivated users. Each one is erased as with `person erase`, with a separate log
//! entry.

use crate::audit::Author;
use crate::error::{Error, Result};
use crate::features::personal_data::erase;
use crate::features::personal_data::erase::SubjectName;
use crate::features::personal_data::erasure::Erasure;
use crate::features::retention::queries;
use crate::features::retention::run::{Report, Retention};
use serde_json::Value;

impl Retention<'_> {
    pub(super) fn people(&self, report: &mut Report) -> Result<()> {
        let Some(days) = self.periods.people else { return Ok(()) };
        let before = days.before(self.now);
        for (person, email) in self.db.read_now(|c| queries::due_people(c, before))? {
            if !self.only_count && !report.takes_a_batch() {
                return Ok(());
            }
            let erasure = Erasure {
                author: Author::system(None),
                named: &SubjectName::Person(&email),
                is_still_due: &|c| queries::is_due(c, person, before),
                told: Value::Object(self.period_details(days)),
            };
            match erasure.run(self.activity, self.only_count) {
                Ok(erased) => report.add_all(&erased.changed),
                // The last Global admin of a partner is kept.
                Err(Error::Operator(why)) => {
                    tracing::warn!(
                        %person,
                        why,
                        "a user was not erased although the retention period is over"
                    );
                    continue;
                }
                Err(error) => return Err(error),
            }
            if !self.only_count {
                erase::delete_attempts(self.db, self.secrets, &email)?;
            }
        }
        Ok(())
    }
}
