//! `export customers|subscriptions|activity`: writes the same bytes as the download to standard output.

use crate::clock;
use crate::commands::context::CommandContext;
use crate::error::{Error, Result};
use crate::features::activity_log::customer_names::CustomerNames;
use crate::features::activity_log::export::{Layout, write_activity};
use crate::features::activity_log::filter::{Filter, Params as Entries};
use crate::features::activity_log::period::today;
use crate::features::activity_log::read::selection::Selection;
use crate::features::customer_list::export::{ExportSelection, write_customers};
use crate::features::customer_list::filter::Params;
use crate::features::customers::resellers::within_of;
use crate::features::subscriptions::export::{ExportScope, write_subscriptions};
use crate::i18n::Locale;
use crate::search::{CustomerSearch, Sort};
use chrono_tz::Tz;
use clap::{Args, Subcommand};
use std::io::{BufWriter, Write};

/// What to export.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// The customer list, or the part of it that a search or a reseller leaves
    Customers {
        /// Whose, and in which language
        #[command(flatten)]
        whose: WhoseArgs,
        /// Only customers whose name or domain has these words
        #[arg(long, value_name = "Q", default_value = "")]
        search: String,
        /// Only customers of this indirect reseller
        #[arg(long, value_name = "MPN_ID", default_value = "")]
        reseller: String,
    },
    /// All subscriptions, in the layout that the import takes
    Subscriptions {
        /// Whose, and in which language
        #[command(flatten)]
        whose: WhoseArgs,
    },
    /// The activity log of a period, newest first; days and times in UTC
    Activity {
        /// Whose, and in which language
        #[command(flatten)]
        whose: WhoseArgs,
        /// Which entries
        #[command(flatten)]
        which: EntriesArgs,
    },
}

/// Which entries of the log.
#[derive(Debug, Args)]
pub struct EntriesArgs {
    /// First day; 30 days before the last when left out
    #[arg(long, value_name = "D", default_value = "")]
    from: String,
    /// Last day; today when left out
    #[arg(long, value_name = "D", default_value = "")]
    to: String,
    /// Only entries about customers with these words in a name or domain
    #[arg(long, value_name = "Q", default_value = "")]
    search: String,
    /// Sign-ins and exports instead of changes
    #[arg(long)]
    access: bool,
    /// All columns, with details and proof
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

/// Whose, and in which language.
#[derive(Debug, Args)]
pub struct WhoseArgs {
    /// MPN ID of the partner
    #[arg(long, value_name = "MPN_ID")]
    partner: String,
    /// Language of header and words: en, ko or zh-TW
    #[arg(long, value_name = "L", default_value = "en")]
    lang: String,
}

impl WhoseArgs {
    fn locale(&self) -> Result<Locale> {
        let wrong = || {
            Error::bad_input("lang", format!("“{}” is not a language of ours: en, ko or zh-TW", self.lang))
        };
        Locale::from_tag(&self.lang).ok_or_else(wrong)
    }
}

impl ExportCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn run(&self, office: &CommandContext) -> Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        match self {
            ExportCommand::Customers { whose, search, reseller } => {
                let (partner, locale) = (office.partner(&whose.partner)?, whose.locale()?);
                let params = Params { q: search.clone(), reseller: reseller.clone(), ..Params::default() };
                let filter = params.filter()?;
                let lists = CustomerSearch::new(usize::MAX);
                office.db.read_now(|c| {
                    let within = within_of(partner.id, filter.reseller.as_deref(), c)?;
                    if filter.words.is_empty() && within.is_none() {
                        return write_customers(c, partner.id, ExportSelection::All, locale, &mut out);
                    }
                    let ids = match filter.id {
                        Some(id) => vec![id],
                        None => {
                            lists.search.all(c, partner.id, &filter.words, within.as_ref(), Sort::Name)?
                        }
                    };
                    write_customers(c, partner.id, ExportSelection::These(&ids), locale, &mut out)
                })?;
            }
            ExportCommand::Subscriptions { whose } => {
                let (partner, locale) = (office.partner(&whose.partner)?, whose.locale()?);
                office.db.read_now(|c| {
                    write_subscriptions(c, partner.id, ExportScope::Everybody, locale, &mut out)
                })?;
            }
            ExportCommand::Activity { whose, which } => {
                let (partner, locale) = (office.partner(&whose.partner)?, whose.locale()?);
                let (filter, layout) = (which.filter()?, Layout { locale, detailed: which.detailed });
                let (lists, names) = (CustomerSearch::new(usize::MAX), CustomerNames::new(usize::MAX));
                office.db.read_now(|c| {
                    let selection = Selection::resolve(&filter, Tz::UTC, partner.id, &lists, &names, c)?;
                    write_activity(c, partner.id, &selection, layout, &mut out)
                })?;
            }
        }
        Ok(out.flush()?)
    }
}
