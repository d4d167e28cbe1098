//! The import of indirect resellers: adds new ones, and their partnerships with this provider. Existing partners do not
//! change. The SQL is in [`super::resellers_queries`].

use crate::audit::{Action, Activity, Tx};
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::{Partner, PartnerId, PartnerKind};
use crate::error::{Error, Result};
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer;
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision, RowError};
use crate::features::import::kinds::resellers_queries;
use crate::features::import::kinds::resellers_queries::{Known, NewReseller};
use crate::i18n::Locale;
use serde_json::json;

/// The import of one provider's resellers.
#[derive(Debug)]
pub struct Resellers<'a> {
    provider: &'a Partner,
}

/// The data to write for a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// A new partner and its partnership.
    New(NewReseller),
    /// A partnership with an existing partner: its id, MPN ID and name.
    Link(PartnerId, String, String),
}

impl<'a> Resellers<'a> {
    /// Creates the import for a provider.
    ///
    /// # Errors
    /// The partner is not an indirect provider.
    pub fn new(provider: &'a Partner) -> Result<Self> {
        if provider.kind == PartnerKind::IndirectProvider {
            return Ok(Resellers { provider });
        }
        let Partner { mpn_id, kind, .. } = provider;
        let kind = kind.as_str();
        Err(Error::operator(format!(
            "the partner {mpn_id} is of the type {kind}; only an indirect-provider has resellers"
        )))
    }

    fn verdict(&self, row: &NewReseller, known: Option<&Known>) -> RowDecision<Write> {
        let bad = |message: String| RowDecision::Bad(RowError::new(Column::MpnId, &row.mpn_id, message));
        let Some(known) = known else { return RowDecision::Add(Write::New(row.clone())) };
        if known.kind != PartnerKind::IndirectReseller {
            let kind = known.kind.as_str();
            return bad(format!(
                "belongs to a partner of the type {kind}; only an indirect-reseller can be linked"
            ));
        }
        if known.cloud != self.provider.cloud {
            let cloud = known.cloud.as_str();
            return bad(format!(
                "belongs to a partner in the cloud {cloud}; provider and reseller share one cloud"
            ));
        }
        match known.linked {
            None => RowDecision::Add(Write::Link(known.id, row.mpn_id.clone(), known.name.clone())),
            Some(true) => RowDecision::Leave,
            Some(false) => bad(format!(
                "has a partnership that was ended here; restart it with \
                 partner-portal partner link --provider {} --reseller {}",
                self.provider.mpn_id, row.mpn_id
            )),
        }
    }

    fn activity(&self, reseller: PartnerId, mpn_id: &str, name: &str) -> Activity {
        let details = json!({
            "provider": { "mpn_id": self.provider.mpn_id, "name": self.provider.name },
            "reseller": { "mpn_id": mpn_id, "name": name },
        });
        Activity::new(Action::CreatePartnerRelationship, "partnership", details).also_in_log_of(reseller)
    }
}

impl Importer for Resellers<'_> {
    type Row = NewReseller;
    type Write = Write;
    type Stamp = importer::NoStamp;
    const NAME: &'static str = "resellers";
    const RESOURCE: &'static str = "partnership";
    const COLUMNS: &'static [Column] =
        &[Column::MpnId, Column::CompanyName, Column::PrimaryDomainName, Column::Country];
    const IDENTITY: Column = Column::MpnId;

    fn parse(&self, header: &Header, record: &Record) -> Result<NewReseller, RowError> {
        let cells = Cells { header, record };
        Ok(NewReseller {
            mpn_id: cells.mpn_id(Column::MpnId)?,
            name: cells.name(Column::CompanyName)?,
            domain: cells.domain()?,
            country: cells.country()?,
        })
    }

    fn identity(&self, row: &NewReseller) -> Vec<u8> {
        row.mpn_id.as_bytes().to_vec()
    }

    fn key(&self, row: &NewReseller) -> Vec<u8> {
        row.mpn_id.as_bytes().to_vec()
    }

    fn stamp(&self, _: &mut DbConnection) -> Result<importer::NoStamp> {
        Ok(importer::NoStamp)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[NewReseller]) -> Result<Vec<EvaluatedRow<Write>>> {
        let ids: Vec<&str> = rows.iter().map(|row| row.mpn_id.as_str()).collect();
        let known = resellers_queries::load_known(c, self.provider.id, &ids)?;
        Ok(rows.iter().map(|row| self.verdict(row, known.get(&row.mpn_id)).into()).collect())
    }

    fn differences(&self, _: &Write, _: Locale) -> Vec<Difference> {
        Vec::new() // resellers are only added
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let mut activities = Vec::new();
        for write in judged.iter().filter_map(EvaluatedRow::write) {
            let (id, mpn_id, name) = match write {
                Write::New(new) => {
                    (resellers_queries::insert(tx, self.provider.cloud, new)?, &new.mpn_id, &new.name)
                }
                Write::Link(id, mpn_id, name) => (*id, mpn_id, name),
            };
            resellers_queries::link(tx, self.provider.id, id)?;
            activities.push(self.activity(id, mpn_id, name));
        }
        Ok(activities)
    }
}
