//! Parses single cells of a row. `domain` validates the values; this module maps its errors to the messages of a row.

use crate::csv::columns::LabelTable;
use crate::csv::{Column, Record};
use crate::domain::{
    CountryCode, DomainFault, DomainName, MicrosoftId, MpnId, Name, NameFault, Quantity, TextEnum, parse_uuid,
};
use crate::features::import::engine::error_reason::ErrorReason;
use crate::features::import::engine::header::Header;
use crate::features::import::engine::importer::RowError;
use uuid::Uuid;

/// A row with access to its cells by column.
pub(crate) struct Cells<'a> {
    pub header: &'a Header,
    pub record: &'a Record,
}

impl<'a> Cells<'a> {
    /// Returns the customer's Microsoft ID.
    pub fn microsoft_id(&self) -> Result<MicrosoftId, RowError> {
        let column = Column::MicrosoftId;
        MicrosoftId::from_input(self.text(column)).map_err(|_| self.error(column, ErrorReason::NoId))
    }

    /// Returns a UUID of the vendor.
    pub fn uuid(&self, column: Column) -> Result<Uuid, RowError> {
        parse_uuid(self.text(column)).ok_or_else(|| self.error(column, ErrorReason::NoId))
    }

    /// Returns a name of at most 1,024 characters.
    pub fn name(&self, column: Column) -> Result<String, RowError> {
        let name = Name::from_file(self.text(column), 1_024).map(String::from);
        name.map_err(|fault| {
            let complaint = match fault {
                NameFault::Empty => ErrorReason::NameEmpty,
                NameFault::Long(length) => ErrorReason::NameLong(length),
                NameFault::Invisible => ErrorReason::NameInvisible,
            };
            self.error(column, complaint)
        })
    }

    /// Returns a domain name in its normalized form.
    pub fn domain(&self) -> Result<String, RowError> {
        let column = Column::PrimaryDomainName;
        let domain = self.text(column).parse::<DomainName>().map(String::from);
        domain.map_err(|fault| {
            let complaint = match fault {
                DomainFault::Empty => ErrorReason::DomainEmpty,
                DomainFault::Space => ErrorReason::DomainSpace,
                DomainFault::Long => ErrorReason::DomainLong,
                DomainFault::Wrong => ErrorReason::DomainWrong,
            };
            self.error(column, complaint)
        })
    }

    /// Returns an ISO 3166 country code.
    pub fn country(&self) -> Result<String, RowError> {
        let country = self.text(Column::Country).parse::<CountryCode>();
        country.map(|code| code.to_string()).map_err(|_| {
            let message = "is not an ISO 3166 country code: two capital letters such as KR or TW";
            self.error(Column::Country, message)
        })
    }

    /// Returns an enum value by its label in any of the three languages.
    pub fn choice<W: TextEnum>(&self, column: Column, labels: &LabelTable<W>) -> Result<W, RowError> {
        labels.value(self.text(column)).map_err(|words| self.error(column, ErrorReason::NoWord(words)))
    }

    /// Returns an MPN ID: at most ten digits.
    pub fn mpn_id(&self, column: Column) -> Result<String, RowError> {
        let id = self.text(column).parse::<MpnId>();
        id.map(String::from).map_err(|_| self.error(column, ErrorReason::NoMpnId))
    }

    /// Returns an integer from 1 to [`Quantity::MAX`].
    pub fn quantity(&self, column: Column) -> Result<i32, RowError> {
        let number = self.text(column).parse().map(Quantity::get);
        number.map_err(|_| self.error(column, ErrorReason::NoQuantity))
    }

    pub fn text(&self, column: Column) -> &'a str {
        self.header.text(self.record, column)
    }

    pub fn trimmed(&self, column: Column) -> &'a str {
        self.text(column).trim()
    }

    pub fn error(&self, column: Column, complaint: impl Into<ErrorReason>) -> RowError {
        RowError::new(column, self.text(column), complaint)
    }
}
