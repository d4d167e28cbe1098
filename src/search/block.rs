//! A block of customers in list order, packed as `name FF domain FE`, with `FD marks` for a Korean name and `FD alias`
//! for each alias and former name before the FE. UTF-8 never contains these bytes, so no match crosses two fields. [`super::scan`] searches
//! a block; [`super::index`] keeps the blocks in order.

use crate::db::connection::MultiBackend;
use crate::db::schema::customers;
use crate::domain::{MicrosoftId, Relationship};
use crate::search::attributes::{
    AttributeColumns, Attributes, HAS_FORMER_RESELLER, HAS_SUSPENDED, country_letters, day_number,
    domain_start, license_number, second_number,
};
use crate::search::ngrams::NgramFilter;
use crate::text::korean::marks;
use crate::text::{fold, searchable};
use chrono::{NaiveDate, NaiveDateTime};
use std::ops::{Range, RangeInclusive};
use std::sync::{Arc, OnceLock};

/// Size of the text at which a block ends, in bytes. It limits how much is read again after a change.
const BLOCK: usize = 16 * 1024;

const END_OF_NAME: u8 = 0xFF;

const END_OF_ROW: u8 = 0xFE;

/// The byte before the marks of the name, and before each alias and former name.
const OTHER_NAME: u8 = 0xFD;

/// A customer as read from the database.
#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
pub(super) struct Row {
    pub sort_key: Vec<u8>,
    #[diesel(column_name = microsoft_id)]
    pub id: MicrosoftId,
    #[diesel(column_name = list_name)]
    pub name: String,
    pub domain: String,
    /// Aliases and former names, one on each line, and empty lines.
    pub other_names: Option<String>,
    pub relationship: Relationship,
    pub country: String,
    #[diesel(column_name = customer_since)]
    pub since: NaiveDateTime,
    #[diesel(column_name = subscription_count)]
    pub subscriptions: i32,
    pub licenses: i64,
    pub renews_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub has_suspended: bool,
    pub has_former_reseller: bool,
    /// Numbers between spaces.
    #[diesel(column_name = reseller_ids)]
    pub resellers: String,
    /// Numbers between spaces.
    #[diesel(column_name = tag_ids)]
    pub tags: String,
}

impl Row {
    fn attributes(&self) -> Attributes {
        Attributes {
            relationship: self.relationship,
            flags: if self.has_suspended { HAS_SUSPENDED } else { 0 }
                | if self.has_former_reseller { HAS_FORMER_RESELLER } else { 0 },
            country: country_letters(&self.country),
            renews_on: self.renews_on.map_or(0, day_number),
            ends_on: self.ends_on.map_or(0, day_number),
            since: second_number(self.since),
            subscriptions: self.subscriptions.unsigned_abs(),
            licenses: license_number(self.licenses),
            reseller: numbers(&self.resellers).next().unwrap_or(0),
            domain_start: domain_start(self.domain.as_bytes()),
        }
    }
}

/// Returns the numbers between the spaces of a text.
fn numbers(text: &str) -> impl Iterator<Item = i32> {
    text.split(' ').filter_map(|number| number.parse().ok())
}

/// Numbers of rows, such as those of their tags: row and number, in order.
type NumbersOfRows = Vec<(u32, i32)>;

/// Consecutive customers of the list. Rows with equal sort keys are never in two blocks.
#[derive(Default)]
pub(super) struct Block {
    first_key: Vec<u8>,
    text: Vec<u8>,
    /// The end of each row in the text.
    ends: Vec<u32>,
    ids: Vec<MicrosoftId>,
    attributes: AttributeColumns,
    /// The indirect resellers of the rows after the first of each.
    more_resellers: NumbersOfRows,
    tags: NumbersOfRows,
    /// The countries of the rows, without repetitions.
    countries: Vec<[u8; 2]>,
    /// The domains that differ from their folded spelling, by row.
    odd_domains: Vec<(u32, Box<str>)>,
    /// When the customers became customers, in order of time; computed when it is first needed.
    sinces: OnceLock<Vec<u32>>,
    /// The n-grams of the text; `None` while rows are added.
    grams: Option<NgramFilter>,
}

impl Block {
    /// Returns the sort key of the first row.
    pub fn first_key(&self) -> &[u8] {
        &self.first_key
    }

    /// Returns the number of customers.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns the n-gram filter; without it, the text must be searched.
    pub fn grams(&self) -> Option<&NgramFilter> {
        self.grams.as_ref()
    }

    /// Returns the customer in this row.
    pub fn id(&self, row: usize) -> MicrosoftId {
        self.ids[row]
    }

    /// Returns the attributes of all customers.
    pub fn attributes(&self) -> &AttributeColumns {
        &self.attributes
    }

    /// Returns the indirect resellers of all customers after the first of each: row and number, in order.
    pub fn more_resellers(&self) -> &[(u32, i32)] {
        &self.more_resellers
    }

    /// Returns the tags of all customers: row and number, in order.
    pub fn tags(&self) -> &[(u32, i32)] {
        &self.tags
    }

    /// Returns the ids of all customers.
    pub fn ids(&self) -> &[MicrosoftId] {
        &self.ids
    }

    /// Returns the countries of the rows, without repetitions.
    pub fn countries(&self) -> &[[u8; 2]] {
        &self.countries
    }

    /// Returns the folded text of these rows.
    pub fn text(&self, rows: Range<usize>) -> &[u8] {
        &self.text[self.start(rows.start)..self.start(rows.end)]
    }

