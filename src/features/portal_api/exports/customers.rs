//! `GET /api/v1/exports/customers`: the customers that match the parameters of `/customers`, with their profiles.

use crate::auth::Scope;
use crate::auth::scope::ExportCustomers;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, PartnerId, Relationship};
use crate::error::{Error, Result};
use crate::features::customer_list::download;
use crate::features::customer_list::download::{CustomerExport, file_name};
use crate::features::customer_list::filter::Params;
use crate::features::customers::resellers::resellers;
use crate::features::portal_api::exports::customer_line::{
    AddressLine, BillingProfileLine, CompanyProfileLine, CustomerLine,
};
use crate::features::portal_api::exports::customer_rows::{
    BillToColumns, CustomerColumns, CustomerWithBillTo, for_each, for_each_by_id,
};
use crate::features::portal_api::exports::format::{ExportFormat, requested_format};
use crate::features::portal_api::parameters::{explain, page_parameters};
use crate::features::rest_api::culture::culture;
use crate::features::rest_api::customers::resource::relationship_word;
use crate::features::rest_api::resource::Attributes;
use crate::state::AppState;
use crate::web::json_lines::{LineExport, LineWriter};
use crate::web::parameters::SelectedParam;
use crate::web::{api_fault, json_lines};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::collections::HashMap;
use std::io::Write;

/// Streams the customers.
///
/// # Errors
/// A malformed parameter, or more exports in an hour than the setting allows.
pub async fn stream(
    request: HttpRequest,
    portal: Data<AppState>,
    scope: Scope<ExportCustomers>,
    given: Query<Vec<(String, String)>>,
) -> Result<HttpResponse> {
    let format = requested_format(&request, &given)?;
    let (params, rows) = (page_parameters::<Params>(&request)?, page_parameters::<SelectedParam>(&request)?);
    let locale = api_fault::locale(&request);
    let sent = match format {
        ExportFormat::Csv => download::download(request, portal, scope, (params, rows)).await,
        ExportFormat::Lines => {
            match CustomerExport::open(&request, &portal, &scope, (&params, &rows)).await {
                Ok(export) => json_lines::send(&request, portal, scope, &file_name(), export).await,
                Err(error) => Err(error),
            }
        }
    };
    sent.map_err(|error| explain(error, |_| locale.texts().api_fault_parameter()))
}

impl LineExport for CustomerExport {
    fn write_lines<W: Write>(
        &self,
        c: &mut DbConnection,
        rows: Option<Vec<MicrosoftId>>,
        out: &mut LineWriter<W>,
    ) -> Result<()> {
        let resellers = resellers(&self.scope, c)?.into_iter().map(|one| (one.id, one.mpn_id)).collect();
        let lines = CustomerLines { resellers, culture: culture(&self.scope.actor().partner.country) };
        let mut write = |row: &CustomerWithBillTo| out.write_line(&lines.line(row)?);
        match rows {
            Some(ids) => for_each_by_id(&self.scope, &ids, c, &mut write),
            None => for_each(&self.scope, c, &mut write),
        }
    }
}

/// What the lines of all customers share.
struct CustomerLines {
    /// The MPN IDs of the partner's indirect resellers.
    resellers: HashMap<PartnerId, String>,
    /// The partner's language and culture.
    culture: (&'static str, &'static str),
}

impl CustomerLines {
    fn line<'a>(&'a self, (row, entered): &'a CustomerWithBillTo) -> Result<CustomerLine<'a>> {
        let relationship: Relationship =
            row.relationship.parse().map_err(|_| Error::internal("an unknown relationship"))?;
        let address = entered.as_ref().map(address).unwrap_or_default();
        let has_address = !address.country.is_empty();
        let number = entered.as_ref().and_then(|bill_to| given(&bill_to.registration_number));
        let email = entered.as_ref().map_or("", |bill_to| bill_to.email.as_str());
        let (id, (language, culture)) = (row.microsoft_id.as_str(), self.culture);
        Ok(CustomerLine {
            id,
            commerce_id: id,
            company_profile: CompanyProfileLine {
                tenant_id: id,
                domain: &row.domain,
                company_name: &row.list_name,
                address: has_address.then_some(address),
                email: given(email),
                organization_registration_number: number,
                attributes: Attributes::new("CustomerCompanyProfile"),
            },
            billing_profile: BillingProfileLine {
                id,
                first_name: address.first_name,
                last_name: address.last_name,
                email,
                culture,
                language,
                company_name: &row.list_name,
                default_address: address,
                organization_registration_number: number,
                attributes: Attributes::of_version("CustomerBillingProfile", id, row.version),
            },
            relationship_to_partner: relationship_word(relationship),
            allow_delegated_access: row.delegated_admin,
            custom_domains: [&row.domain],
            associated_partner_id: self.only_reseller(row),
            attributes: Attributes::new("Customer"),
        })
    }

    /// Returns the MPN ID of the customer's indirect reseller, if it has exactly one with a current partnership.
    fn only_reseller(&self, row: &CustomerColumns) -> Option<&str> {
        let ids = row.reseller_ids.split(' ').filter_map(|id| id.parse().ok().map(PartnerId));
        let mut known = ids.filter_map(|id| self.resellers.get(&id));
        known.next().filter(|_| known.next().is_none()).map(String::as_str)
    }
}

fn address(bill_to: &BillToColumns) -> AddressLine<'_> {
    AddressLine {
        country: &bill_to.country,
        region: None,
        city: &bill_to.city,
        state: &bill_to.state,
        address_line1: &bill_to.address_line1,
        address_line2: &bill_to.address_line2,
        postal_code: &bill_to.postal_code,
        first_name: &bill_to.first_name,
        last_name: &bill_to.last_name,
        phone_number: &bill_to.phone,
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
