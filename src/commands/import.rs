//! The commands `import customers|subscriptions|resellers|offers FILE`: arguments, progress bar and output.
//! The work is done in [`crate::features::import::run`].

use crate::audit::Author;
use crate::commands::context::CommandContext;
use crate::commands::import_progress::ProgressOutput;
use crate::csv::Column;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::import::engine::difference::ColumnChoices;
use crate::features::import::engine::importer::Importer;
use crate::features::import::engine::options::{Options, Target};
use crate::features::import::engine::report::Report;
use crate::features::import::kinds::customers::Customers;
use crate::features::import::kinds::subscriptions::Subscriptions;
use crate::features::import::run::{
    import_aliases, import_customers, import_offers, import_resellers, import_resellers_of_record,
    import_subscriptions, import_tags,
};
use crate::i18n::Locale;
use crate::text::visible::visible;
use clap::{Args, Subcommand};
use std::fs::File;
use std::io;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The kinds of imports.
#[derive(Debug, Clone, Subcommand)]
pub enum ImportCommand {
    /// Adds and changes customers by Microsoft ID
    #[command(long_about = "Adds and changes customers by Microsoft ID; removes none.\n\n\
        Columns, in any order, in English, Korean or Chinese: Microsoft ID, Company name, Primary domain name, \
        Relationship (Reseller, Advisor, Syndication, Microsoft support or None). A name that was edited in the \
        portal is kept and reported. Bad rows are reported and do not stop the good ones; a file that cannot be read \
        completely changes nothing.")]
    Customers {
        /// The file
        #[command(flatten)]
        file: ImportFile,
        /// New customers have not granted delegated administration
        #[arg(long)]
        no_delegated_admin: bool,
    },
    /// Adds and changes subscriptions by Subscription ID
    #[command(long_about = "Adds and changes subscriptions by Subscription ID; removes none.\n\n\
        Columns, in any order, in English, Korean or Chinese: Microsoft ID, Subscription ID, Subscription, Quantity, \
        Status (Active, Suspended, Pending, Deleted, Expired or Disabled), Reseller (the MPN ID of the indirect \
        reseller of record, or empty). Import the customers and resellers first.\n\n\
        With --customer, every row is that customer's, and the column Microsoft ID can be left out. So the file that \
        the customer's page exports can be imported again.")]
    Subscriptions {
        /// The file
        #[command(flatten)]
        file: ImportFile,
        /// Microsoft ID of the customer, if the file has subscriptions of only one
        #[arg(long, value_name = "ID", value_parser = MicrosoftId::from_input)]
        customer: Option<MicrosoftId>,
    },
    /// Adds indirect resellers and their partnerships with this provider
    #[command(
        long_about = "Adds indirect resellers that are new, and their partnerships with this provider.\n\n\
        Columns, in any order, in English, Korean or Chinese: MPN ID, Company name, Primary domain name, Country/region \
        (two letters, ISO 3166)."
    )]
    Resellers(ImportFile),
    /// Adds and changes the offers that this partner can sell, by Offer ID
    #[command(
        long_about = "Adds and changes the offers that this partner can sell, by Offer ID; removes none.\n\n\
        Columns, in any order, in English, Korean or Chinese: Offer ID, Offer name, Publisher, Category, Billing type \
        (License-based or Usage-based), Billing cycle (Monthly, Annual, One-time or By usage), Minimum quantity, Maximum \
        quantity, Parent offer ID (an add-on's parent, or empty), Can be canceled (Yes or No). Prices are left out."
    )]
    Offers(ImportFile),
    /// Sets the tags of customers by Microsoft ID
    #[command(
        long_about = "Sets the tags of customers by Microsoft ID; customers that are not in the file keep theirs.\n\n\
        Columns, in any order, in English, Korean or Chinese: Microsoft ID, Tags (separated by semicolons). Afterwards, each \
        customer of the file has exactly the tags of its row; an empty cell removes all. Tags are compared without regard \
        to case and width, and new ones are created. `export tags` writes such a file."
    )]
    Tags(ImportFile),
    /// Adds aliases of customers by Microsoft ID
    #[command(long_about = "Adds aliases of customers by Microsoft ID; removes none.\n\n\
        Columns, in any order, in English, Korean or Chinese: Microsoft ID, Alias. A customer can have several rows. The \
        search finds a customer also by its aliases.")]
    Aliases(ImportFile),
    /// Sets the resellers of record of customers by Microsoft ID
    #[command(
        long_about = "Sets the resellers of record of customers by Microsoft ID; customers that are not in the file keep \
        theirs.\n\n\
        Columns, in any order, in English, Korean or Chinese: Microsoft ID, Reseller (the MPN ID of an indirect reseller of \
        this provider; empty for none). All subscriptions of the customer that are not deleted get the reseller of record."
    )]
    ResellersOfRecord(ImportFile),
}

