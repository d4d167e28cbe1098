//! The import of tags: after it, a customer of the file has exactly the tags of its row; other customers keep theirs. New
//! tags are created. The SQL is in [`super::tags_queries`].

use crate::audit::{Activity, Tx};
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Partner, TagId};
use crate::error::Result;
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision, RowError};
use crate::features::import::kinds::customer_facts;
use crate::features::import::kinds::customer_facts::{CustomerFacts, entries_seen};
use crate::features::import::kinds::tags_queries;
use crate::features::tags::assignments::{Assignment, assign_all};
use crate::features::tags::model::{MAX_PER_CUSTOMER, MAX_TAGS};
use crate::features::tags::names::{TagNameError, join_names, parse_names};
use crate::i18n::Locale;
use crate::search::customers_changed;
use crate::text::fold;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// The import of one partner's tags.
#[derive(Debug)]
pub struct Tags<'a> {
    partner: &'a Partner,
}

/// A row of the file.
#[derive(Debug, Clone)]
pub struct Row {
    customer: MicrosoftId,
    names: Vec<String>,
}

/// The tags of a customer before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    customer: MicrosoftId,
    customer_name: String,
    before: Vec<(TagId, String)>,
    /// The names that the customer has in the end.
    names: Vec<String>,
}

/// What the decisions about the rows of a batch depend on.
struct Facts {
    customers: CustomerFacts,
    /// All tags of the partner, by their folded names.
    tags: HashMap<String, (TagId, String)>,
    /// The tags of each customer.
    held: HashMap<MicrosoftId, Vec<TagId>>,
}

impl<'a> Tags<'a> {
    /// Creates the import for a partner.
    pub fn new(partner: &'a Partner) -> Self {
        Tags { partner }
    }

    /// Decides about a row. `new` has the folded names of tags that earlier rows create.
    fn verdict(
        &self,
        row: &Row,
        facts: &Facts,
        new: &mut HashSet<String>,
    ) -> Result<RowDecision<Write>, RowError> {
        let customer = facts.customers.active(row.customer, self.partner)?;
        let names = || join_names(row.names.iter().map(String::as_str));
        let fault = |reason| RowError::new(Column::Tags, &names(), reason);
        if row.names.len() > MAX_PER_CUSTOMER {
            return Err(fault(ErrorReason::TooManyTags(row.names.len())));
        }
        let by_id: HashMap<TagId, &String> = facts.tags.values().map(|(id, name)| (*id, name)).collect();
        let held = facts.held.get(&customer.id).map(Vec::as_slice).unwrap_or_default();
        let before: Vec<(TagId, String)> =
            held.iter().filter_map(|id| Some((*id, (*by_id.get(id)?).clone()))).collect();
        let wanted: HashSet<String> = row.names.iter().map(|name| fold(name)).collect();
        if before.iter().map(|(_, name)| fold(name)).collect::<HashSet<_>>() == wanted {
            return Ok(RowDecision::Leave);
        }
        let unknown: Vec<&String> =
            wanted.iter().filter(|key| !facts.tags.contains_key(*key) && !new.contains(*key)).collect();
        if facts.tags.len() + new.len() + unknown.len() > MAX_TAGS {
            return Err(fault(ErrorReason::NoMoreTags));
        }
        new.extend(unknown.into_iter().cloned());
        let (is_first, names) = (before.is_empty(), row.names.clone());
        let write = Write { customer: customer.id, customer_name: customer.name.clone(), before, names };
        Ok(if is_first { RowDecision::Add(write) } else { RowDecision::Change(write) })
    }
}

impl Importer for Tags<'_> {
    type Row = Row;
    type Write = Write;
    type Stamp = i64;
    const NAME: &'static str = "tags";
    const RESOURCE: &'static str = "tag";
    const COLUMNS: &'static [Column] = &[Column::MicrosoftId, Column::Tags];
    const IDENTITY: Column = Column::MicrosoftId;

    fn parse(&self, header: &Header, record: &Record) -> Result<Row, RowError> {
        let cells = Cells { header, record };
        let customer = cells.microsoft_id()?;
        let names = parse_names(cells.text(Column::Tags)).map_err(|(name, fault)| {
            let reason = match fault {
                TagNameError::Long(length) => ErrorReason::TagLong(name, length),
                _ => ErrorReason::TagInvisible(name),
            };
            cells.error(Column::Tags, reason)
        });
        Ok(Row { customer, names: names? })
    }

    fn identity(&self, row: &Row) -> Vec<u8> {
        row.customer.0.as_bytes().to_vec()
    }

    fn key(&self, row: &Row) -> Vec<u8> {
        row.customer.0.as_bytes().to_vec()
    }

    fn stamp(&self, c: &mut DbConnection) -> Result<i64> {
        entries_seen(c, self.partner.id)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[Row]) -> Result<Vec<EvaluatedRow<Write>>> {
        let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.customer).collect();
        let customers = customer_facts::load(c, self.partner.id, &ids)?;
        let held = tags_queries::load_held(c, self.partner.id, &customers.current_ids())?;
        let facts = Facts { tags: tags_queries::load_tags(c, self.partner.id)?, customers, held };
        let (mut new, mut seen) = (HashSet::new(), HashSet::new());
        let judged = rows.iter().map(|row| {
            let now = facts.customers.current(row.customer);
            if !seen.insert(now) || now != row.customer && ids.contains(&now) {
                let reason = ErrorReason::FormerId(now.to_string());
                let fault = RowError::new(Column::MicrosoftId, &row.customer.to_string(), reason);
                return RowDecision::Bad(fault).into();
            }
            self.verdict(row, &facts, &mut new).unwrap_or_else(RowDecision::Bad).into()
        });
        Ok(judged.collect())
    }

    fn differences(&self, write: &Write, _: Locale) -> Vec<Difference> {
        let [before, after] = names(write);
        Difference::of(Column::Tags, before, after).into_iter().collect()
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let writes: Vec<&Write> = judged.iter().filter_map(EvaluatedRow::write).collect();
        let names = writes.iter().flat_map(|write| &write.names);
        let tags = tags_queries::find_or_create(tx, self.partner.id, names)?;
        let changes = writes.iter().map(|write| {
            let wanted: Vec<TagId> =
                write.names.iter().filter_map(|name| tags.get(&fold(name)).copied()).collect();
            let held = |tag: &TagId| write.before.iter().any(|(id, _)| id == tag);
            let add = wanted.iter().copied().filter(|tag| !held(tag)).collect();
            let before = write.before.iter().map(|(id, _)| *id);
            let remove = before.filter(|tag| !wanted.contains(tag)).collect();
            Assignment { customer: write.customer, add, remove }
        });
        assign_all(tx, self.partner.id, &changes.collect::<Vec<_>>())?;
        let customers: Vec<MicrosoftId> = writes.iter().map(|write| write.customer).collect();
        customers_changed(tx.c, self.partner.id, &customers)?;
        Ok(writes.into_iter().filter(|write| !write.before.is_empty()).map(activity).collect())
    }
}

/// Returns the names of the tags before and after.
fn names(write: &Write) -> [String; 2] {
    let before = write.before.iter().map(|(_, name)| name.as_str());
    [join_names(before), join_names(write.names.iter().map(String::as_str))]
}

fn activity(write: &Write) -> Activity {
    let state = |names: String| json!({ "tags": names });
    let [before, after] = names(write);
    Activity::customer_updated(write.customer, &write.customer_name, state(before), state(after))
}
