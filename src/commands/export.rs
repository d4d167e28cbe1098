//! `export customers|subscriptions|tags|activity`: writes the same file as the download to standard output.

use crate::clock;
use crate::commands::context::CommandContext;
use crate::error::{Error, Result};
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::export::{Layout, write_activity};
use crate::features::activity_log::filter::{Filter, Params as Entries};
use crate::features::activity_log::period::today;
use crate::features::activity_log::read::selection::Selection;
use crate::features::customer_list::conditions;
use crate::features::customer_list::export::{ExportSelection, write_customers};
use crate::features::customer_list::filter::Params;
use crate::features::subscription_list::export::write_all;
use crate::features::subscriptions::export::{ExportScope, write_subscriptions};
use crate::features::tags::export::write_tags;
use crate::i18n::Locale;
use crate::search::CustomerSearch;
use crate::search::subscriptions::{Column, SubscriptionFilter};
use crate::table_file::TableFile;
use chrono_tz::Tz;
use clap::{Args, Subcommand};
use std::io::{BufWriter, Write};

/// The kinds of exports.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// The customer list, optionally filtered by a search or a reseller
    Customers {
        /// The partner and the language
        #[command(flatten)]
        whose: WhoseArgs,
        /// Only customers whose name or domain contains these words
        #[arg(long, value_name = "Q", default_value = "")]
        search: String,
        /// Only customers of this indirect reseller
        #[arg(long, value_name = "MPN_ID", default_value = "")]
        reseller: String,
    },
    /// All subscriptions, in the format of the import
    Subscriptions {
        /// The partner and the language
        #[command(flatten)]
        whose: WhoseArgs,
        /// With the columns of the list of subscriptions, and what providers sold through this reseller
        #[arg(long)]
        all: bool,
    },
    /// The tags of all customers that have any, in the format of the import
    Tags {
        /// The partner and the language
        #[command(flatten)]
        whose: WhoseArgs,
    },
    /// The activity log of a period, newest first; dates and times in UTC
    Activity {
        /// The partner and the language
        #[command(flatten)]
        whose: WhoseArgs,
        /// The filter
        #[command(flatten)]
        which: EntriesArgs,
    },
}

/// Selects entries of the activity log.
#[derive(Debug, Args)]
pub struct EntriesArgs {
    /// First day, such as 2026-11-01. Without it: 30 days before the last day
    #[arg(long, value_name = "D", default_value = "")]
    from: String,
    /// Last day. Without it: today
    #[arg(long, value_name = "D", default_value = "")]
    to: String,
    /// Only entries about customers with these words in a name or domain
    #[arg(long, value_name = "Q", default_value = "")]
    search: String,
    /// Sign-ins and exports instead of changes
    #[arg(long)]
    access: bool,
    /// All columns, including details and chain values
    #[arg(long)]
    detailed: bool,
}

impl EntriesArgs {
    fn filter(&self) -> Result<Filter> {
        let kind = if self.access { "access" } else { "" };
        let (from, to, q) = (self.from.clone(), self.to.clone(), self.search.clone());
        Entries { from, to, q, kind: kind.to_owned(), ..Entries::default() }
            .filter(today(clock::now(), Tz::UTC))
    }
}

/// The partner and the language.
#[derive(Debug, Args)]
pub struct WhoseArgs {
    /// MPN ID of the partner
    #[arg(long, value_name = "MPN_ID")]
    partner: String,
    /// Language of column names and values: en, ko or zh-TW
    #[arg(long, value_name = "L", default_value = "en")]
    lang: String,
    /// Format of the file: csv, or xlsx for an Excel workbook
    #[arg(long, value_name = "F", default_value = "csv")]
    format: String,
}

impl WhoseArgs {
    fn file(&self) -> Result<TableFile> {
        let wrong = || {
            Error::bad_input("lang", format!("“{}” is not a supported language: en, ko or zh-TW", self.lang))
        };
        let locale = Locale::from_tag(&self.lang).ok_or_else(wrong)?;
        let format = self.format.parse().map_err(|_| {
            Error::bad_input("format", format!("“{}” is not a supported format: csv or xlsx", self.format))
        })?;
        Ok(TableFile { format, locale, zone: Tz::UTC })
    }
}

impl ExportCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout());
        let table = match self {
            ExportCommand::Customers { whose, search, reseller } => {
                let (partner, file) = (context.partner(&whose.partner)?, whose.file()?);
                let params = Params { q: search.clone(), reseller: reseller.clone(), ..Params::default() };
                let filter = params.filter()?;
                let lists = CustomerSearch::new(usize::MAX);
                context.db.read_now(|c| {
                    let ids = conditions::selected(&partner, &lists, &filter, c)?;
                    let selection = ids.as_deref().map_or(ExportSelection::All, ExportSelection::These);
                    write_customers(c, partner.id, selection, file, &mut out)
                })?
            }
            ExportCommand::Subscriptions { whose, all: true } => {
                let (partner, file) = (context.partner(&whose.partner)?, whose.file()?);
                let lists = CustomerSearch::new(usize::MAX);
                context.db.read_now(|c| {
                    let (filter, order) = (SubscriptionFilter::default(), (Column::NextDate, false));
                    let found = lists.subscriptions.all(c, &lists.search, partner.id, &filter, order)?;
                    write_all(c, partner.id, &found, file, &mut out)
                })?
            }
            ExportCommand::Subscriptions { whose, all: false } => {
                let (partner, file) = (context.partner(&whose.partner)?, whose.file()?);
                context.db.read_now(|c| {
                    write_subscriptions(c, partner.id, ExportScope::Everybody, file, &mut out)
                })?
            }
            ExportCommand::Tags { whose } => {
                let (partner, file) = (context.partner(&whose.partner)?, whose.file()?);
                context.db.read_now(|c| write_tags(c, partner.id, file, &mut out))?
            }
            ExportCommand::Activity { whose, which } => {
                let (partner, file) = (context.partner(&whose.partner)?, whose.file()?);
                let (filter, layout) = (which.filter()?, Layout { file, detailed: which.detailed });
                let (lists, names) = (CustomerSearch::new(usize::MAX), CustomerNames::new(usize::MAX));
                context.db.read_now(|c| {
                    let selection = Selection::resolve(&filter, Tz::UTC, partner.id, &lists, &names, c)?;
                    write_activity(c, partner.id, &selection, layout, &mut out)
                })?
            }
        };
        table.finish()?;
        Ok(out.flush()?)
    }
}
