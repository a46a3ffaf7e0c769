//! The preview's addresses.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use askama::Template as _;
use axum::{
    Form, Router,
    extract::{Query, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use ruhu_core::{clock::Clock, form::AnswerKey};
use serde::Deserialize;
use tokio::net::TcpListener;
use tower_http::limit::RequestBodyLimitLayer;

use super::{desk::Desk, page::Page};
use crate::console::is_same_origin;

/// Longest answer that is taken, in bytes.
const MAX_SENT_BYTES: usize = 256 * 1024;
const STYLESHEET: &str = include_str!("../../templates/preview/preview.css");
const SCRIPT: &str = include_str!("../../templates/preview/preview.js");

#[derive(Clone)]
struct Shared {
    desk: Arc<Mutex<Desk>>,
    clock: Arc<dyn Clock>,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> i64 {
        self.clock.read().wall_ms
    }
}

/// Serves the preview until the process ends.
///
/// # Errors
/// The listener's.
pub async fn serve(desk: Desk, listener: TcpListener, clock: Arc<dyn Clock>) -> std::io::Result<()> {
    let shared = Shared { desk: Arc::new(Mutex::new(desk)), clock };
    let router = Router::new()
        .route("/", get(show))
        .route("/answer", post(answer))
        .route("/add", post(add))
        .route("/remove", post(remove))
        .route("/reload", post(reload))
        .route("/language", post(language))
        .route("/preview.css", get(async || asset("text/css; charset=utf-8", STYLESHEET)))
        .route("/preview.js", get(async || asset("text/javascript; charset=utf-8", SCRIPT)))
        .layer(RequestBodyLimitLayer::new(MAX_SENT_BYTES))
        .layer(middleware::from_fn(protect))
        .with_state(shared);
    axum::serve(listener, router).await
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// A page elsewhere must not reach the preview, neither by posting to it nor under a name that it has had pointed here.
async fn protect(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = matches!(name, "127.0.0.1" | "localhost" | "[::1]");
    let reads = *request.method() == Method::GET;
    if !is_here || !(reads || is_same_origin(request.headers(), request.uri())) {
        return (StatusCode::FORBIDDEN, "预览只能在本机打开，请使用命令显示的网址").into_response();
    }
    let mut response = next.run(request).await;
    response.headers_mut().extend(HEADERS);
    response
}

fn page(desk: &Desk) -> Response {
    match Page::of(desk).render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => {
            tracing::error!(cause = %error, "template failed");
            (StatusCode::INTERNAL_SERVER_ERROR, "页面无法生成，请重新启动预览").into_response()
        }
    }
}

#[derive(Deserialize)]
struct Place {
    at: Option<AnswerKey>,
}

async fn show(State(shared): State<Shared>, Query(place): Query<Place>) -> Response {
    let mut desk = shared.desk();
    if let Some(at) = place.at {
        desk.at = Some(at);
        desk.refused = None;
    }
    page(&desk)
}

/// Where a field can be sent more than once, pairs are what is left of it.
type Sent = Form<Vec<(String, String)>>;

fn first<'s>(sent: &'s Sent, name: &str) -> Option<&'s str> {
    sent.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

fn key_in(sent: &Sent, name: &str) -> Option<AnswerKey> {
    first(sent, name).and_then(|text| AnswerKey::new(text).ok())
}

async fn answer(State(shared): State<Shared>, sent: Sent) -> Response {
    let mut desk = shared.desk();
    if let Some(key) = key_in(&sent, "key") {
        let values = sent.0.iter().filter(|(name, _)| name == "value").map(|(_, value)| value.clone());
        desk.answer(&key, values.collect());
    }
    page(&desk)
}

async fn add(State(shared): State<Shared>, sent: Sent) -> Response {
    let mut desk = shared.desk();
    if let Some(repeat) = key_in(&sent, "repeat") {
        desk.add(&repeat);
    }
    page(&desk)
}

async fn remove(State(shared): State<Shared>, sent: Sent) -> Response {
    let mut desk = shared.desk();
    if let Some(instance) = key_in(&sent, "instance") {
        desk.remove(&instance);
    }
    page(&desk)
}

async fn reload(State(shared): State<Shared>) -> Redirect {
    let now_ms = shared.now_ms();
    shared.desk().reload(now_ms);
    Redirect::to("/")
}

async fn language(State(shared): State<Shared>, sent: Sent) -> Redirect {
    if let Some(language) = first(&sent, "language") {
        shared.desk().speak(language);
    }
    Redirect::to("/")
}
