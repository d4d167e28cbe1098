//! The conditions of a filter as numbers, and their comparison with the columns of a chunk. Each condition goes through one
//! array without branches.

use crate::domain::{IdPrefix, PartnerId};
use crate::search::subscriptions::chunk::{
    Chunk, Group, NO_DAY, NO_RESELLER, day_number, event_number, traits,
};
use crate::search::subscriptions::products::Products;
use crate::search::subscriptions::query::{ResellerOfRecord, SubscriptionFilter};
use std::ops::Range;
use std::sync::Arc;

/// A reseller that no row has.
const NO_PARTNER: i32 = i32::MIN;

/// The conditions on the rows of one index.
pub(super) struct Conditions {
    /// Bits of the traits, and the values that they must have.
    traits: (u8, u8),
    /// The first and last day of the next date.
    days: Option<(i32, i32)>,
    event: Option<u8>,
    reseller: Option<i32>,
    /// Whether a change must be planned for the renewal.
    is_planned: bool,
    /// Which products match, by number.
    products: Option<Vec<u8>>,
    text: Option<TextCondition>,
    /// The only customers, in order.
    within: Option<Arc<Vec<u128>>>,
    /// The only subscriptions, by customer and Subscription ID.
    only: Option<Vec<(u128, u128)>>,
}

/// The words and ids of a search: a row matches with all words, or with one of the ids.
struct TextCondition {
    words: Vec<WordCondition>,
    ids: Option<(u128, u128)>,
    customer: Option<u128>,
}

/// A word that is in the names of these products and these customers.
struct WordCondition {
    /// By number; `None` if no product has the word.
    products: Option<Vec<u8>>,
    /// In order.
    customers: Arc<Vec<u128>>,
}

/// What the filter means for one seller's subscriptions, beside the filter itself.
pub(super) struct Resolved<'a> {
    /// For each word of the filter, the customers that have it in name or domain, in order.
    pub words: &'a [Arc<Vec<u128>>],
    /// Which products have the publisher, by number; `None` without one in the filter.
    pub of_publisher: Option<Vec<u8>>,
}

impl Conditions {
    /// Returns the conditions on the subscriptions that the partner itself sold: only those of active customers.
    pub fn own(filter: &SubscriptionFilter, products: &Products, resolved: Resolved<'_>) -> Self {
        let reseller = match filter.reseller {
            ResellerOfRecord::Any => None,
            ResellerOfRecord::NoReseller => Some(NO_RESELLER),
            ResellerOfRecord::One(PartnerId(id)) => Some(id),
        };
        let mut conditions = Conditions { reseller, ..Conditions::shared(filter, products, resolved) };
        conditions.traits.0 |= traits::ENDED;
        conditions
    }

    /// Returns the conditions on the subscriptions that another partner sold with this reseller of record: only those of the
    /// customers in the reseller's list.
    pub fn of_reseller(
        filter: &SubscriptionFilter,
        products: &Products,
        resolved: Resolved<'_>,
        reseller: PartnerId,
        within: Arc<Vec<u128>>,
    ) -> Self {
        let shared = Conditions::shared(filter, products, resolved);
        let wanted = match filter.reseller {
            ResellerOfRecord::Any => reseller.0,
            ResellerOfRecord::One(one) if one == reseller => reseller.0,
            ResellerOfRecord::NoReseller | ResellerOfRecord::One(_) => NO_PARTNER,
        };
        Conditions { reseller: Some(wanted), within: Some(within), ..shared }
    }

    fn shared(filter: &SubscriptionFilter, products: &Products, resolved: Resolved<'_>) -> Self {
        let chosen = filter.product.as_deref().map(|wanted| {
            products.table(|product| product.name == wanted || product.offer.as_deref() == Some(wanted))
        });
        let products_table = match (chosen, resolved.of_publisher) {
            (Some(mut chosen), Some(of_publisher)) => {
                chosen.iter_mut().zip(of_publisher).for_each(|(mark, other)| *mark &= other);
                Some(chosen)
            }
            (chosen, of_publisher) => chosen.or(of_publisher),
        };
        let days =
            filter.days.as_ref().map(|days| (day_number(Some(*days.start())), day_number(Some(*days.end()))));
        Conditions {
            traits: trait_bits(filter),
            days,
            event: filter.event.map(event_number),
            reseller: None,
            is_planned: filter.is_planned,
            products: products_table,
            text: TextCondition::new(filter, products, resolved.words),
            within: None,
            only: filter
                .only
                .as_ref()
                .map(|keys| keys.iter().map(|(customer, id)| (customer.0.as_u128(), id.as_u128())).collect()),
        }
    }

