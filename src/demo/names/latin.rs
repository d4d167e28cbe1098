//! Company names in Latin script by country, such as `Söderberg Foods AB`: a stem, a trade and a legal
//! form. The words are in [`super::latin_words`]. Stems are `written:roman`; [`super::company`] generates
//! the domain.

use crate::demo::names::draft::{Draft, pick_and_join};
use crate::demo::names::latin_words::{CountryWords, LANDS};
use crate::demo::random::Random;

#[rustfmt::skip]
const FRONT: &[&str] = &[
    "Blue", "North", "Silver", "Clear", "Bright", "Stone", "Green", "West", "East", "South", "Iron", "Oak",
    "River", "Summit", "High", "Gold", "Red", "White", "Black", "Swift", "True", "Wild", "Winter", "Sun",
    "Moon", "Star", "Cloud", "Copper", "Maple", "Cedar", "Ash", "Elm", "Birch", "Lake", "Sea", "Rain",
    "Fair", "Grand", "Hill", "Fox", "Hawk", "Wolf", "Lark", "Heron", "Amber", "Cobalt", "Velo", "Nova",
    "Omni", "Terra",
];

#[rustfmt::skip]
const BACK: &[&str] = &[
    "pine", "wind", "gate", "field", "brook", "stone", "bridge", "wood", "ridge", "water", "port", "haven",
    "view", "crest", "mark", "line", "path", "light", "leaf", "grove", "well", "wave", "rock", "point",
    "side", "spring", "land", "ford", "dale", "forge", "craft", "works", "smith", "ward", "bay", "cliff",
    "moor", "shore", "peak", "loop",
];

/// Returns a name of one of the countries with Latin script.
pub(super) fn draft(random: &mut Random) -> Draft {
    let land = random.pick_weighted(LANDS);
    let (stem, roman) = coin_word(land, random);
    let trade = random.pick(land.trades);
    let city = if random.chance(38) { random.pick(land.cities) } else { "" };
    let gap = if city.is_empty() { "" } else { " " };
    let name = format!("{stem} {trade}{gap}{city} {}", random.pick(land.forms));
    Draft { name, roman, country: land.country, ends: land.ends }
}

/// Returns a stem: a coined word, a person, two families, a river or hill, or one family.
fn coin_word(land: &CountryWords, random: &mut Random) -> (String, String) {
    match random.below(100) {
        0..52 => pick_and_join(random, &[FRONT, BACK]),
        52..74 => pick_and_join(random, &[land.given, &[" :"], land.families]),
        74..96 => pick_and_join(random, &[land.families, &[" & :"], land.families]),
        96..98 => pick_and_join(random, &[land.sights]),
        _ => pick_and_join(random, &[land.families]),
    }
}
