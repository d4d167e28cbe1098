//! The search and the filters above the list of requests.

use crate::domain::{PartnerKind, TextEnum};
use crate::features::customers::list_context::ListContext;
use crate::features::relationship_requests::filter::Params;
use crate::features::relationship_requests::model::{OnlyRequests, RequestKind, SentMonth};
use crate::urls;
use crate::web::list::{FilterChoice, FilterField, ListFilters};
use crate::web::shell::Shell;

/// Returns the search and the filters.
pub(super) fn filters(shell: &Shell, context: &ListContext<'_, Params>) -> ListFilters {
    let (texts, typed, params) = (shell.texts, context.typed, context.params);
    let has_kind = |kind: RequestKind| match context.kind {
        PartnerKind::Direct => kind == RequestKind::Customer,
        PartnerKind::IndirectProvider => true,
        PartnerKind::IndirectReseller => kind != RequestKind::Partnership,
    };
    let kinds = RequestKind::ALL.iter().filter(|(kind, _)| has_kind(*kind));
    let kinds = kinds.map(|(kind, word)| FilterChoice::new(*word, kind.label(texts)));
    let kind = FilterField::choice(shell, "kind", texts.asks_for(), &typed.kind, kinds);
    let label = match context.kind {
        PartnerKind::Direct => None,
        PartnerKind::IndirectProvider => Some(texts.reseller()),
        PartnerKind::IndirectReseller => Some(texts.order_provider()),
    };
    let partner = label.map(|label| {
        let none = FilterChoice::new("none", texts.none());
        let choices = [none].into_iter().chain(context.partner_choices(texts));
        FilterField::choice(shell, "partner", label, &typed.partner, choices)
    });
    let people = context.people_choices();
    let by = FilterField::choice(shell, "by", texts.request_made_by(), &typed.by, people);
    let only = OnlyRequests::ALL.iter().map(|(only, word)| FilterChoice::new(*word, only.label(texts)));
    let only = FilterField::choice(shell, "only", texts.requests_only(), &typed.only, only);
    let months = SentMonth::ALL.iter().map(|(month, word)| FilterChoice::new(*word, month.label(texts)));
    let sent = FilterField::choice(shell, "sent", texts.request_sent(), &typed.sent, months);
    let form = ListFilters::new(&urls::relationship_requests(), texts.requests_search(), &typed.q);
    ListFilters { bad: context.bad, ..form }
        .with((context.kind != PartnerKind::Direct).then_some(kind))
        .with(partner)
        .with([by, only, sent])
        .with(FilterField::days(shell, &typed.from, &typed.to))
        .keeping("state", &params.state)
        .keeping("sort", &params.sort)
        .cleared_by(unfiltered(params))
}

/// Returns the URL of the tab without search and filters.
pub(super) fn unfiltered(params: &Params) -> String {
    urls::relationship_requests().with_parameters([("state", &*params.state), ("sort", &*params.sort)])
}
