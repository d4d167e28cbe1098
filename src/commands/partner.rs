//! `setup`, `partner add`, `partner list`, `partner link`.

use crate::audit::Author;
use crate::auth::{accounts, password};
use crate::commands::context::CommandContext;
use crate::commands::user;
use crate::db::partners as db_partners;
use crate::domain::{Cloud, Partner, PartnerKind};
use crate::error::{Error, Result};
use crate::features::partnerships::partners;
use crate::features::partnerships::partners::NewPartner;
use clap::{Args, Subcommand};

/// The arguments that describe a new partner.
#[derive(Debug, Clone, Args)]
pub struct PartnerArgs {
    /// Name of the partner
    #[arg(long)]
    name: String,
    /// direct, indirect-provider or indirect-reseller
    #[arg(long = "type", value_name = "TYPE")]
    kind: PartnerKind,
    /// ISO 3166 country code, such as KR
    #[arg(long, value_name = "CC")]
    country: String,
    /// MPN ID of the partner, 1 to 10 digits
    #[arg(long, value_name = "ID")]
    mpn_id: String,
    /// global, us-government or germany
    #[arg(long, default_value = "global")]
    cloud: Cloud,
}

impl PartnerArgs {
    fn checked(&self) -> Result<NewPartner> {
        let new = NewPartner {
            mpn_id: self.mpn_id.clone(),
            kind: self.kind,
            cloud: self.cloud,
            name: self.name.clone(),
            primary_domain: None,
            country: self.country.clone(),
        };
        new.checked()
    }

    fn add(&self, context: &CommandContext) -> Result<Partner> {
        let new = self.checked()?;
        context.log.record_now(&Author::operator(None), |tx| partners::add(tx, &new))
    }
}

/// Creates the first partner and its first Global admin.
#[derive(Debug, Args)]
pub struct Setup {
    #[command(flatten)]
    partner: PartnerArgs,
    /// Email address of the first Global admin
    #[arg(long, value_name = "E")]
    admin_email: String,
    /// Name of the first Global admin
    #[arg(long, value_name = "N")]
    admin_name: String,
}

impl Setup {
    /// Sets up the portal once; adds the partner and the user in one transaction.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        if context.db.read_now(db_partners::is_set_up)? {
            return Err(Error::operator(
                "this portal is already set up; `partner-portal partner add` adds another partner",
            ));
        }
        let (new, password) = (self.partner.checked()?, password::generate_temporary()?);
        context.log.record_now(&Author::operator(None), |tx| {
            let (partner, mut entries) = partners::add(tx, &new)?;
            let (email, name) = (&self.admin_email, &self.admin_name);
            let admin = user::new_user(partner.id, email, name, "global-admin,admin-agent", &password, true)?;
            entries.push(accounts::add(tx, &admin)?.also_in_log_of(partner.id));
            Ok(((), entries))
        })?;
        user::print_temporary_password(&self.admin_email, &password);
        Ok(())
    }
}

/// The commands for partners.
#[derive(Debug, Subcommand)]
pub enum PartnerCommand {
    /// Add a partner
    Add(PartnerArgs),
    /// List all partners
    List,
    /// Create a partnership between an indirect reseller and an indirect provider
    Link {
        /// MPN ID of the provider
        #[arg(long, value_name = "MPN_ID")]
        provider: String,
        /// MPN ID of the reseller
        #[arg(long, value_name = "MPN_ID")]
        reseller: String,
    },
}

impl PartnerCommand {
    /// Runs the command.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        match self {
            PartnerCommand::Add(args) => {
                let partner = args.add(context)?;
                println!("Added {} ({}), MPN ID {}", partner.name, partner.kind.as_str(), partner.mpn_id);
            }
            PartnerCommand::List => {
                for partner in context.db.read_now(db_partners::all)? {
                    let (kind, cloud) = (partner.kind.as_str(), partner.cloud.as_str());
                    println!(
                        "{:<10}  {kind:<17}  {cloud:<13}  {}  {}",
                        partner.mpn_id, partner.country, partner.name
                    );
                }
            }
            PartnerCommand::Link { provider, reseller } => {
                let (provider, reseller) = (context.partner(provider)?, context.partner(reseller)?);
                let author = Author::operator(provider.id);
                context
                    .log
                    .record_now(&author, |tx| Ok(((), vec![partners::link(tx, &provider, &reseller)?])))?;
                println!("{} is now an indirect reseller of {}", reseller.name, provider.name);
            }
        }
        Ok(())
    }
}
