//! The words of CSV files in three languages: a file is written in one and read in any.
//! The texts stand in `locales/*/words.ftl`; what a relationship or a state is called, in their features' `words`.

use crate::db::words::Word;
use crate::i18n::{Locale, Texts};

/// A column of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The customer's id.
    MicrosoftId,
    /// What the list calls the customer; a reseller's name.
    CompanyName,
    /// Primary domain name.
    PrimaryDomainName,
    /// Kind of relationship.
    Relationship,
    /// The subscription's id.
    SubscriptionId,
    /// The product's name.
    Subscription,
    /// Licences.
    Quantity,
    /// State of a subscription.
    Status,
    /// MPN ID of the indirect reseller of record.
    Reseller,
    /// A reseller's own MPN ID.
    MpnId,
    /// ISO 3166, two capital letters.
    Country,
    /// An offer's id.
    OfferId,
    /// What an offer is called.
    OfferName,
    /// Who makes it.
    Publisher,
    /// Where it stands in the catalogue.
    Category,
    /// What is counted for the bill.
    BillingType,
    /// How often it is billed.
    BillingCycle,
    /// The fewest that may be bought.
    MinimumQuantity,
    /// The most that a subscription may have.
    MaximumQuantity,
    /// An add-on's parent offer.
    ParentOfferId,
    /// Whether it may be cancelled.
    Cancellable,
    /// Why a row was rejected; imports pass over it.
    Reason,
}

impl Column {
    const ALL: [Column; 22] = [
        Column::MicrosoftId,
        Column::CompanyName,
        Column::PrimaryDomainName,
        Column::Relationship,
        Column::SubscriptionId,
        Column::Subscription,
        Column::Quantity,
        Column::Status,
        Column::Reseller,
        Column::MpnId,
        Column::Country,
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
        Column::Reason,
    ];

    /// The column's header in one language.
    pub fn header(self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            Column::MicrosoftId => texts.microsoft_id(),
            Column::CompanyName => texts.company_name(),
            Column::PrimaryDomainName => texts.primary_domain_name(),
            Column::Relationship => texts.relationship(),
            Column::SubscriptionId => texts.subscription_id(),
            Column::Subscription => texts.subscription(),
            Column::Quantity => texts.quantity(),
            Column::Status => texts.status(),
            Column::Reseller => texts.reseller(),
            Column::MpnId => texts.mpn_id(),
            Column::Country => texts.country(),
            Column::OfferId => texts.offer_id(),
            Column::OfferName => texts.offer_name(),
            Column::Publisher => texts.offer_publisher(),
            Column::Category => texts.offer_category(),
            Column::BillingType => texts.offer_billing_type(),
            Column::BillingCycle => texts.offer_billing_cycle(),
            Column::MinimumQuantity => texts.offer_minimum(),
            Column::MaximumQuantity => texts.offer_maximum(),
            Column::ParentOfferId => texts.offer_parent_id(),
            Column::Cancellable => texts.offer_cancellable(),
            Column::Reason => texts.reason(),
        }
    }

    /// The column that this header names, in whatever language and case.
    pub fn named(header: &str) -> Option<Self> {
        let names = |column: &Column| Locale::ALL.iter().any(|locale| same(&column.header(*locale), header));
        Column::ALL.into_iter().find(names)
    }
}

/// What files call the values of an enum, in each language; looked up once, used for every row.
#[derive(Debug, Clone)]
pub struct Labels<W>(Vec<(W, &'static str, [String; 3])>);

impl<W: Word> Labels<W> {
    /// The words that `label` gives.
    pub fn new(label: impl Fn(W, &Texts) -> String) -> Self {
        let words = |value: W| Locale::ALL.map(|locale| label(value, locale.texts()));
        Labels(W::ALL.iter().map(|(value, fixed)| (*value, *fixed, words(*value))).collect())
    }

    /// What a file in this language calls the value of a fixed word, such as `reseller`.
    pub fn label(&self, fixed: &str, locale: Locale) -> Option<&str> {
        let found = self.0.iter().find(|(_, word, _)| *word == fixed);
        found.and_then(|(_, _, labels)| labels.get(locale as usize)).map(String::as_str)
    }

    /// The value that this cell names in any language.
    ///
    /// # Errors
    /// What would be right.
    pub fn value(&self, cell: &str) -> Result<W, String> {
        let found = self.0.iter().find(|(_, _, labels)| labels.iter().any(|label| same(label, cell)));
        found.map(|(value, _, _)| *value).ok_or_else(|| {
            let english: Vec<&str> = self.0.iter().map(|(_, _, labels)| labels[0].as_str()).collect();
            format!("is none of {}, in English, Korean or Chinese", english.join(", "))
        })
    }
}

fn same(word: &str, cell: &str) -> bool {
    word == cell || word.eq_ignore_ascii_case(cell.trim())
}
