//! The products of a seller's subscriptions as numbers: each pair of a name and an Offer ID. A subscription from an import
//! has no Offer ID.

use crate::text::{searchable, sort_key};
use std::collections::HashMap;

/// A product.
#[derive(Clone)]
pub(super) struct Product {
    pub name: String,
    pub offer: Option<String>,
    folded: String,
    sort_key: Vec<u8>,
}

/// The products by number.
#[derive(Clone, Default)]
pub(super) struct Products {
    list: Vec<Product>,
    /// The numbers of the products with a name, with their Offer IDs.
    numbers: HashMap<String, Vec<(Option<String>, u32)>>,
    /// The place of each product in the order of names; products with the same name have the same place.
    places: Vec<u32>,
}

impl Products {
    /// Returns the number of a product, if it has one.
    pub fn number(&self, name: &str, offer: Option<&str>) -> Option<u32> {
        let same = self.numbers.get(name)?;
        same.iter().find(|(known, _)| known.as_deref() == offer).map(|(_, number)| *number)
    }

    /// Gives a new product the next number. Call [`Self::sort`] after the last one.
    pub fn add(&mut self, name: &str, offer: Option<&str>) -> u32 {
        let number = self.list.len() as u32;
        let (name, offer) = (name.to_owned(), offer.map(str::to_owned));
        let (folded, sort_key) = (searchable(&name), sort_key(&name));
        self.numbers.entry(name.clone()).or_default().push((offer.clone(), number));
        self.list.push(Product { name, offer, folded, sort_key });
        number
    }

    /// Whether all products have a place.
    pub fn is_sorted(&self) -> bool {
        self.places.len() == self.list.len()
    }

    /// Computes the places of products.
    pub fn sort(&mut self) {
        let mut order: Vec<u32> = (0..self.list.len() as u32).collect();
        order.sort_by(|a, b| self.get(*a).order().cmp(&self.get(*b).order()));
        self.places = vec![0; self.list.len()];
        let mut place = 0;
        for pair in 0..order.len() {
            let number = order[pair];
            let is_same = pair > 0 && self.get(order[pair - 1]).order() == self.get(number).order();
            place += u32::from(!is_same && pair > 0);
            self.places[number as usize] = place;
        }
    }

    /// Returns a product.
    pub fn get(&self, number: u32) -> &Product {
        &self.list[number as usize]
    }

    /// Returns the places of all products in the order of names, by number.
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// Returns the number of products.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns for each product whether it meets a condition.
    pub fn table(&self, meets: impl Fn(&Product) -> bool) -> Vec<u8> {
        self.list.iter().map(|product| u8::from(meets(product))).collect()
    }

    /// Returns the memory in bytes.
    pub fn memory(&self) -> usize {
        let text = |product: &Product| {
            3 * product.name.len()
                + product.sort_key.len()
                + 2 * product.offer.as_ref().map_or(0, String::len)
        };
        self.list.iter().map(|product| text(product) + 200).sum()
    }
}

impl Product {
    /// Whether the name contains this folded word.
    pub fn contains(&self, word: &str) -> bool {
        self.folded.contains(word)
    }

    /// Returns what products are sorted by.
    pub fn order(&self) -> (&[u8], &str) {
        (&self.sort_key, &self.name)
    }
}
