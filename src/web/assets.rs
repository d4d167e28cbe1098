//! The static files, embedded in the binary. Each URL contains a hash of the content, so browsers may cache
//! the file without expiry. `templates/layout.html` gets the URLs from [`links`].

use crate::text::hex;
use crate::urls;
use actix_web::http::header;
use actix_web::http::header::{ContentEncoding, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::io::Write;
use std::sync::LazyLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Files;

/// The URLs of the files that pages refer to.
#[derive(Debug)]
pub struct Links {
    /// The style sheet.
    pub css: String,
    /// The portal's own script.
    pub js: String,
    /// htmx.
    pub htmx: String,
    /// The favicon.
    pub icon: String,
}

struct Asset {
    media_type: &'static str,
    body: Bytes,
    gzip: Bytes,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let load = |name: std::borrow::Cow<'static, str>| Some((fingerprinted(&name)?, Asset::load(&name)?));
    Files::iter().filter_map(load).collect()
});

static LINKS: LazyLock<Links> = LazyLock::new(|| {
    let link = |name| fingerprinted(name).map(|name| urls::static_file(name).into()).unwrap_or_default();
    Links {
        css: link("app.css"),
        js: link("app.js"),
        htmx: link("vendor/htmx-2.0.11.min.js"),
        icon: link("icon.svg"),
    }
});

/// Returns the URLs, which are computed once per process.
pub fn links() -> &'static Links {
    &LINKS
}

/// `GET /static/{file}`: returns the file with an immutable cache header, or 404 if no file has this name and hash.
pub async fn serve(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    let Some(asset) = ASSETS.get(file.as_str()) else { return HttpResponse::NotFound().finish() };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, asset.media_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"));
    if takes_gzip(request.headers().get(header::ACCEPT_ENCODING)) {
        response.insert_header(ContentEncoding::Gzip).body(asset.gzip.clone())
    } else {
        response.insert_header(ContentEncoding::Identity).body(asset.body.clone())
    }
}

impl Asset {
    fn load(name: &str) -> Option<Self> {
        let body = Bytes::from(Files::get(name)?.data.into_owned());
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&body).ok()?;
        Some(Asset { media_type: media_type(name)?, gzip: encoder.finish().ok()?.into(), body })
    }
}

/// Returns the name with a hash of the content in it: `app.css` becomes `app.0123456789abcdef.css`.
fn fingerprinted(name: &str) -> Option<String> {
    let hash = Files::get(name)?.metadata.sha256_hash();
    let hash = hex(&hash[..8]);
    let (stem, extension) = name.rsplit('/').next()?.rsplit_once('.')?;
    Some(format!("{stem}.{hash}.{extension}"))
}

/// Returns the media type of a file for browsers; `None` for other files in the folder, which are not served.
fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit('.').next() {
        Some("css") => Some("text/css; charset=utf-8"),
        Some("js") => Some("text/javascript; charset=utf-8"),
        Some("svg") => Some("image/svg+xml"),
        _ => None,
    }
}

fn takes_gzip(accept: Option<&HeaderValue>) -> bool {
    let accept = accept.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let gzip = accept.split(',').map(str::trim).find(|entry| entry.starts_with("gzip"));
    gzip.is_some_and(|entry| !entry.replace(' ', "").ends_with(";q=0"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_link_has_a_file() {
        for link in [&links().css, &links().js, &links().htmx, &links().icon] {
            let asset = ASSETS.get(link.strip_prefix("/static/").unwrap());
            assert!(asset.is_some_and(|asset| !asset.gzip.is_empty()), "{link:?}");
        }
    }

    #[actix_web::test]
    async fn assets_are_immutable_and_old_names_answer_404() {
        use actix_web::test::{TestRequest, call_service, init_service};
        let app = actix_web::App::new().route("/static/{file}", web::get().to(serve));
        let app = init_service(app).await;
        let get =
            |address: &str| TestRequest::get().uri(address).insert_header(("accept-encoding", "gzip, br"));
        let response = call_service(&app, get(&links().css).to_request()).await;
        assert_eq!(response.headers().get("content-type").unwrap(), "text/css; charset=utf-8");
        assert_eq!(response.headers().get("content-encoding").unwrap(), "gzip");
        assert!(response.headers().get("cache-control").unwrap().to_str().unwrap().contains("immutable"));
        let gone = call_service(&app, get("/static/app.0000000000000000.css").to_request()).await;
        assert_eq!(gone.status(), 404);
    }
}