/// The arguments of all imports.
#[derive(Debug, Clone, Args)]
pub struct ImportFile {
    /// CSV file in UTF-8; - is standard input
    pub file: PathBuf,
    /// MPN ID of the partner
    #[arg(long, value_name = "MPN_ID")]
    pub partner: String,
    /// Show what would be added, changed and left unchanged, without writing
    #[arg(long)]
    pub dry_run: bool,
    /// Write the bad rows to this file, each with its reason, to correct and import again
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// With --dry-run, write all cells that would change to this file, with the values before and after
    #[arg(long, value_name = "FILE", requires = "dry_run")]
    pub changes: Option<PathBuf>,
    /// Keep the stored values of this column, such as "Company name"; can be given several times
    #[arg(long, value_name = "COLUMN", value_parser = parse_column)]
    pub keep: Vec<Column>,
    /// Replace names that were edited in the portal by those in the file
    #[arg(long)]
    pub replace_edited_names: bool,
}

/// Parses the name of a column, in any of the three languages.
fn parse_column(name: &str) -> std::result::Result<Column, String> {
    Column::named(name).ok_or_else(|| "is not a column of these files".to_owned())
}

impl ImportCommand {
    /// Returns the arguments that all imports have.
    pub fn file(&self) -> &ImportFile {
        match self {
            ImportCommand::Customers { file, .. } => file,
            ImportCommand::Subscriptions { file, .. }
            | ImportCommand::Resellers(file)
            | ImportCommand::Offers(file)
            | ImportCommand::Tags(file)
            | ImportCommand::Aliases(file)
            | ImportCommand::ResellersOfRecord(file) => file,
        }
    }

    /// Checks that the stored values of the columns can be kept in a file of this kind.
    fn check_choices(&self, choices: &ColumnChoices) -> Result<()> {
        let possible = match self {
            ImportCommand::Customers { .. } => Customers::CHOICES,
            ImportCommand::Subscriptions { .. } => Subscriptions::CHOICES,
            _ => &[],
        };
        let header = |column: &Column| column.header(Locale::En);
        let possible_names = possible.iter().map(header).collect::<Vec<_>>().join(", ");
        if let Some(column) = choices.ours.iter().find(|column| !possible.contains(column)) {
            let can = match possible_names.as_str() {
                "" => "this import keeps no column".to_owned(),
                names => format!("it can be one of: {names}"),
            };
            return Err(Error::operator(format!("--keep: {} cannot be kept; {can}", header(column))));
        }
        if choices.replace_edited_names && !matches!(self, ImportCommand::Customers { .. }) {
            return Err(Error::operator("--replace-edited-names: only customers have edited names"));
        }
        Ok(())
    }

