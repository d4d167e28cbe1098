//! Names of sample companies in several scripts. Begin with [`company`].

pub mod company;
pub mod draft;
mod edge_cases;
mod han;
mod hangul;
mod latin;
mod latin_words;
