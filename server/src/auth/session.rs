//! Sessions of people at the console: a random cookie, known by its hash alone.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use ruhu_core::ids::Sha256Hash;

use crate::{
    app::App,
    entropy::fresh_bytes,
    store::{AuditLine, StoreError, User},
};

/// Name of the cookie.
pub const SESSION_COOKIE: &str = "ruhu_session";
/// A session ends after this, in milliseconds: one working day.
pub const SESSION_LIFETIME_MS: i64 = 10 * 3_600 * 1_000;

/// A person who is logged in.
#[derive(Debug, Clone)]
pub struct SessionUser(pub User);

impl FromRequestParts<Arc<App>> for SessionUser {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let to_login = || Redirect::to("/login").into_response();
        let token = bearer_cookie(&parts.headers).ok_or_else(to_login)?;
        let hash = Sha256Hash::of(token.as_bytes());
        let user = app.store.read(|r| r.session_user(&hash, app.now_ms()));
        match user {
            Ok(Some(user)) => Ok(Self(user)),
            Ok(None) => Err(to_login()),
            Err(error) => Err(crate::error::ApiError::from(error).into_response()),
        }
    }
}

/// The session token that a request carries.
#[must_use]
pub fn bearer_cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == SESSION_COOKIE).then(|| value.to_owned())
        })
}

/// Opens a session; gives its token.
///
/// # Errors
/// [`StoreError`].
pub fn open_session(app: &App, user: &User) -> Result<String, StoreError> {
    let token = hex::encode(fresh_bytes::<32>()?);
    let hash = Sha256Hash::of(token.as_bytes());
    let now_ms = app.now_ms();
    let login = user.login.clone();
    app.store.write(move |w| -> Result<(), StoreError> {
        w.keep_session(&hash, &login, now_ms + SESSION_LIFETIME_MS, now_ms)?;
        w.audit(&AuditLine {
            at_ms: now_ms,
            actor: login,
            action: "session.open".to_owned(),
            subject: String::new(),
            purpose: String::new(),
        })
    })?;
    Ok(token)
}

/// Ends a session.
///
/// # Errors
/// [`StoreError`].
pub fn close_session(app: &App, token: &str) -> Result<(), StoreError> {
    let hash = Sha256Hash::of(token.as_bytes());
    app.store.write(move |w| w.drop_session(&hash))
}
