//! Lists of columns that a query selects.

/// Declares a list of columns once, as the constant that a query selects and as the type that the constant needs: diesel
/// gives each column one name for both.
macro_rules! columns {
    ($(#[$doc:meta])* $visibility:vis $constant:ident = ($($columns:tt)+)) => {
        $(#[$doc])* $visibility const $constant: ($($columns)+) = ($($columns)+);
    };
}

pub(crate) use columns;
