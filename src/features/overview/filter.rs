//! The query parameters of the overview.

use crate::error::Result;
use crate::urls;
use crate::web::list::BadParameter;
use crate::web::parameters::optional_by;
use crate::web::shell::Shell;
use serde::Deserialize;

/// The query parameters of `GET /`, see docs/reference/addresses.md.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// `7`, `30` or `90`: how many days ahead to show.
    pub days: String,
    /// `1`: only what the user did.
    pub mine: String,
}

/// What of the overview is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// How many days ahead, one of [`PERIODS`].
    pub days: u16,
    /// Whether only the log entries of the user are shown.
    pub is_mine: bool,
}

/// The numbers of days ahead.
pub const PERIODS: [u16; 3] = [7, 30, 90];

/// The usual number of days ahead.
const USUAL: u16 = 30;

impl Params {
    /// Parses the parameters.
    ///
    /// # Errors
    /// [`BadInput`](crate::error::Error::BadInput) with the name of the malformed parameter.
    pub fn filter(&self) -> Result<Filter> {
        let period = |text: &str| text.parse().ok().filter(|days| PERIODS.contains(days));
        let days = optional_by("days", &self.days, period)?.unwrap_or(USUAL);
        let is_mine = optional_by("mine", &self.mine, |text| (text == "1").then_some(()))?.is_some();
        Ok(Filter { days, is_mine })
    }

    /// Clears the value of one parameter.
    pub fn remove(&mut self, field: &str) {
        match field {
            "days" => self.days.clear(),
            _ => self.mine.clear(),
        }
    }
}

impl Filter {
    /// Returns the address of the overview with this filter.
    pub fn address(self) -> String {
        let days = if self.days == USUAL { String::new() } else { self.days.to_string() };
        let mine = if self.is_mine { "1" } else { "" };
        urls::start().with_parameters([("days", days.as_str()), ("mine", mine)])
    }
}

/// Returns the note about a malformed query parameter.
pub fn bad_parameter(field: &'static str, shell: &Shell) -> BadParameter {
    match field {
        "days" => BadParameter { field, text: shell.texts.overview_bad_days() },
        _ => BadParameter::of_list(shell, field),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn reads_its_own_addresses_and_names_what_is_malformed() {
        for (days, is_mine, address) in
            [(30, false, "/"), (7, true, "/?days=7&mine=1"), (90, false, "/?days=90")]
        {
            let filter = Filter { days, is_mine };
            assert_eq!(filter.address(), address);
            let query = address.split_once('?').map_or("", |(_, query)| query);
            let params: Params = serde_urlencoded::from_str(query).unwrap();
            assert_eq!(params.filter().unwrap(), filter);
        }
        for (days, mine, field) in [("8", "", "days"), ("x", "1", "days"), ("7", "2", "mine")] {
            let mut params = Params { days: days.into(), mine: mine.into() };
            let Err(Error::BadInput { field: named, .. }) = params.filter() else { panic!("{days} {mine}") };
            assert_eq!(named, field);
            params.remove(field);
            assert!(params.filter().is_ok());
        }
    }
}
