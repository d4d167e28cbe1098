//! The headers and labels of CSV files in three languages. A file is written in one language and read in any.
//! The headers are texts of `locales/*/words.ftl`; labels of relationships and statuses are in [`crate::i18n`].

use crate::csv::former_words;
use crate::domain::TextEnum;
use crate::i18n::{Locale, Texts};
use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// All headers in all languages, also the former ones, by their [`plain`] form. A current header wins.
static HEADERS: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    let headers = |column: Column| Locale::ALL.map(|locale| (plain(&column.header(locale)), column));
    let former = former_words::HEADERS.iter().map(|(header, column)| (plain(header), *column));
    former.chain(Column::ALL.into_iter().rev().flat_map(headers)).collect()
});

/// A column of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    /// The customer's Microsoft ID.
    MicrosoftId,
    /// The customer's name in the list, or a reseller's name.
    CompanyName,
    /// The primary domain name.
    PrimaryDomainName,
    /// The kind of relationship.
    Relationship,
    /// The subscription's id.
    SubscriptionId,
    /// The product's name.
    Subscription,
    /// The number of licenses.
    Quantity,
    /// The status of a subscription.
    Status,
    /// The MPN ID of the indirect reseller of record.
    Reseller,
    /// A reseller's own MPN ID.
    MpnId,
    /// The ISO 3166 country code, two capital letters.
    Country,
    /// An offer's id.
    OfferId,
    /// An offer's name.
    OfferName,
    /// An offer's publisher.
    Publisher,
    /// An offer's category in the catalog.
    Category,
    /// What is billed: licenses or usage.
    BillingType,
    /// The billing cycle.
    BillingCycle,
    /// Whether a new term begins when the current one ends.
    AutoRenewal,
    /// The date on which the term ends.
    TermEnds,
    /// The minimum quantity of an order.
    MinimumQuantity,
    /// The maximum quantity of a subscription.
    MaximumQuantity,
    /// An add-on's parent offer.
    ParentOfferId,
    /// Whether a subscription to the offer can be cancelled.
    Cancellable,
    /// The tags of a customer, with semicolons between them.
    Tags,
    /// Another name of a customer.
    Alias,
    /// The reason why a row was rejected; imports ignore it.
    Reason,
    /// The time of a log entry, in UTC.
    DateTime,
    /// The customer of a log entry.
    AffectedCustomer,
    /// The action of a log entry.
    Action,
    /// The name of the user who did it.
    PartnerUser,
    /// The details of a log entry, as JSON.
    Details,
    /// The number of an entry in its log.
    EntryId,
    /// The chain value, which covers all earlier entries.
    ChainValue,
    /// The id of the user who did it.
    PartnerUserId,
    /// The email address of that user.
    PartnerUserEmail,
    /// The contact's first name in a bill-to.
    FirstName,
    /// The contact's last name in a bill-to.
    LastName,
    /// The contact's email address in a bill-to.
    Email,
    /// The contact's phone number in a bill-to.
    Phone,
    /// The street address of a bill-to.
    AddressLine1,
    /// The second line of the address of a bill-to.
    AddressLine2,
    /// The city of a bill-to.
    City,
    /// The state or province of a bill-to.
    State,
    /// The postal code of a bill-to.
    PostalCode,
    /// The registration number of a bill-to.
    RegistrationNumber,
    /// Whether a customer granted delegated administration.
    DelegatedAdmin,
}

impl Column {
    /// All columns.
    pub const ALL: [Column; 46] = [
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
        Column::AutoRenewal,
        Column::TermEnds,
        Column::MinimumQuantity,
        Column::MaximumQuantity,
        Column::ParentOfferId,
        Column::Cancellable,
        Column::Tags,
        Column::Alias,
        Column::Reason,
        Column::DateTime,
        Column::AffectedCustomer,
        Column::Action,
        Column::PartnerUser,
        Column::Details,
        Column::EntryId,
        Column::ChainValue,
        Column::PartnerUserId,
        Column::PartnerUserEmail,
        Column::FirstName,
        Column::LastName,
        Column::Email,
        Column::Phone,
        Column::AddressLine1,
        Column::AddressLine2,
        Column::City,
        Column::State,
        Column::PostalCode,
        Column::RegistrationNumber,
        Column::DelegatedAdmin,
    ];

