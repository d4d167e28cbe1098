//! The import of offers: upsert by Offer ID, parents before their add-ons. Offers that are not in the file do not
//! change. The SQL is in [`super::offers_queries`].

use crate::audit::{Action, Activity, Tx};
use crate::csv::columns::LabelTable;
use crate::csv::{Column, Record};
use crate::db::DbConnection;
use crate::domain::text_enum::text_enum;
use crate::domain::{BillingCycle, BillingType, Offer, OfferId, Partner, PartnerKind, TextEnum};
use crate::error::{Error, Result};
use crate::features::import::engine::cells::Cells;
use crate::features::import::engine::difference::Difference;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::{EvaluatedRow, Importer, NoStamp, RowDecision, RowError};
use crate::features::import::kinds::offers_queries;
use crate::i18n::{Locale, Texts};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// The import of one partner's offers.
pub struct Offers<'a> {
    partner: &'a Partner,
    types: LabelTable<BillingType>,
    cycles: LabelTable<BillingCycle>,
    answers: LabelTable<YesNo>,
    /// Offers of the file that may be parents; in a dry run they are not in the table.
    parents: RefCell<HashSet<OfferId>>,
}

/// The data to write for a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The stored offer; `None` if it is new.
    pub before: Option<Offer>,
    /// The offer to store.
    pub after: Offer,
}

/// The value of the column Cancellable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YesNo {
    /// The offer can be canceled.
    Yes,
    /// The offer cannot be canceled.
    No,
}

text_enum!(YesNo, "answer", { Yes = "yes", No = "no" });

impl YesNo {
    /// Returns the value's label in files of this language.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            YesNo::Yes => texts.offer_yes(),
            YesNo::No => texts.offer_no(),
        }
    }
}

impl<'a> Offers<'a> {
    /// Creates the import for a partner.
    ///
    /// # Errors
    /// The partner is an indirect reseller, which sells the offers of its providers.
    pub fn new(partner: &'a Partner) -> Result<Self> {
        if partner.kind == PartnerKind::IndirectReseller {
            let said = format!(
                "the partner {} is an indirect reseller; it sells what its indirect provider offers: import the \
                 offers for the provider",
                partner.mpn_id
            );
            return Err(Error::operator(said));
        }
        Ok(Offers {
            partner,
            types: LabelTable::new(BillingType::label),
            cycles: LabelTable::new(BillingCycle::label),
            answers: LabelTable::new(YesNo::label),
            parents: RefCell::default(),
        })
    }

    fn verdict(&self, row: &Offer, known: &HashMap<OfferId, Offer>) -> RowDecision<Write> {
        let is_parent = |id: &OfferId| {
            self.parents.borrow().contains(id) || known.get(id).is_some_and(|offer| offer.parent.is_none())
        };
        if let Some(parent) = row.parent.as_ref().filter(|parent| !is_parent(parent)) {
            let message = "is no offer of this partner, or an add-on itself; name an offer of this file, or one that \
                           was imported before";
            return RowDecision::Bad(RowError::new(Column::ParentOfferId, parent.as_str(), message));
        }
        match known.get(&row.id) {
            None => RowDecision::Add(Write { before: None, after: row.clone() }),
            Some(held) if held == row => RowDecision::Leave,
            Some(held) => RowDecision::Change(Write { before: Some(held.clone()), after: row.clone() }),
        }
    }
}

