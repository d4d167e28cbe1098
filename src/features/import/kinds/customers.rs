//! The import of customers: upsert by Microsoft ID. Keeps names that were edited in the portal, and does not restore
//! relationships that were ended. The SQL is in [`super::customers_queries`].

use crate::audit::{Activity, Tx};
use crate::csv::columns::LabelTable;
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, Partner, PartnerId, Relationship};
use crate::error::Result;
use crate::features::customers::other_names::OtherNames;
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::{ColumnChoices, Difference};
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::{Expected, Header};
use crate::features::import::engine::importer::{EvaluatedRow, Importer, RowDecision, RowError};
use crate::features::import::kinds::customers_queries;
use crate::features::import::kinds::customers_queries::{Held, NewCustomer, Update};
use crate::features::import::kinds::offers::YesNo;
use crate::i18n::Locale;
use crate::search::{key_ranges, list_changed};
use crate::text::sort_key;
use serde_json::json;
use std::collections::HashSet;

/// The import of one partner's customers.
pub struct Customers {
    partner: PartnerId,
    delegated_admin: bool,
    relationships: LabelTable<Relationship>,
    /// The labels of the column that says which customers granted delegated administration, if the rows have it.
    answers: Option<LabelTable<YesNo>>,
    choices: ColumnChoices,
}

/// A row of the file.
pub struct Row {
    id: MicrosoftId,
    key: Vec<u8>,
    name: String,
    domain: String,
    relationship: Relationship,
    delegated_admin: bool,
}

/// The columns of rows that a server sent.
pub const SERVER_COLUMNS: &[Column] = &[
    Column::MicrosoftId,
    Column::CompanyName,
    Column::PrimaryDomainName,
    Column::Relationship,
    Column::DelegatedAdmin,
];

/// The data to write for a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Insert.
    New(NewCustomer),
    /// Update, with the values before and after.
    Update(Box<(Held, Update)>),
}

impl Customers {
    /// Creates the import for a partner; `delegated_admin` says whether new customers granted delegated administration.
    pub fn new(partner: &Partner, delegated_admin: bool, choices: &ColumnChoices) -> Self {
        Customers {
            partner: partner.id,
            delegated_admin,
            relationships: LabelTable::new(Relationship::label),
            answers: None,
            choices: choices.clone(),
        }
    }

    /// Creates the import of rows that a server sent. Each says whether the customer granted delegated administration, which
    /// counts when it is new here.
    pub fn from_server(partner: &Partner, choices: &ColumnChoices) -> Self {
        let answers = Some(LabelTable::new(YesNo::label));
        Customers { answers, ..Customers::new(partner, false, choices) }
    }

    fn verdict(&self, row: &Row, held: Option<&Held>) -> EvaluatedRow<Write> {
        let Some(held) = held else {
            return RowDecision::Add(Write::New(NewCustomer::from(row))).into();
        };
        if held.ended {
            let fault =
                RowError::new(Column::MicrosoftId, &row.id.to_string(), ErrorReason::RelationshipEnded);
            return RowDecision::Bad(fault).into();
        }
        let stays = self.choices.ours.contains(&Column::CompanyName) && held.list_name != row.name;
        let edited = stays || held.imported_name.is_some() && !self.choices.replace_edited_names;
        let mut other_names = OtherNames::parse(held.other_names.as_deref());
        if !edited {
            other_names.rename(&held.list_name, &row.name);
        }
        let update = Update {
            sort_key: if edited { held.sort_key.clone() } else { row.key.clone() },
            list_name: if edited { &held.list_name } else { &row.name }.clone(),
            domain: self.choices.pick(Column::PrimaryDomainName, &held.domain, &row.domain).clone(),
            relationship: self.choices.pick(Column::Relationship, held.relationship, row.relationship),
            imported_name: edited.then(|| row.name.clone()),
            other_names: other_names.to_column(),
        };
        let kept = (edited && held.list_name != row.name).then(|| held.list_name.clone());
        let seen = held.list_name != update.list_name
            || held.domain != update.domain
            || held.relationship != update.relationship;
        let remembered = held.imported_name != update.imported_name || held.sort_key != update.sort_key;
        let write = Write::Update(Box::new((held.clone(), update)));
        let verdict = match (seen, remembered) {
            (true, _) => RowDecision::Change(write),
            (false, true) => RowDecision::Remember(write),
            (false, false) => RowDecision::Leave,
        };
        EvaluatedRow { verdict, kept }
    }
}

impl NewCustomer {
    fn from(row: &Row) -> Self {
        NewCustomer {
            id: row.id,
            sort_key: row.key.clone(),
            name: row.name.clone(),
            domain: row.domain.clone(),
            relationship: row.relationship,
            delegated_admin: row.delegated_admin,
        }
    }
}

