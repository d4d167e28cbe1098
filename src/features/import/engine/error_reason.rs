//! The reasons why a row cannot be imported, and their messages: on the page in the user's language, on the command
//! line in English and with the command that helps.

use crate::features::customers::other_names::{MAX_ALIAS, MAX_ALIASES};
use crate::features::tags::model::{MAX_NAME, MAX_PER_CUSTOMER, MAX_TAGS};
use crate::i18n::{Locale, Texts};
use crate::text::visible::visible;

/// What is wrong with a cell or a row. The message is displayed after the cell's value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // see `sentence` for the messages
pub enum ErrorReason {
    NoId,
    NameEmpty,
    NameLong(usize),
    NameInvisible,
    DomainEmpty,
    DomainSpace,
    DomainLong,
    DomainWrong,
    NoMpnId,
    NoQuantity,
    /// The allowed values, in each language.
    NoWord([String; 3]),
    Torn,
    SpaceBeforeQuote,
    /// A cell outside the columns of the header.
    Stray {
        column: usize,
        found: String,
    },
    /// The row is about another customer than the one that the import is for.
    NotThisCustomer(String),
    Repeated {
        first: u64,
    },
    RelationshipEnded,
    /// The file contains the customer both by this former id and by its current one.
    FormerId(String),
    UnknownCustomer {
        partner: String,
    },
    CustomerEnded,
    OtherCustomers(String),
    NoResellersHere,
    UnknownReseller {
        provider: String,
        reseller: String,
    },
    /// An order of another reseller for the customer was not decided.
    OrderWaits,
    /// The length of an alias.
    AliasLong(usize),
    /// The customer has as many aliases as it can have.
    NoMoreAliases,
    /// A tag with this name and length.
    TagLong(String, usize),
    /// A tag with this name.
    TagInvisible(String),
    /// The number of tags in the row.
    TooManyTags(usize),
    /// The partner has as many tags as it can have.
    NoMoreTags,
    /// A message that exists only on the command line.
    Plain(String),
}

impl From<&str> for ErrorReason {
    fn from(sentence: &str) -> Self {
        ErrorReason::Plain(sentence.to_owned())
    }
}

impl From<String> for ErrorReason {
    fn from(sentence: String) -> Self {
        ErrorReason::Plain(sentence)
    }
}

impl ErrorReason {
    /// Returns the message in this language; without one, the message for the command line.
    pub fn text(&self, locale: Option<Locale>) -> String {
        match locale {
            Some(locale) => self.sentence(locale, locale.texts()),
            None => self.for_operator().unwrap_or_else(|| self.sentence(Locale::En, Locale::En.texts())),
        }
    }

    /// Returns the message with the command that helps, if there is one.
    fn for_operator(&self) -> Option<String> {
        match self {
            ErrorReason::UnknownCustomer { partner } => Some(format!(
                "is not a customer of this partner; add it first: partner-portal import customers FILE --partner {partner}"
            )),
            ErrorReason::UnknownReseller { provider, reseller } => Some(format!(
                "is not an indirect reseller of this provider; add it with partner-portal import resellers FILE --partner \
                 {provider}, or with partner-portal partner add --type indirect-reseller --mpn-id {reseller} … and then \
                 partner-portal partner link --provider {provider} --reseller {reseller}"
            )),
            _ => None,
        }
    }

    fn sentence(&self, locale: Locale, texts: &Texts) -> String {
        match self {
            ErrorReason::NoId => texts.row_no_id(),
            ErrorReason::NameEmpty => texts.row_name_empty(),
            ErrorReason::NameLong(length) => texts.row_name_long(length.to_string()),
            ErrorReason::NameInvisible => texts.row_name_invisible(),
            ErrorReason::DomainEmpty => texts.row_domain_empty(),
            ErrorReason::DomainSpace => texts.row_domain_space(),
            ErrorReason::DomainLong => texts.row_domain_long(),
            ErrorReason::DomainWrong => texts.row_domain_wrong(),
            ErrorReason::NoMpnId => texts.row_no_mpn_id(),
            ErrorReason::NoQuantity => texts.row_no_quantity(),
            ErrorReason::NoWord(words) => {
                texts.row_no_word(words.get(locale as usize).map_or("", String::as_str))
            }
            ErrorReason::Torn => texts.row_torn(),
            ErrorReason::SpaceBeforeQuote => texts.row_space_before_quote(),
            ErrorReason::Stray { column, found } => {
                let found: String = found.chars().take(120).collect();
                texts.row_stray(visible(&found), column.to_string())
            }
            ErrorReason::NotThisCustomer(id) => texts.row_not_this_customer(id),
            ErrorReason::Repeated { first } => texts.row_repeated(first.to_string()),
            ErrorReason::RelationshipEnded => texts.row_relationship_ended(),
            ErrorReason::FormerId(now) => texts.row_former_id(now),
            ErrorReason::UnknownCustomer { .. } => texts.row_unknown_customer(),
            ErrorReason::CustomerEnded => texts.row_customer_ended(),
            ErrorReason::OtherCustomers(id) => texts.row_other_customers(id),
            ErrorReason::NoResellersHere => texts.row_no_resellers_here(),
            ErrorReason::UnknownReseller { .. } => texts.row_unknown_reseller(),
            ErrorReason::OrderWaits => texts.row_order_waits(),
            ErrorReason::AliasLong(length) => {
                texts.row_alias_long(locale.number(*length as u64), locale.number(MAX_ALIAS as u64))
            }
            ErrorReason::NoMoreAliases => texts.row_no_more_aliases(locale.number(MAX_ALIASES as u64)),
            ErrorReason::TagLong(name, length) => {
                texts.row_tag_long(name, locale.number(*length as u64), locale.number(MAX_NAME as u64))
            }
            ErrorReason::TagInvisible(name) => texts.row_tag_invisible(visible(name)),
            ErrorReason::TooManyTags(count) => {
                texts.row_too_many_tags(locale.number(*count as u64), locale.number(MAX_PER_CUSTOMER as u64))
            }
            ErrorReason::NoMoreTags => texts.row_no_more_tags(locale.number(MAX_TAGS as u64)),
            ErrorReason::Plain(sentence) => sentence.clone(),
        }
    }
}
