//! The pages of connections: their list ([`list_page`]), the form ([`edit`]), the buttons ([`actions`]), the runs of one
//! ([`runs_page`]), a run ([`run_page`], [`run_actions`]), and
//! what is written back ([`writes_page`], [`write_actions`]).

pub mod actions;
pub mod address_field;
pub mod edit;
pub mod form;
pub mod list_page;
pub mod run_actions;
pub mod run_page;
pub mod runs_page;
pub mod status;
pub mod write_actions;
pub mod writes_page;
