//! The pages of connections: their list ([`list_page`]), the form ([`edit`]), the buttons ([`actions`]), the runs of one
//! ([`runs_page`]), and a run ([`run_page`], [`run_actions`]).

pub mod actions;
pub mod edit;
pub mod form;
pub mod list_page;
pub mod run_actions;
pub mod run_page;
pub mod runs_page;
pub mod status;
