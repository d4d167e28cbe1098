//! docs/reference/csv.md lists the columns and values that imports and exports use.

use crate::reference::page::{check, row};
use partner_portal::csv::Column;
use partner_portal::domain::Relationship;
use partner_portal::domain::SubscriptionStatus;
use partner_portal::domain::TextEnum;
use partner_portal::domain::{BillingCycle, BillingType};
use partner_portal::features::import::engine::importer::Importer;
use partner_portal::features::import::kinds::offers::YesNo;
use partner_portal::features::import::kinds::{
    aliases, customers, offers, resellers, resellers_of_record, subscriptions, tags,
};
use partner_portal::i18n::{Locale, Texts};
use std::collections::{HashMap, HashSet};

#[test]
fn documentation_of_csv_files_is_up_to_date() {
    let files = files();
    let mut text = "## Columns of each file\n\n".to_owned();
    text += &(row(["file", "columns, in this order when written"]) + "|---|---|\n");
    for (file, columns) in &files {
        let names: Vec<String> = columns.iter().map(|column| column.header(Locale::En)).collect();
        text += &row([*file, &names.join(", ")]);
    }
    check("docs/reference/csv.md", &(text + &headers(&files) + &words() + &former_words()));
}

fn files() -> [(&'static str, &'static [Column]); 12] {
    let activity = &partner_portal::features::activity_log::export::COLUMNS;
    [
        ("export and import of customers", customers::Customers::COLUMNS),
        (
            "export of one customer's subscriptions",
            &partner_portal::features::subscriptions::export::COLUMNS[1..],
        ),
        (
            "export of the subscriptions of all customers",
            &partner_portal::features::subscription_list::export::COLUMNS,
        ),
        ("export and import of all subscriptions", subscriptions::Subscriptions::COLUMNS),
        ("import of resellers", resellers::Resellers::COLUMNS),
        ("import of offers", offers::Offers::COLUMNS),
        ("export and import of tags", tags::Tags::COLUMNS),
        ("import of aliases", aliases::Aliases::COLUMNS),
        ("import of resellers of record", resellers_of_record::ResellersOfRecord::COLUMNS),
        ("export of the activity log", &activity[..4]),
        ("detailed export of the activity log", activity),
        ("rejected rows: the columns of the file, and", &[Column::Reason]),
    ]
}

fn headers(files: &[(&str, &[Column])]) -> String {
    let mut columns: Vec<Column> = Vec::new();
    for column in files.iter().flat_map(|(_, columns)| columns.iter()) {
        if !columns.contains(column) {
            columns.push(*column);
        }
    }
    let lines = columns.into_iter().map(|column| Locale::ALL.map(|locale| column.header(locale)));
    format!("\n## Header words\n\n{}", table(lines))
}

fn words() -> String {
    let text = [
        section("Relationship", Relationship::label),
        section("Status", SubscriptionStatus::label),
        section("Billing type", BillingType::label),
        section("Billing cycle", BillingCycle::label),
        section("Can be canceled", YesNo::label),
    ];
    format!("\n## Words in cells\n\n{}", text.concat())
}

/// Words that earlier versions wrote, and what is written now.
fn former_words() -> String {
    let now: HashSet<String> =
        (headers(&files()) + &words()).split('|').map(|cell| cell.trim().to_owned()).collect();
    let mut current = HashMap::new();
    let mut text = row(["in older files", "now"]) + "|---|---|\n";
    for line in include_str!("../../texts/csv_words.tsv").lines().skip(1) {
        let (value, word) = line.rsplit_once('\t').unwrap();
        if now.contains(word) {
            current.entry(value).or_insert(word);
        } else if let Some(written) = current.get(value) {
            // Columns of rows that servers send are in no file.
            text += &row([word, *written]);
        }
    }
    format!("## Former words, which imports still read\n\n{text}")
}

fn section<W: TextEnum>(name: &str, label: impl Fn(W, &Texts) -> String) -> String {
    let lines = W::ALL.iter().map(|(value, _)| Locale::ALL.map(|locale| label(*value, locale.texts())));
    format!("### {name}\n\n{}\n", table(lines))
}

fn table(lines: impl Iterator<Item = [String; 3]>) -> String {
    let head = row(["English", "한국어", "繁體中文"]) + "|---|---|---|\n";
    head + &lines.map(|line| row(line.iter().map(String::as_str))).collect::<String>()
}

/// Every column of an export can be imported.
#[test]
fn exports_have_the_columns_of_imports() {
    assert_eq!(partner_portal::features::customer_list::export::COLUMNS, customers::Customers::COLUMNS);
    assert_eq!(
        partner_portal::features::subscriptions::export::COLUMNS,
        subscriptions::Subscriptions::COLUMNS
    );
    assert_eq!(partner_portal::features::tags::export::COLUMNS, tags::Tags::COLUMNS);
}
