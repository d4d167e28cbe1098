//! How single cells are read: what is taken, and what is said of one that is not.
//! Texts are kept to the letter; ids, numbers and words may have white space around them.

use super::complaint::Complaint;
use super::header::Header;
use super::kind::Fault;
use crate::csv_file::words::Labels;
use crate::csv_file::{Column, Record};
use crate::customers::model::MicrosoftId;
use crate::db::words::Word;
use uuid::Uuid;

/// A row whose cells are read by column.
pub(super) struct Cells<'a> {
    pub header: &'a Header,
    pub record: &'a Record,
}

impl<'a> Cells<'a> {
    pub fn microsoft_id(&self) -> Result<MicrosoftId, Fault> {
        self.uuid(Column::MicrosoftId).map(MicrosoftId)
    }

    pub fn uuid(&self, column: Column) -> Result<Uuid, Fault> {
        let id = self.trimmed(column).parse::<MicrosoftId>();
        id.map(|id| id.0).map_err(|_| self.fault(column, Complaint::NoId))
    }

    /// A name: something else than white space, at most 1,024 characters.
    pub fn name(&self, column: Column) -> Result<String, Fault> {
        let name = self.text(column);
        if name.trim().is_empty() {
            return Err(self.fault(column, Complaint::NameEmpty));
        }
        let length = name.chars().count();
        if length > 1_024 {
            return Err(self.fault(column, Complaint::NameLong(length)));
        }
        Ok(name.to_owned())
    }

    /// A domain name: at most 255 characters without white space.
    pub fn domain(&self) -> Result<String, Fault> {
        let column = Column::PrimaryDomainName;
        let domain = self.text(column);
        if domain.is_empty() {
            return Err(self.fault(column, Complaint::DomainEmpty));
        }
        if domain.chars().any(char::is_whitespace) {
            return Err(self.fault(column, Complaint::DomainSpace));
        }
        if domain.chars().count() > 255 {
            return Err(self.fault(column, Complaint::DomainLong));
        }
        Ok(domain.to_owned())
    }

    /// A fixed word in any of the three languages.
    pub fn word<W: Word>(&self, column: Column, labels: &Labels<W>) -> Result<W, Fault> {
        labels.value(self.text(column)).map_err(|words| self.fault(column, Complaint::NoWord(words)))
    }

    /// Digits, at most ten.
    pub fn mpn_id(&self, column: Column) -> Result<String, Fault> {
        let id = self.trimmed(column);
        let right = (1..=10).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
        right.then(|| id.to_owned()).ok_or_else(|| self.fault(column, Complaint::NoMpnId))
    }

    /// A whole number from 1 to 100,000.
    pub fn quantity(&self, column: Column) -> Result<i32, Fault> {
        let text = self.trimmed(column);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number =
            digits.then(|| text.parse().ok()).flatten().filter(|number| (1..=100_000).contains(number));
        number.ok_or_else(|| self.fault(column, Complaint::NoQuantity))
    }

    pub fn text(&self, column: Column) -> &'a str {
        self.header.text(self.record, column)
    }

    pub fn trimmed(&self, column: Column) -> &'a str {
        self.text(column).trim()
    }

    pub fn fault(&self, column: Column, complaint: impl Into<Complaint>) -> Fault {
        Fault::of(column, self.text(column), complaint)
    }
}