impl Importer for Customers {
    type Row = Row;
    type Write = Write;
    type Stamp = i64;
    const NAME: &'static str = "customers";
    const RESOURCE: &'static str = "customer";
    const COLUMNS: &'static [Column] =
        &[Column::MicrosoftId, Column::CompanyName, Column::PrimaryDomainName, Column::Relationship];
    const IDENTITY: Column = Column::MicrosoftId;
    const CHOICES: &'static [Column] =
        &[Column::CompanyName, Column::PrimaryDomainName, Column::Relationship];

    fn expected(&self) -> Expected {
        let columns = if self.answers.is_some() { SERVER_COLUMNS } else { Self::COLUMNS };
        Expected { columns, known: None }
    }

    fn parse(&self, header: &Header, record: &Record) -> Result<Row, RowError> {
        let cells = Cells { header, record };
        let delegated_admin = match &self.answers {
            Some(answers) => cells.choice(Column::DelegatedAdmin, answers)? == YesNo::Yes,
            None => self.delegated_admin,
        };
        let id = cells.microsoft_id()?;
        let name = cells.name(Column::CompanyName)?;
        Ok(Row {
            id,
            key: sort_key(&name),
            name,
            domain: cells.domain()?,
            relationship: cells.choice(Column::Relationship, &self.relationships)?,
            delegated_admin,
        })
    }

    fn identity(&self, row: &Row) -> Vec<u8> {
        row.id.0.as_bytes().to_vec()
    }

    fn key(&self, row: &Row) -> Vec<u8> {
        [row.key.as_slice(), &[0], row.id.0.as_bytes()].concat()
    }

    fn stamp(&self, c: &mut DbConnection) -> Result<i64> {
        customers_queries::list_seq(c, self.partner)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[Row]) -> Result<Vec<EvaluatedRow<Write>>> {
        let wanted: Vec<(MicrosoftId, &[u8])> = rows.iter().map(|row| (row.id, row.key.as_slice())).collect();
        let held = customers_queries::load_held(c, self.partner, &wanted)?;
        let named: HashSet<MicrosoftId> = rows.iter().map(|row| row.id).collect();
        let twice = |row: &Row, held: &Held| {
            (held.id != row.id && named.contains(&held.id)).then(|| {
                RowError::new(
                    Column::MicrosoftId,
                    &row.id.to_string(),
                    ErrorReason::FormerId(held.id.to_string()),
                )
            })
        };
        let judged = rows.iter().map(|row| {
            let held = held.get(&row.id);
            match held.and_then(|held| twice(row, held)) {
                Some(fault) => RowDecision::Bad(fault).into(),
                None => self.verdict(row, held),
            }
        });
        Ok(judged.collect())
    }

    fn differences(&self, write: &Write, locale: Locale) -> Vec<Difference> {
        let Write::Update(update) = write else { return Vec::new() };
        let ((before, after), texts) = (update.as_ref(), locale.texts());
        let cells = [
            Difference::of(Column::CompanyName, &before.list_name, &after.list_name),
            Difference::of(Column::PrimaryDomainName, &before.domain, &after.domain),
            Difference::of(
                Column::Relationship,
                before.relationship.label(texts),
                after.relationship.label(texts),
            ),
        ];
        cells.into_iter().flatten().collect()
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let mut new = Vec::new();
        let mut keys: Vec<&[u8]> = Vec::new();
        let mut activities = Vec::new();
        for (write, changed) in judged.iter().filter_map(|judged| {
            judged.write().map(|write| (write, matches!(judged.verdict, RowDecision::Change(_))))
        }) {
            match write {
                Write::New(customer) => {
                    keys.push(&customer.sort_key);
                    new.push(customer);
                }
                Write::Update(update) => {
                    let (before, after) = update.as_ref();
                    customers_queries::update(tx, self.partner, before, after)?;
                    keys.extend([before.sort_key.as_slice(), &after.sort_key]);
                    activities.extend(changed.then(|| activity(before, after)));
                }
            }
        }
        customers_queries::insert(tx, self.partner, &new)?;
        // The keys of a batch are close together.
        list_changed(tx.c, self.partner, &key_ranges(keys))?;
        Ok(activities)
    }
}

fn activity(before: &Held, after: &Update) -> Activity {
    let state = |name: &str, domain: &str, relationship: Relationship| json!({ "list_name": name, "domain": domain, "relationship": relationship.as_str() });
    Activity::customer_updated(
        before.id,
        &after.list_name,
        state(&before.list_name, &before.domain, before.relationship),
        state(&after.list_name, &after.domain, after.relationship),
    )
}
