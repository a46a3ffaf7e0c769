//! Logging out.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    error::ConsoleError,
    login::{cookie, over_https},
};
use crate::{
    app::App,
    auth::{bearer_cookie, close_session},
};

/// `POST /logout`: the session ends on the server, not only in the browser.
pub(super) async fn submit(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ConsoleError> {
    if let Some(token) = bearer_cookie(&headers) {
        tokio::task::spawn_blocking(move || close_session(&app, &token))
            .await
            .map_err(|_| ConsoleError::Render)??;
    }
    let ended = cookie("", 0, over_https(&headers))?;
    Ok(([(header::SET_COOKIE, ended)], Redirect::to("/login")).into_response())
}