    /// Returns the groups of the chunk whose traits match.
    pub fn groups<'a>(&self, chunk: &'a Chunk) -> impl Iterator<Item = &'a Group> + use<'a> {
        let (bits, value) = self.traits;
        chunk.groups.iter().filter(move |group| group.traits & bits == value)
    }

    /// Returns a day before which no matching row of the chunk has its next date.
    pub fn first_day(&self, chunk: &Chunk) -> i32 {
        self.groups(chunk).map(|group| group.first_day).min().unwrap_or(NO_DAY)
    }

    /// Whether the traits are the only condition, so that the groups of a chunk say how many of its rows match.
    pub fn are_traits_only(&self) -> bool {
        let Conditions { traits: _, days, event, reseller, is_planned, products, text, within, only } = self;
        let numbers = days.is_none() && event.is_none() && reseller.is_none() && products.is_none();
        numbers && !is_planned && text.is_none() && within.is_none() && only.is_none()
    }

    /// Whether few rows match: those of a search, or of a list of subscriptions.
    pub fn match_few(&self) -> bool {
        self.text.is_some() || self.only.is_some()
    }

    /// Sets the mark of each row of the chunk: 1 if it matches, otherwise 0. `spare` has the length of `marks`.
    pub fn mark(&self, chunk: &Chunk, marks: &mut [u8], spare: &mut [u8]) {
        if self.text.as_ref().is_some_and(|text| text.has_none(chunk)) {
            marks.fill(0);
            return;
        }
        let (bits, value) = self.traits;
        for (mark, traits) in marks.iter_mut().zip(&chunk.traits) {
            *mark = u8::from(traits & bits == value);
        }
        if let Some((first, last)) = self.days {
            for (mark, day) in marks.iter_mut().zip(&chunk.days) {
                *mark &= u8::from(*day >= first) & u8::from(*day <= last);
            }
        }
        if let Some(wanted) = self.event {
            for (mark, event) in marks.iter_mut().zip(&chunk.events) {
                *mark &= u8::from(*event == wanted);
            }
        }
        if let Some(wanted) = self.reseller {
            for (mark, reseller) in marks.iter_mut().zip(&chunk.resellers) {
                *mark &= u8::from(*reseller == wanted);
            }
        }
        if let Some(table) = &self.products {
            for (mark, product) in marks.iter_mut().zip(&chunk.products) {
                *mark &= table[*product as usize];
            }
        }
        if self.is_planned {
            spare.fill(0);
            chunk.planned.iter().for_each(|row| spare[*row as usize] = 1);
            marks.iter_mut().zip(&*spare).for_each(|(mark, other)| *mark &= other);
        }
        if let Some(text) = &self.text {
            text.mark(chunk, marks, spare);
        }
        if let Some(within) = &self.within {
            spare.fill(0);
            for_customers(chunk, within, |rows| spare[rows].fill(1));
            marks.iter_mut().zip(&*spare).for_each(|(mark, other)| *mark &= other);
        }
        if let Some(only) = &self.only {
            spare.fill(0);
            for (customer, id) in only {
                let of_customer = chunk.rows_of_id(*customer);
                of_customer.filter(|row| chunk.ids[*row] == *id).for_each(|row| spare[row] = 1);
            }
            marks.iter_mut().zip(&*spare).for_each(|(mark, other)| *mark &= other);
        }
    }
}

fn trait_bits(filter: &SubscriptionFilter) -> (u8, u8) {
    let (mut bits, mut value) = (0, 0);
    if let Some(status) = filter.status {
        bits |= traits::STATUS;
        value |= traits::status(status);
    }
    if filter.cycle.is_some() {
        bits |= traits::CYCLE;
        value |= traits::cycle(filter.cycle);
    }
    if let Some(auto_renew) = filter.auto_renew {
        bits |= traits::AUTO_RENEW;
        value |= if auto_renew { traits::AUTO_RENEW } else { 0 };
    }
    (bits, value)
}

