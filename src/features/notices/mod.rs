//! Notices: the page, the settings, the daily notices of coming dates. Begin with [`queries`];
//! [`crate::audit::notices`] writes the rows, [`crate::auth::notices`] decides who sees them.

pub mod cleaning;
pub mod coming;
mod coming_queries;
pub mod digest;
pub mod digest_clock;
pub mod digest_figures;
pub mod filter;
pub mod form;
pub mod handlers;
pub mod labels;
pub mod letters;
pub mod mail_queries;
pub mod mail_text;
pub mod model;
pub mod page;
pub mod queries;
pub mod settings;
pub mod settings_handlers;
pub mod settings_page;
pub mod stream_handlers;
pub mod streams;
pub mod unsubscribe_handlers;
pub mod wording;
