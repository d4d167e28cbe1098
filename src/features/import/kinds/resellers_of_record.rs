//! The import of resellers of record: each row gives a customer with its subscriptions to an indirect reseller, or to none.
//! The rules are those of the page ([`crate::features::reseller_of_record`]).

use crate::audit::{Activity, Tx};
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Partner, PartnerId, PartnerKind};
use crate::error::{Error, Result};
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision, RowError};
use crate::features::import::kinds::customer_facts;
use crate::features::import::kinds::customer_facts::{CustomerFacts, entries_seen};
use crate::features::import::kinds::subscriptions_queries::resellers_of_provider;
use crate::features::reseller_of_record::changes::{ResellerChange, change_resellers};
use crate::features::reseller_of_record::current::{
    CurrentResellers, ResellerDecision, current_resellers, joined, mpn_ids,
};
use crate::i18n::Locale;
use std::collections::{HashMap, HashSet};

/// The import of the resellers of record of one provider's customers.
#[derive(Debug)]
pub struct ResellersOfRecord<'a> {
    provider: &'a Partner,
}

/// A row of the file.
#[derive(Debug, Clone)]
pub struct Row {
    customer: MicrosoftId,
    /// The MPN ID; `None` for no reseller.
    reseller: Option<String>,
}

/// The data to write for a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    customer: MicrosoftId,
    current: CurrentResellers,
    new: Option<PartnerId>,
    /// The MPN IDs before and after.
    mpn_ids: [String; 2],
}

/// The stored data about everything that a batch refers to.
struct Facts {
    customers: CustomerFacts,
    current: HashMap<MicrosoftId, CurrentResellers>,
    /// MPN ID and id of each reseller with a current partnership.
    resellers: Vec<(String, PartnerId)>,
    /// The MPN IDs of the resellers that the customers have.
    names: HashMap<PartnerId, String>,
}

impl<'a> ResellersOfRecord<'a> {
    /// Creates the import for a provider.
    ///
    /// # Errors
    /// The partner is not an indirect provider.
    pub fn new(provider: &'a Partner) -> Result<Self> {
        if provider.kind == PartnerKind::IndirectProvider {
            return Ok(ResellersOfRecord { provider });
        }
        let said =
            format!("the partner {} is not an indirect provider, and has no resellers", provider.mpn_id);
        Err(Error::bad_input("file", said))
    }

    fn verdict(&self, row: &Row, facts: &Facts) -> Result<RowDecision<Write>, RowError> {
        let id = facts.customers.active(row.customer, self.provider)?.id;
        let current = facts.current.get(&id).cloned().unwrap_or_default();
        let mpn_id = row.reseller.clone().unwrap_or_default();
        let fault = |reason| RowError::new(Column::Reseller, &mpn_id, reason);
        let new = match &row.reseller {
            None => None,
            Some(reseller) => {
                let found = facts.resellers.iter().find(|(known, _)| known == reseller);
                let unknown = || ErrorReason::UnknownReseller {
                    provider: self.provider.mpn_id.clone(),
                    reseller: reseller.clone(),
                };
                Some(found.ok_or_else(|| fault(unknown()))?.1)
            }
        };
        match current.decide(new) {
            ResellerDecision::AlreadySo => Ok(RowDecision::Leave),
            ResellerDecision::OrderWaits => Err(fault(ErrorReason::OrderWaits)),
            ResellerDecision::Change => {
                let before = joined(current.resellers.iter().filter_map(|one| facts.names.get(one)));
                let write = Write { customer: id, current, new, mpn_ids: [before, mpn_id] };
                Ok(RowDecision::Change(write))
            }
        }
    }
}

impl Importer for ResellersOfRecord<'_> {
    type Row = Row;
    type Write = Write;
    type Stamp = i64;
    const NAME: &'static str = "resellers of record";
    const RESOURCE: &'static str = "customer";
    const COLUMNS: &'static [Column] = &[Column::MicrosoftId, Column::Reseller];
    const IDENTITY: Column = Column::MicrosoftId;

    fn parse(&self, header: &Header, record: &Record) -> Result<Row, RowError> {
        let cells = Cells { header, record };
        let has_reseller = !cells.trimmed(Column::Reseller).is_empty();
        Ok(Row {
            customer: cells.microsoft_id()?,
            reseller: has_reseller.then(|| cells.mpn_id(Column::Reseller)).transpose()?,
        })
    }

    fn identity(&self, row: &Row) -> Vec<u8> {
        row.customer.0.as_bytes().to_vec()
    }

    fn key(&self, row: &Row) -> Vec<u8> {
        row.customer.0.as_bytes().to_vec()
    }

    fn stamp(&self, c: &mut DbConnection) -> Result<i64> {
        entries_seen(c, self.provider.id)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[Row]) -> Result<Vec<EvaluatedRow<Write>>> {
        let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.customer).collect();
        let customers = customer_facts::load(c, self.provider.id, &ids)?;
        let current = current_resellers(c, self.provider.id, &customers.current_ids())?;
        let had: HashSet<PartnerId> =
            current.values().flat_map(|one| one.resellers.iter().copied()).collect();
        let names = mpn_ids(self.provider.id, had.into_iter(), c)?;
        let facts =
            Facts { customers, current, resellers: resellers_of_provider(c, self.provider.id)?, names };
        let mut seen = HashSet::new();
        let judged = rows.iter().map(|row| {
            let now = facts.customers.current(row.customer);
            if !seen.insert(now) || now != row.customer && ids.contains(&now) {
                let reason = ErrorReason::FormerId(now.to_string());
                return RowDecision::Bad(RowError::new(
                    Column::MicrosoftId,
                    &row.customer.to_string(),
                    reason,
                ))
                .into();
            }
            self.verdict(row, &facts).unwrap_or_else(RowDecision::Bad).into()
        });
        Ok(judged.collect())
    }

    fn differences(&self, write: &Write, _: Locale) -> Vec<Difference> {
        let [before, after] = write.mpn_ids.clone();
        Difference::of(Column::Reseller, before, after).into_iter().collect()
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let writes = judged.iter().filter_map(EvaluatedRow::write);
        let changes: Vec<ResellerChange<'_>> = writes
            .map(|write| ResellerChange { customer: write.customer, current: &write.current, new: write.new })
            .collect();
        change_resellers(tx, self.provider.id, &changes, "")
    }
}
