//! Headers and labels that earlier versions of the portal wrote. Files that were exported with them can still be
//! imported. When a word of [`super::columns`] changes, the former one is added here; `tests/portal/csv.rs` checks
//! it against `tests/texts/csv_words.tsv`.

use crate::csv::Column;

/// Former headers.
pub(super) const HEADERS: &[(&str, Column)] = &[
    ("Country", Column::Country),
    ("국가", Column::Country),
    ("國家", Column::Country),
    ("優惠識別碼", Column::OfferId),
    ("Name", Column::OfferName),
    ("이름", Column::OfferName),
    ("名稱", Column::OfferName),
    ("上層優惠識別碼", Column::ParentOfferId),
    ("Cancellable", Column::Cancellable),
    ("鏈結值", Column::ChainValue),
];

/// Former labels: the kind of the enum, the stored text of the value, and the label.
pub(super) const LABELS: &[(&str, &str, &str)] = &[
    ("relationship", "advisor", "고문"),
    ("relationship", "syndication", "聯合發行"),
    ("status", "disabled", "사용 안 함"),
    ("billing cycle", "one-time", "한 번"),
    ("billing cycle", "none", "By use"),
];