    /// Returns the header in one language.
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
            Column::AutoRenewal => texts.auto_renewal(),
            Column::TermEnds => texts.term_ends(),
            Column::MinimumQuantity => texts.offer_minimum(),
            Column::MaximumQuantity => texts.offer_maximum(),
            Column::ParentOfferId => texts.offer_parent_id(),
            Column::Cancellable => texts.offer_cancellable(),
            Column::Tags => texts.tags(),
            Column::Alias => texts.alias(),
            Column::Reason => texts.reason(),
            Column::DateTime => texts.date_time(),
            Column::AffectedCustomer => texts.affected_customer(),
            Column::Action => texts.action_column(),
            Column::PartnerUser => texts.partner_user(),
            Column::Details => texts.details_column(),
            Column::EntryId => texts.entry_id(),
            Column::ChainValue => texts.chain_value(),
            Column::PartnerUserId => texts.partner_user_id(),
            Column::PartnerUserEmail => texts.partner_user_email(),
            Column::FirstName => texts.contact_first_name(),
            Column::LastName => texts.address_last_name(),
            Column::Email => texts.address_email(),
            Column::Phone => texts.address_phone(),
            Column::AddressLine1 => texts.address_line1(),
            Column::AddressLine2 => texts.address_line2(),
            Column::City => texts.address_city(),
            Column::State => texts.address_state(),
            Column::PostalCode => texts.address_postal_code(),
            Column::RegistrationNumber => texts.address_registration_number(),
            Column::DelegatedAdmin => texts.delegated_admin(),
        }
    }

    /// Returns the column that this header names, in any language, case and spelling. Knows former headers.
    pub fn named(header: &str) -> Option<Self> {
        HEADERS.get(&plain(header)).copied()
    }
}

/// The labels of an enum in each language, built once and used for all rows.
#[derive(Debug, Clone)]
pub struct LabelTable<W> {
    words: Vec<(W, &'static str, [String; 3])>,
    plain: HashMap<String, W>,
}

impl<W: TextEnum> LabelTable<W> {
    /// Builds the table from the results of `label`.
    pub fn new(label: impl Fn(W, &Texts) -> String) -> Self {
        let words = |value: W| Locale::ALL.map(|locale| label(value, locale.texts()));
        let words: Vec<_> = W::ALL.iter().map(|(value, fixed)| (*value, *fixed, words(*value))).collect();
        let spellings =
            |(value, _, labels): &(W, _, [String; 3])| labels.each_ref().map(|label| (plain(label), *value));
        let former = former_words::LABELS.iter().filter(|(kind, ..)| *kind == W::KIND);
        let former = former.filter_map(|(_, fixed, label)| Some((plain(label), W::from_text(fixed).ok()?)));
        let plain = former.chain(words.iter().rev().flat_map(spellings)).collect();
        LabelTable { words, plain }
    }

    /// Returns the label, in this language, of a value's stored text such as `reseller`.
    pub fn label(&self, fixed: &str, locale: Locale) -> Option<&str> {
        let found = self.words.iter().find(|(_, word, _)| *word == fixed);
        found.and_then(|(_, _, labels)| labels.get(locale as usize)).map(String::as_str)
    }

    /// Returns the value that this cell names in any language. Knows former labels.
    ///
    /// # Errors
    /// The accepted labels, in each language.
    pub fn value(&self, cell: &str) -> Result<W, [String; 3]> {
        let exact = self.words.iter().find(|(_, _, labels)| labels.iter().any(|label| label == cell));
        let found = exact.map(|(value, _, _)| *value).or_else(|| self.plain.get(&plain(cell)).copied());
        found.ok_or_else(|| {
            let words =
                |at: usize| self.words.iter().filter_map(move |(_, _, labels)| labels.get(at).cloned());
            Locale::ALL
                .map(|locale| words(locale as usize).collect::<Vec<_>>().join(&locale.texts().list_comma()))
        })
    }
}

/// Normalizes a label: composed letters, one width and case, single spaces, no invisible characters.
fn plain(word: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(word);
    let seen = composed.chars().filter(|c| !is_unseen(*c));
    let lower: String = seen.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character is invisible: joiners, direction marks, byte order marks, soft hyphens.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_a_header_in_any_case_width_and_spacing() {
        for header in
            ["Microsoft ID", " microsoft\u{A0}id\u{A0}", "Ｍｉｃｒｏｓｏｆｔ　ＩＤ", "\u{200B}MICROSOFT  ID"]
        {
            assert_eq!(Column::named(header), Some(Column::MicrosoftId), "{header:?}");
        }
        let apart = "\u{1112}\u{116C}\u{1109}\u{1161} \u{110B}\u{1175}\u{1105}\u{1173}\u{11B7}";
        assert_eq!(Column::named(apart), Some(Column::CompanyName));
        assert_eq!(Column::named("Name of the company"), None);
        assert_eq!(Column::named(""), None);
    }
}
