//! `export customers|subscriptions`: the same bytes as the download, on standard output.

use super::Office;
use crate::customers::export::{Chosen, write_customers};
use crate::customers::filter::Params;
use crate::customers::lists::Lists;
use crate::customers::resellers::queries::within_of;
use crate::customers::search::Sort;
use crate::error::{Error, Result};
use crate::i18n::Locale;
use crate::subscriptions::export::{Whose, write_subscriptions};
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
    /// Runs it.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn run(&self, office: &Office) -> Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        match self {
            ExportCommand::Customers { whose, search, reseller } => {
                let (partner, locale) = (office.partner(&whose.partner)?, whose.locale()?);
                let params = Params { q: search.clone(), reseller: reseller.clone(), ..Params::default() };
                let filter = params.filter()?;
                let lists = Lists::new(usize::MAX);
                office.db.read_now(|c| {
                    let within = within_of(partner.id, filter.reseller.as_deref(), c)?;
                    if filter.words.is_empty() && within.is_none() {
                        return write_customers(c, partner.id, Chosen::All, locale, &mut out);
                    }
                    let ids = match filter.id {
                        Some(id) => vec![id],
                        None => {
                            lists.search.all(c, partner.id, &filter.words, within.as_ref(), Sort::Name)?
                        }
                    };
                    write_customers(c, partner.id, Chosen::These(&ids), locale, &mut out)
                })?;
            }
            ExportCommand::Subscriptions { whose } => {
                let (partner, locale) = (office.partner(&whose.partner)?, whose.locale()?);
                office
                    .db
                    .read_now(|c| write_subscriptions(c, partner.id, Whose::Everybody, locale, &mut out))?;
            }
        }
        Ok(out.flush()?)
    }
}