    /// Imports the file. Prints the result to standard output and the bad rows to standard error. Bad rows
    /// are not errors.
    ///
    /// # Errors
    /// One line for the operator; see [`import_customers`].
    pub fn run(&self, target: &Target<'_>) -> Result<Report> {
        let ImportFile { file, dry_run, rejects, changes, keep, replace_edited_names, .. } = self.file();
        let no_delegated_admin = matches!(self, ImportCommand::Customers { no_delegated_admin: true, .. });
        let customer = match self {
            ImportCommand::Subscriptions { customer, .. } => *customer,
            _ => None,
        };
        let choices = ColumnChoices {
            ours: keep.iter().copied().collect(),
            replace_edited_names: *replace_edited_names,
        };
        self.check_choices(&choices)?;
        let options = Options {
            dry_run: *dry_run,
            rejects: rejects.clone(),
            changes: changes.clone(),
            choices,
            customer,
            no_delegated_admin,
            locale: None,
        };
        let (mut input, size) = open_file(file)?;
        let outputs = [rejects.as_deref(), changes.as_deref()];
        if let Some(output) = outputs.into_iter().flatten().find(|output| is_same_file(file, output)) {
            let path = output.display();
            return Err(Error::operator(format!(
                "{path} is the file that is to be imported; name another one to write to"
            )));
        }
        let bar = ProgressOutput::new(size);
        let mut progress = |progress| bar.show(progress);
        let import = match self {
            ImportCommand::Customers { .. } => import_customers,
            ImportCommand::Subscriptions { .. } => import_subscriptions,
            ImportCommand::Resellers(_) => import_resellers,
            ImportCommand::Offers(_) => import_offers,
            ImportCommand::Tags(_) => import_tags,
            ImportCommand::Aliases(_) => import_aliases,
            ImportCommand::ResellersOfRecord(_) => import_resellers_of_record,
        };
        let report = import(target, &mut input, &options, &mut progress);
        bar.clear();
        let report = report.map_err(|error| with_file_name(file, error))?;
        print(file, &report, rejects.as_deref())?;
        Ok(report)
    }
}

fn open_file(file: &Path) -> Result<(Box<dyn Read>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let opened = File::open(file).and_then(|opened| opened.metadata().map(|metadata| (opened, metadata)));
    match opened {
        Ok((_, metadata)) if metadata.is_dir() => {
            Err(Error::operator(format!("{} is a folder", file.display())))
        }
        Ok((opened, metadata)) => Ok((Box::new(opened), metadata.is_file().then_some(metadata.len()))),
        Err(error) => Err(Error::operator(format!("{}: {error}", file.display()))),
    }
}

fn with_file_name(file: &Path, error: Error) -> Error {
    match error {
        Error::BadInput { field: "file", message } => {
            let what = message.trim_end_matches('.');
            Error::operator(format!("{}: {what}. Nothing was imported.", file.display()))
        }
        other => other,
    }
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let same = one.canonicalize().ok().zip(other.canonicalize().ok());
    same.is_some_and(|(one, other)| one == other)
}

fn print(file: &Path, report: &Report, rejects: Option<&Path>) -> Result<()> {
    let mut err = io::stderr().lock();
    let name = file.display().to_string();
    for bad in &report.bad_rows {
        writeln!(err, "{}: {bad}", visible(&name))?;
    }
    let untold = report.bad - report.bad_rows.len() as u64;
    if untold > 0 {
        let hint = if rejects.is_none() { "; --rejects FILE writes them all" } else { "" };
        writeln!(err, "… and {untold} more bad rows{hint}")?;
    }
    let mut out = io::stdout().lock();
    for (line, remark) in &report.remarks {
        writeln!(out, "line {line}: {remark}")?;
    }
    writeln!(out, "{report}")?;
    if let (Some(rejects), true) = (rejects, report.bad > 0) {
        writeln!(out, "the bad rows are in {}; correct them and import that file", rejects.display())?;
    }
    Ok(())
}

/// Runs the command.
///
/// # Errors
/// One line for the operator; bad rows are not errors.
pub fn run(command: &ImportCommand, context: &CommandContext) -> Result<()> {
    let partner = context.partner(&command.file().partner)?;
    let author = Author::operator(partner.id);
    let target =
        Target { db: &context.db, log: &context.log, partner: &partner, author: &author, noted: None };
    command.run(&target).map(drop)
}
