//! The import of contacts and addresses for bills, as servers send them: insert or replace by Microsoft ID. The name in the
//! list is the business of [`super::customers`]. The SQL is in [`super::bill_to_queries`].

use crate::audit::{Activity, Tx};
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Partner};
use crate::error::Result;
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::queries::change_entry;
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::{ColumnChoices, Difference};
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::held_cells::{HeldCells, Holder};
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision, RowError};
use crate::features::import::kinds::bill_to_queries::{self, HeldBillTo};
use crate::features::import::kinds::customer_facts::entries_seen;
use crate::i18n::Locale;
use crate::text::sort_key;
use std::collections::HashSet;

/// Maximum length of each part, in characters.
const MAX_PART: usize = 200;

/// A part of a bill-to.
type Part = fn(&mut BillTo) -> &mut String;

/// The columns after Microsoft ID and name, with the part of a bill-to that each has.
const PARTS: [(Column, Part); 11] = [
    (Column::FirstName, |one| &mut one.first_name),
    (Column::LastName, |one| &mut one.last_name),
    (Column::Email, |one| &mut one.email),
    (Column::Phone, |one| &mut one.phone),
    (Column::Country, |one| &mut one.country),
    (Column::AddressLine1, |one| &mut one.address_line1),
    (Column::AddressLine2, |one| &mut one.address_line2),
    (Column::City, |one| &mut one.city),
    (Column::State, |one| &mut one.state),
    (Column::PostalCode, |one| &mut one.postal_code),
    (Column::RegistrationNumber, |one| &mut one.registration_number),
];

/// The import of the bill-tos of one partner's customers.
pub struct BillTos<'a> {
    partner: &'a Partner,
    /// Customers that will exist when the rows are written.
    coming: HashSet<MicrosoftId>,
    choices: ColumnChoices,
    held: &'a Holder<'a>,
}

/// A row.
pub struct Row {
    id: MicrosoftId,
    key: Vec<u8>,
    bill_to: BillTo,
}

/// The data to write for a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The customer as stored; `None` if it does not exist yet in a dry run.
    pub held: Option<HeldBillTo>,
    /// What to store.
    pub after: BillTo,
}

impl<'a> BillTos<'a> {
    /// Creates the import for a partner. `coming` are customers that do not exist yet in a dry run. If the stored street address
    /// wins, or is held, the whole stored contact and address do.
    pub fn new(
        partner: &'a Partner,
        choices: &ColumnChoices,
        coming: HashSet<MicrosoftId>,
        held: &'a Holder<'a>,
    ) -> Self {
        BillTos { partner, coming, choices: choices.clone(), held }
    }

    fn verdict(&self, row: &Row, held: Option<&HeldBillTo>, cells: &HeldCells) -> RowDecision<Write> {
        let fault =
            |reason| RowDecision::Bad(RowError::new(Column::MicrosoftId, &row.id.to_string(), reason));
        let Some(held) = held else {
            return if self.coming.contains(&row.id) {
                RowDecision::Add(Write { held: None, after: row.bill_to.clone() })
            } else {
                fault(ErrorReason::UnknownCustomer { partner: self.partner.mpn_id.clone() })
            };
        };
        if held.ended {
            return fault(ErrorReason::RelationshipEnded);
        }
        if cells.contains(held.id, "", Column::AddressLine1) {
            return RowDecision::Leave;
        }
        let stored = held.bill_to.has_address();
        let after = BillTo { company_name: held.bill_to.company_name.clone(), ..row.bill_to.clone() };
        if held.bill_to == after || stored && self.choices.ours.contains(&Column::AddressLine1) {
            return RowDecision::Leave;
        }
        let write = Write { held: Some(held.clone()), after };
        if stored { RowDecision::Change(write) } else { RowDecision::Add(write) }
    }
}

impl Importer for BillTos<'_> {
    type Row = Row;
    type Write = Write;
    type Stamp = i64;
    const NAME: &'static str = "bill_to";
    const RESOURCE: &'static str = "customer";
    const COLUMNS: &'static [Column] = &[
        Column::MicrosoftId,
        Column::CompanyName,
        Column::FirstName,
        Column::LastName,
        Column::Email,
        Column::Phone,
        Column::Country,
        Column::AddressLine1,
        Column::AddressLine2,
        Column::City,
        Column::State,
        Column::PostalCode,
        Column::RegistrationNumber,
    ];
    const IDENTITY: Column = Column::MicrosoftId;
    const CHOICES: &'static [Column] = &[Column::AddressLine1];

    fn parse(&self, header: &Header, record: &Record) -> Result<Row, RowError> {
        let cells = Cells { header, record };
        let mut bill_to = BillTo::default();
        for (column, part) in PARTS {
            let text = cells.trimmed(column);
            let length = text.chars().count();
            if length > MAX_PART {
                return Err(cells.error(column, ErrorReason::NameLong(length)));
            }
            text.clone_into(part(&mut bill_to));
        }
        bill_to.country = cells.country()?;
        let key = sort_key(cells.text(Column::CompanyName));
        Ok(Row { id: cells.microsoft_id()?, key, bill_to })
    }

    fn identity(&self, row: &Row) -> Vec<u8> {
        row.id.0.as_bytes().to_vec()
    }

    /// The order of the list, so that a batch changes customers that are close together.
    fn key(&self, row: &Row) -> Vec<u8> {
        [row.key.as_slice(), &[0], row.id.0.as_bytes()].concat()
    }

    fn stamp(&self, c: &mut DbConnection) -> Result<i64> {
        entries_seen(c, self.partner.id)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[Row]) -> Result<Vec<EvaluatedRow<Write>>> {
        let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.id).collect();
        let held = bill_to_queries::load_held(c, self.partner.id, &ids)?;
        let current: Vec<MicrosoftId> = held.values().map(|held| held.id).collect();
        let cells = (self.held)(&current, c)?;
        Ok(rows.iter().map(|row| self.verdict(row, held.get(&row.id), &cells).into()).collect())
    }

    fn differences(&self, write: &Write, _: Locale) -> Vec<Difference> {
        let Some(held) = &write.held else { return Vec::new() };
        let (mut before, mut after) = (held.bill_to.clone(), write.after.clone());
        let changed = |(column, part): (Column, Part)| {
            Difference::of(column, part(&mut before).clone(), part(&mut after).clone())
        };
        PARTS.into_iter().filter_map(changed).collect()
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let writes: Vec<(&HeldBillTo, &BillTo)> = judged
            .iter()
            .filter_map(EvaluatedRow::write)
            .filter_map(|write| Some((write.held.as_ref()?, &write.after)))
            .collect();
        bill_to_queries::store(tx, self.partner.id, &writes)?;
        let changed = writes.iter().filter(|(held, _)| held.bill_to.has_address());
        Ok(changed.map(|(held, after)| change_entry(held.id, &held.bill_to, after)).collect())
    }
}
