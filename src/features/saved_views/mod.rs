//! Saved views: the filter, columns and order of a list under a name, of one user or shared with the partner. A list loads
//! [`opened`], counts what its views find, and shows [`tabs`]; [`viewed_list`] is what this feature needs from a list. The
//! pages are [`list_page`], [`new_view`] and [`edit`].

pub mod changes;
pub mod edit;
pub mod form;
pub mod kept_view;
pub mod list_page;
pub mod model;
pub mod new_view;
pub mod opened;
pub mod parameters;
pub mod queries;
pub mod tabs;
pub mod viewed_list;
