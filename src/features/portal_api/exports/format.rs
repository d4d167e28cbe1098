//! The format of an export: the parameter `format`, otherwise the header `Accept`, otherwise lines of JSON.

use crate::domain::text_enum::text_enum;
use crate::error::{Error, Result};
use crate::features::portal_api::parameters::{GivenParameters, single};
use crate::web::json_lines;
use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, Accept, Header};

/// The format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// The file of the page.
    Csv,
    /// Lines of JSON.
    Lines,
}

text_enum!(ExportFormat, "export format", { Csv = "csv", Lines = "ndjson" });

/// Returns the format that a request asks for.
///
/// # Errors
/// [`Error::BadInput`] with the field `format` or `Accept`.
pub fn requested_format(request: &HttpRequest, given: &GivenParameters) -> Result<ExportFormat> {
    match single(given, "format")? {
        "" => accepted_format(request),
        word => word.parse().map_err(|_| Error::bad_input("format", "it is csv or ndjson")),
    }
}

fn accepted_format(request: &HttpRequest) -> Result<ExportFormat> {
    if !request.headers().contains_key(ACCEPT) {
        return Ok(ExportFormat::Lines);
    }
    let malformed = |_| Error::bad_input("Accept", "it is text/csv or application/x-ndjson");
    let known = Accept::parse(request).map_err(malformed)?.ranked().into_iter().find_map(|kind| {
        match kind.essence_str() {
            "text/csv" => Some(ExportFormat::Csv),
            json_lines::MEDIA_TYPE | "*/*" | "application/*" => Some(ExportFormat::Lines),
            _ => None,
        }
    });
    // The vendor's clients ask for JSON wherever they read.
    Ok(known.unwrap_or(ExportFormat::Lines))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use actix_web::web::Query;

    fn format(accept: &str, query: &str) -> Option<ExportFormat> {
        let request = TestRequest::default().insert_header((ACCEPT, accept)).to_http_request();
        requested_format(&request, &Query::from_query(query).unwrap()).ok()
    }

    #[test]
    fn the_parameter_counts_before_the_header() {
        assert_eq!(format("text/csv", ""), Some(ExportFormat::Csv));
        assert_eq!(format("text/csv;q=0.1, application/x-ndjson", ""), Some(ExportFormat::Lines));
        assert_eq!(format("text/csv", "format=ndjson"), Some(ExportFormat::Lines));
        for accept in ["*/*", "application/json", "text/html, text/csv;q=0.5, */*;q=0.1"] {
            let wanted = if accept.contains("csv") { ExportFormat::Csv } else { ExportFormat::Lines };
            assert_eq!(format(accept, ""), Some(wanted), "{accept}");
        }
        assert_eq!(format("*/*", "format=xlsx"), None);
        assert_eq!(format("*/*", "format=csv&format=csv"), None);
    }
}
