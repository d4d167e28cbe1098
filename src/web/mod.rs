//! What all pages share: middleware, forms, the page shell, static files, error pages, downloads.

pub mod appearance;
pub mod assets;
pub mod column_sort;
pub mod download;
pub mod error_page;
pub mod error_response;
pub mod export_menu;
pub mod flash;
pub mod form_extract;
pub mod form_fields;
mod html;
pub mod kept_forms;
pub mod list;
pub mod middleware;
pub mod nav;
pub mod page_action;
pub mod pager;
pub mod redact;
pub mod request;
pub mod response;
pub mod route_table;
pub mod shell;
pub mod spool;
pub mod steps;
pub mod table_export;
pub mod tabs;
pub mod timeouts;