impl Importer for Offers<'_> {
    type Row = Offer;
    type Write = Write;
    type Stamp = NoStamp;
    const NAME: &'static str = "offers";
    const RESOURCE: &'static str = "offer";
    const COLUMNS: &'static [Column] = &[
        Column::OfferId,
        Column::OfferName,
        Column::Publisher,
        Column::Category,
        Column::BillingType,
        Column::BillingCycle,
        Column::MinimumQuantity,
        Column::MaximumQuantity,
        Column::ParentOfferId,
        Column::Cancellable,
    ];
    const IDENTITY: Column = Column::OfferId;

    fn parse(&self, header: &Header, record: &Record) -> Result<Offer, RowError> {
        let cells = Cells { header, record };
        let offer_id = |column| {
            let message = "is no Offer ID: 1 to 64 letters and digits, or any of - _ . :";
            OfferId::parse(cells.trimmed(column)).ok_or_else(|| cells.error(column, message))
        };
        let has_parent = !cells.trimmed(Column::ParentOfferId).is_empty();
        let offer = Offer {
            id: offer_id(Column::OfferId)?,
            name: cells.name(Column::OfferName)?,
            publisher: cells.name(Column::Publisher)?,
            category: cells.name(Column::Category)?,
            billing_type: choice(&cells, Column::BillingType, &self.types)?,
            billing_cycle: choice(&cells, Column::BillingCycle, &self.cycles)?,
            minimum: cells.quantity(Column::MinimumQuantity)?,
            maximum: cells.quantity(Column::MaximumQuantity)?,
            parent: has_parent.then(|| offer_id(Column::ParentOfferId)).transpose()?,
            cancellable: choice(&cells, Column::Cancellable, &self.answers)? == YesNo::Yes,
        };
        if offer.minimum > offer.maximum {
            return Err(cells.error(Column::MaximumQuantity, "is less than the minimum quantity"));
        }
        Ok(offer)
    }

    fn identity(&self, row: &Offer) -> Vec<u8> {
        row.id.as_str().as_bytes().to_vec()
    }

    fn key(&self, row: &Offer) -> Vec<u8> {
        [&[u8::from(row.parent.is_some())], row.id.as_str().as_bytes()].concat()
    }

    fn stamp(&self, _: &mut DbConnection) -> Result<NoStamp> {
        Ok(NoStamp)
    }

    fn evaluate(&self, c: &mut DbConnection, rows: &[Offer]) -> Result<Vec<EvaluatedRow<Write>>> {
        let named = rows.iter().flat_map(|row| row.parent.iter().chain([&row.id]));
        let known =
            offers_queries::load_known(c, self.partner.id, &named.map(OfferId::as_str).collect::<Vec<_>>())?;
        let parents = rows.iter().filter(|row| row.parent.is_none()).map(|row| row.id.clone());
        self.parents.borrow_mut().extend(parents);
        Ok(rows.iter().map(|row| self.verdict(row, &known).into()).collect())
    }

    fn differences(&self, write: &Write, locale: Locale) -> Vec<Difference> {
        let Some(before) = &write.before else { return Vec::new() };
        let cells = |offer: &Offer| cells(offer, locale);
        let both = Self::COLUMNS.iter().zip(cells(before)).zip(cells(&write.after));
        both.filter_map(|((column, before), after)| Difference::of(*column, before, after)).collect()
    }

    fn write(&self, tx: &mut Tx<'_>, judged: &[EvaluatedRow<Write>]) -> Result<Vec<Activity>> {
        let mut activities = Vec::new();
        for write in judged.iter().filter_map(EvaluatedRow::write) {
            match &write.before {
                None => offers_queries::insert(tx, self.partner.id, &write.after)?,
                Some(before) => {
                    offers_queries::update(tx, self.partner.id, &write.after)?;
                    let details = json!({ "before": as_json(before), "after": as_json(&write.after) });
                    activities.push(Activity::new(Action::UpdateOffer, "offer", details));
                }
            }
        }
        Ok(activities)
    }
}

/// Parses an enum value by its label in any language, or by its stored form, such as `one-time`.
fn choice<W: TextEnum>(cells: &Cells<'_>, column: Column, labels: &LabelTable<W>) -> Result<W, RowError> {
    let fixed = W::from_text(&cells.trimmed(column).to_lowercase());
    fixed.or_else(|_| cells.choice(column, labels))
}

/// Returns the cells of an offer, in the order of the columns.
fn cells(offer: &Offer, locale: Locale) -> [String; 10] {
    let texts = locale.texts();
    let cancellable = if offer.cancellable { YesNo::Yes } else { YesNo::No };
    [
        offer.id.as_str().to_owned(),
        offer.name.clone(),
        offer.publisher.clone(),
        offer.category.clone(),
        offer.billing_type.label(texts),
        offer.billing_cycle.label(texts),
        offer.minimum.to_string(),
        offer.maximum.to_string(),
        offer.parent.as_ref().map(|parent| parent.as_str().to_owned()).unwrap_or_default(),
        cancellable.label(texts),
    ]
}

fn as_json(offer: &Offer) -> Value {
    json!({
        "offer_id": offer.id.as_str(), "name": offer.name, "publisher": offer.publisher,
        "category": offer.category, "billing_type": offer.billing_type.as_str(),
        "billing_cycle": offer.billing_cycle.as_str(), "minimum_quantity": offer.minimum,
        "maximum_quantity": offer.maximum, "parent_offer_id": offer.parent.as_ref().map(OfferId::as_str),
        "cancellable": offer.cancellable,
    })
}