impl TextCondition {
    fn new(filter: &SubscriptionFilter, products: &Products, customers: &[Arc<Vec<u128>>]) -> Option<Self> {
        if filter.words.is_empty() {
            return None;
        }
        let word = |(word, customers): (&str, &Arc<Vec<u128>>)| {
            let found = products.table(|product| product.contains(word));
            let is_any = memchr::memchr(1, &found).is_some();
            WordCondition { products: is_any.then_some(found), customers: customers.clone() }
        };
        Some(TextCondition {
            words: filter.words.iter().zip(customers).map(word).collect(),
            ids: filter.id.map(|IdPrefix { first, last }| (first.as_u128(), last.as_u128())),
            customer: filter.customer.map(|id| id.0.as_u128()),
        })
    }

    /// Whether no row of the chunk can match, because one of the words is in no name.
    fn has_none(&self, chunk: &Chunk) -> bool {
        let by_id = self.ids.is_some() || self.customer.is_some();
        !by_id && self.words.iter().any(|word| word.products.is_none() && word.customers_of(chunk).is_empty())
    }

    fn mark(&self, chunk: &Chunk, marks: &mut [u8], spare: &mut [u8]) {
        if self.ids.is_none() && self.customer.is_none() {
            self.words.iter().for_each(|word| word.mark(chunk, marks, spare));
            return;
        }
        let mut found = vec![1; marks.len()];
        self.words.iter().for_each(|word| word.mark(chunk, &mut found, spare));
        let (first, last) = self.ids.unwrap_or((1, 0));
        for (mark, id) in found.iter_mut().zip(&chunk.ids) {
            *mark |= u8::from((first..=last).contains(id));
        }
        for (number, customer) in chunk.customers.iter().enumerate() {
            if (first..=last).contains(customer) || self.customer == Some(*customer) {
                found[chunk.rows_of(number)].fill(1);
            }
        }
        marks.iter_mut().zip(found).for_each(|(mark, other)| *mark &= other);
    }
}

impl WordCondition {
    /// Returns the customers with the word that may be in the chunk.
    fn customers_of(&self, chunk: &Chunk) -> &[u128] {
        within_chunk(chunk, &self.customers)
    }

    /// Clears the marks of the rows without the word.
    fn mark(&self, chunk: &Chunk, marks: &mut [u8], spare: &mut [u8]) {
        match &self.products {
            Some(products) => {
                for (spare, product) in spare.iter_mut().zip(&chunk.products) {
                    *spare = products[*product as usize];
                }
            }
            None => spare.fill(0),
        }
        for_customers(chunk, &self.customers, |rows| spare[rows].fill(1));
        marks.iter_mut().zip(&*spare).for_each(|(mark, other)| *mark &= other);
    }
}

/// Calls `each` with the rows of each customer of the chunk that is in the set. The set is in order.
fn for_customers(chunk: &Chunk, set: &[u128], mut each: impl FnMut(Range<usize>)) {
    let wanted = within_chunk(chunk, set);
    if wanted.len() * FEW < chunk.customers.len() {
        let found = wanted.iter().filter_map(|id| chunk.customers.binary_search(id).ok());
        found.for_each(|number| each(chunk.rows_of(number)));
        return;
    }
    let mut number = 0;
    for id in wanted {
        while chunk.customers[number] < *id {
            number += 1;
        }
        if chunk.customers[number] == *id {
            each(chunk.rows_of(number));
        }
    }
}

/// So many times fewer customers than the chunk has are searched one by one.
const FEW: usize = 16;

/// Returns the part of a set that is between the first and the last customer of the chunk.
fn within_chunk<'a>(chunk: &Chunk, set: &'a [u128]) -> &'a [u128] {
    let (Some(first), Some(last)) = (chunk.customers.first(), chunk.customers.last()) else { return &[] };
    let from = set.partition_point(|id| id < first);
    &set[from..from + set[from..].partition_point(|id| id <= last)]
}