    /// Returns where a row begins in the text; for the row after the last one, the end of the text.
    pub fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    /// Returns the row that contains this byte of the text. The byte must not be before the row `from`.
    pub fn row_at(&self, byte: usize, from: usize) -> usize {
        let ends = &self.ends[from..];
        if ends.first().is_some_and(|&end| byte < end as usize) {
            return from;
        }
        from + ends.partition_point(|&end| end as usize <= byte)
    }

    /// Returns the folded name and the folded domain.
    pub fn folded_names(&self, row: usize) -> [&[u8]; 2] {
        let text = self.text(row..row + 1);
        let name = memchr::memchr(END_OF_NAME, text).unwrap_or(0);
        let rest = &text[name + 1..text.len() - 1];
        [&text[..name], &rest[..memchr::memchr(OTHER_NAME, rest).unwrap_or(rest.len())]]
    }

    /// Returns the domain in its original spelling.
    pub fn domain(&self, row: usize) -> &[u8] {
        if let Ok(found) = self.odd_domains.binary_search_by_key(&row, |(odd, _)| *odd as usize) {
            return self.odd_domains[found].1.as_bytes();
        }
        self.folded_names(row)[1]
    }

    /// Returns how many became customers between these seconds, both included.
    pub fn count_since(&self, times: &RangeInclusive<u32>) -> u64 {
        let sinces = self.sinces.get_or_init(|| {
            let mut sinces = self.attributes.since.clone();
            sinces.sort_unstable();
            sinces
        });
        let from = sinces.partition_point(|since| since < times.start());
        (sinces.partition_point(|since| since <= times.end()).saturating_sub(from)) as u64
    }

    /// Returns the memory in bytes.
    pub fn memory(&self) -> usize {
        let odd: usize = self.odd_domains.iter().map(|(_, domain)| domain.len() + 24).sum();
        size_of::<Self>()
            + self.first_key.len()
            + self.text.len()
            + 4 * self.ends.len()
            + (16 + 4 + size_of::<Attributes>()) * self.ids.len()
            + 8 * (self.more_resellers.len() + self.tags.len())
            + self.grams.as_ref().map_or(0, |_| NgramFilter::MEMORY)
            + odd
    }

    fn push(&mut self, row: &Row) {
        let name = fold(&row.name);
        self.text.extend_from_slice(name.as_bytes());
        self.text.push(END_OF_NAME);
        let domain = fold(&row.domain);
        if domain != row.domain {
            self.odd_domains.push((self.ids.len() as u32, row.domain.as_str().into()));
        }
        self.text.extend_from_slice(domain.as_bytes());
        if let Some(marks) = marks(&name) {
            self.text.push(OTHER_NAME);
            self.text.extend_from_slice(marks.as_bytes());
        }
        let other_names = row.other_names.as_deref().unwrap_or_default();
        for name in other_names.split('\n').filter(|name| !name.is_empty()) {
            self.text.push(OTHER_NAME);
            self.text.extend_from_slice(searchable(name).as_bytes());
        }
        self.text.push(END_OF_ROW);
        self.ends.push(self.text.len() as u32);
        let number = self.ids.len() as u32;
        self.more_resellers.extend(numbers(&row.resellers).skip(1).map(|reseller| (number, reseller)));
        self.tags.extend(numbers(&row.tags).map(|tag| (number, tag)));
        self.attributes.push(row.attributes());
        self.ids.push(row.id);
    }

    fn append(&mut self, other: &Block) {
        let (bytes, rows) = (self.text.len() as u32, self.ids.len() as u32);
        self.text.extend_from_slice(&other.text);
        self.ends.extend(other.ends.iter().map(|end| end + bytes));
        self.ids.extend_from_slice(&other.ids);
        self.attributes.append(&other.attributes);
        self.more_resellers.extend(other.more_resellers.iter().map(|(row, number)| (row + rows, *number)));
        self.sinces = OnceLock::new();
        self.countries.extend_from_slice(&other.countries);
        self.countries.sort_unstable();
        self.countries.dedup();
        self.tags.extend(other.tags.iter().map(|(row, number)| (row + rows, *number)));
        self.odd_domains.extend(other.odd_domains.iter().map(|(row, domain)| (row + rows, domain.clone())));
        self.grams = Some(NgramFilter::new(&self.text));
    }

    fn finished(mut self) -> Self {
        self.grams = Some(NgramFilter::new(&self.text));
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.attributes.shrink_to_fit();
        self.more_resellers.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.countries = self.attributes.country.clone();
        self.countries.sort_unstable();
        self.countries.dedup();
        self
    }

    /// Whether the block is so short that it should be merged with the next one.
    pub fn is_short(&self) -> bool {
        self.text.len() < BLOCK / 4
    }
}

/// Packs rows into blocks. The rows must come in list order.
#[derive(Default)]
pub(super) struct Packer {
    done: Vec<Block>,
    open: Block,
    last_key: Vec<u8>,
}

impl Packer {
    /// Adds the next row.
    pub fn push(&mut self, row: Row) {
        if self.open.text.len() >= BLOCK && row.sort_key != self.last_key {
            self.done.push(std::mem::take(&mut self.open).finished());
        }
        if self.open.ids.is_empty() {
            self.open.first_key.clone_from(&row.sort_key);
        }
        self.open.push(&row);
        self.last_key = row.sort_key;
    }

    /// Returns the blocks. A last block of less than half the size is appended to the one before it.
    pub fn finish(mut self) -> Vec<Arc<Block>> {
        match self.done.last_mut() {
            Some(last) if self.open.text.len() < BLOCK / 2 => last.append(&self.open),
            _ if self.open.ids.is_empty() => {}
            _ => self.done.push(self.open.finished()),
        }
        self.done.into_iter().map(Arc::new).collect()
    }
}
