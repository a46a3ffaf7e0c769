//! The one stylesheet, part of the program: an office without internet sees the same page.

use std::sync::LazyLock;

use axum::{
    extract::RawQuery,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use ruhu_core::ids::Sha256Hash;

/// Where the stylesheet is.
pub(super) const STYLESHEET_PATH: &str = "/assets/console.css";
const STYLESHEET: &str = include_str!("../../templates/console/console.css");

/// Where the icon is.
pub(super) const ICON_PATH: &str = "/assets/icon.svg";
const ICON: &str = include_str!("../../templates/console/icon.svg");

static HREF: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256Hash::of(STYLESHEET.as_bytes()).to_string();
    format!("{STYLESHEET_PATH}?v={}", hash.get(..16).unwrap_or_default())
});

/// The stylesheet's address, which changes with its content.
pub(super) fn href() -> &'static str {
    &HREF
}

/// Serves the stylesheet: for ever under the address of its content, for the moment under any other.
pub(super) async fn stylesheet(RawQuery(query): RawQuery) -> Response {
    let current = query.is_some_and(|query| HREF.ends_with(&format!("?{query}")));
    let caching = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
    ];
    (headers, STYLESHEET).into_response()
}

/// Serves the icon.
pub(super) async fn icon() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    (headers, ICON).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_address_of_this_content_is_cached_for_ever() {
        let caching = async |query: Option<&str>| {
            let response = stylesheet(RawQuery(query.map(str::to_owned))).await;
            response.headers()[header::CACHE_CONTROL].to_str().unwrap().to_owned()
        };
        let (_, query) = href().split_once('?').unwrap();
        assert!(caching(Some(query)).await.contains("immutable"));
        assert_eq!(caching(Some("v=0000000000000000")).await, "no-cache");
        assert_eq!(caching(None).await, "no-cache");
    }

    #[test]
    fn the_stylesheet_asks_nothing_of_other_hosts() {
        for outside in ["http:", "https:", "//", "@import", "url("] {
            assert!(!STYLESHEET.contains(outside), "{outside}");
        }
    }
}
