//! The only page of a portal whose database is empty: how to set it up.

use super::page::Shell;
use askama::Template;

/// Says which command makes the first partner and its first Global admin.
#[derive(Template)]
#[template(path = "web/setup.html")]
pub struct SetupPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
}
