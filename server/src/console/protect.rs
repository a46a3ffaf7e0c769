//! What holds for every page: nothing is framed, cached or loaded from elsewhere, and no other site can post here.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::ConsoleError;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'",
        ),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Refuses forms from other sites, and sets the headers that a page has not set itself.
pub(super) async fn protect(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = if reads || is_same_origin(request.headers(), request.uri()) {
        next.run(request).await
    } else {
        ConsoleError::OtherSite.into_response()
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// The session cookie is `SameSite=Strict`; this also covers the login form and browsers that ignore the attribute.
/// A program without a browser sends neither header and brings no one's cookie.
pub(crate) fn is_same_origin(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text(header::ORIGIN) else { return true };
    let host = text(header::HOST).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    origin.split_once("://").map(|(_, authority)| authority) == host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(HeaderName, &'static str)]) -> bool {
        let mut headers =
            HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("town.example:8420"))]);
        headers.extend(pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))));
        is_same_origin(&headers, &Uri::from_static("/login"))
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        assert!(posted(&[(SEC_FETCH_SITE, "same-origin")]));
        assert!(posted(&[(header::ORIGIN, "http://town.example:8420")]));
        assert!(posted(&[]), "a program without a browser");
        for (name, value) in [
            (SEC_FETCH_SITE, "cross-site"),
            (SEC_FETCH_SITE, "same-site"),
            (header::ORIGIN, "http://elsewhere.example"),
            (header::ORIGIN, "http://town.example:9999"),
            (header::ORIGIN, "null"),
        ] {
            assert!(!posted(&[(name.clone(), value)]), "{name}: {value}");
        }
    }
}
