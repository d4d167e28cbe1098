//! The import of aliases: adds one for each row, and removes none. A customer can have several rows.

use crate::audit::{Activity, Tx};
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Name, NameFault, Partner};
use crate::error::Result;
use crate::features::customers::other_names::{MAX_ALIAS, MAX_ALIASES, OtherNames};
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision, RowError};
use crate::features::import::kinds::customer_facts;
use crate::features::import::kinds::customer_facts::entries_seen;
use crate::i18n::Locale;
use crate::search::{key_ranges, list_changed};
use crate::text::fold;
use serde_json::json;
use std::collections::HashMap;

/// The import of one partner's aliases.
#[derive(Debug)]
pub struct Aliases<'a> {
    partner: &'a Partner,
}

/// A row of the file.
#[derive(Debug, Clone)]
pub struct Row {
    customer: MicrosoftId,
    alias: String,
}

/// A customer with its other names before and after the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    customer: MicrosoftId,
    name: String,
    key: Vec<u8>,
    before: OtherNames,
    after: OtherNames,
}

impl<'a> Aliases<'a> {
    /// Creates the import for a partner.
    pub fn new(partner: &'a Partner) -> Self {
        Aliases { partner }
    }
}

impl Importer for Aliases<'_> {
    type Row = Row;
    type Write = Write;
    type Stamp = i64;
    const NAME: &'static str = "aliases";
    const RESOURCE: &'static str = "customer";
    const COLUMNS: &'static [Column] = &[Column::MicrosoftId, Column::Alias];
    const IDENTITY: Column = Column::Alias;

    fn parse(&self, header: &Header, record: &Record) -> Result<Row, RowError> {
        let cells = Cells { header, record };
        let customer = cells.microsoft_id()?;
        let alias = Name::parse(cells.text(Column::Alias), MAX_ALIAS).map_err(|fault| match fault {
            NameFault::Empty => ErrorReason::NameEmpty,
            NameFault::Long(length) => ErrorReason::AliasLong(length),
            NameFault::Invisible => ErrorReason::NameInvisible,
        });
        let alias = alias.map_err(|reason| cells.error(Column::Alias, reason))?;
        if fold(alias.as_str()).is_empty() {
            return Err(cells.error(Column::Alias, ErrorReason::NameInvisible));
        }
        Ok(Row { customer, alias: alias.into() })
    }

    fn identity(&self, row: &Row) -> Vec<u8> {
        [row.customer.0.as_bytes().as_slice(), fold(&row.alias).as_bytes()].concat()
    }

    fn key(&self, row: &Row) -> Vec<u8> {
        row.customer.0.as_bytes().to_vec()
    }

    fn stamp(&self, c: &mut DbConnection) -> Result<i64> {
        entries_seen(c, self.partner.id)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[Row]) -> Result<Vec<EvaluatedRow<Write>>> {
        let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.customer).collect();
        let facts = customer_facts::load(c, self.partner.id, &ids)?;
        // The names of a customer as the earlier rows of the batch leave them.
        let mut names: HashMap<MicrosoftId, OtherNames> = HashMap::new();
        let judged = rows.iter().map(|row| {
            let customer = match facts.active(row.customer, self.partner) {
                Ok(customer) => customer,
                Err(fault) => return RowDecision::Bad(fault),
            };
            let held = names
                .entry(customer.id)
                .or_insert_with(|| OtherNames::parse(customer.other_names.as_deref()));
            let before = held.clone();
            if !held.add_alias(&row.alias) {
                return RowDecision::Leave;
            }
            if held.aliases.len() > MAX_ALIASES {
                *held = before;
                return RowDecision::Bad(RowError::new(
                    Column::Alias,
                    &row.alias,
                    ErrorReason::NoMoreAliases,
                ));
            }
            RowDecision::Add(Write {
                customer: customer.id,
                name: customer.name.clone(),
                key: customer.sort_key.clone(),
                before,
                after: held.clone(),
            })
        });
        Ok(judged.map(EvaluatedRow::from).collect())
    }

    fn differences(&self, _: &Write, _: Locale) -> Vec<Difference> {
        Vec::new() // aliases are only added
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let writes: Vec<&Write> = judged.iter().filter_map(EvaluatedRow::write).collect();
        let mut activities = Vec::new();
        for of_customer in writes.chunk_by(|a, b| a.customer == b.customer) {
            let (Some(first), Some(last)) = (of_customer.first(), of_customer.last()) else { continue };
            customer_facts::set_other_names(tx, self.partner.id, last.customer, &last.after)?;
            let state = |names: &OtherNames| json!({ "aliases": names.aliases.join("; ") });
            let (before, after) = (state(&first.before), state(&last.after));
            activities.push(Activity::customer_updated(last.customer, &last.name, before, after));
        }
        let keys = writes.iter().map(|write| write.key.as_slice()).collect();
        list_changed(tx.c, self.partner.id, &key_ranges(keys))?;
        Ok(activities)
    }
}
