//! Webhooks: servers to which a partner has events sent. What happened is read from the partner's activity log
//! ([`collect`], by the table in [`event_table`]) and becomes rows that are sent one after the other for each object
//! ([`queue`], [`round`], [`sending`]), signed by Standard Webhooks ([`signing`]). [`work`] runs a webhook, [`workers`] are the
//! threads of this process. The pages begin with [`list_page`] and [`edit`], the calls of the API with [`registration`].

pub mod actions;
pub mod body;
pub mod changes;
pub mod cleaning;
pub mod collect;
pub mod deliveries_page;
pub mod delivery_page;
pub mod delivery_queries;
pub mod delivery_text;
pub mod edit;
pub mod endpoint_card;
pub mod event_table;
pub mod form;
pub mod labels;
pub mod list_page;
pub mod model;
pub mod queries;
pub mod queue;
pub mod registration;
pub mod renewals;
pub mod resending;
pub mod results;
pub mod round;
pub mod secret_handlers;
pub mod secret_once;
pub mod sending;
pub mod signing;
pub mod target;
pub mod test_event;
pub mod work;
pub mod workers;
