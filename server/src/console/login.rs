//! Logging in.

use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::{
    Extension, Form,
    extract::{
        Query, State,
        rejection::{FormRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    error::ConsoleError,
    login_guard::LoginGuard,
    page::{Chrome, render},
};
use crate::{
    app::App,
    auth::{SESSION_COOKIE, SESSION_LIFETIME_MS, hash_password, open_session, verify_password},
    store::User,
};

/// Where people go who wanted no page in particular.
const FIRST_PAGE: &str = "/households";
/// Longest login in characters.
const MAX_LOGIN_CHARS: usize = 100;
/// Longest address to come back to, in bytes.
const MAX_NEXT_BYTES: usize = 200;
/// One text for an unknown login and for a wrong password: neither tells whether the login exists.
const REFUSED: &str = "用户名或密码不正确，请核对后重新输入。忘记密码请联系县级管理员重置。";

/// Takes as long to refuse as any real password. Where it cannot be hashed the refusal is quicker and no less sure.
static NOBODYS_HASH: LazyLock<String> =
    LazyLock::new(|| hash_password("a password that nobody has").unwrap_or_default());

/// The page with the form.
#[derive(Template)]
#[template(path = "console/login.html")]
pub(super) struct LoginPage {
    chrome: Chrome,
    problem: Option<String>,
    login: String,
    next: String,
}

#[derive(Deserialize)]
pub(super) struct NextQuery {
    next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct LoginForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// The address of the login page, for coming back to `wanted` afterwards.
pub(super) fn address(wanted: Option<&str>) -> String {
    match wanted.filter(|path| is_own_page(path) && *path != "/" && *path != FIRST_PAGE) {
        Some(path) => format!("/login?next={path}"),
        None => "/login".to_owned(),
    }
}

/// Only plain paths of this server: nobody is sent elsewhere by a prepared link.
fn is_own_page(path: &str) -> bool {
    path.len() <= MAX_NEXT_BYTES
        && path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.'))
}

fn page(
    status: StatusCode,
    problem: Option<String>,
    login: String,
    next: String,
) -> Result<Response, ConsoleError> {
    let page = LoginPage { chrome: Chrome::anonymous(), problem, login, next };
    Ok((status, render(&page)?).into_response())
}

/// `GET /login`
pub(super) async fn show(query: Result<Query<NextQuery>, QueryRejection>) -> Result<Response, ConsoleError> {
    let next =
        query.ok().and_then(|Query(query)| query.next).filter(|path| is_own_page(path)).unwrap_or_default();
    page(StatusCode::OK, None, String::new(), next)
}

/// `POST /login`
pub(super) async fn submit(
    State(app): State<Arc<App>>,
    Extension(guard): Extension<Arc<LoginGuard>>,
    headers: HeaderMap,
    form: Result<Form<LoginForm>, FormRejection>,
) -> Result<Response, ConsoleError> {
    let Form(LoginForm { login, password, next }) = form.map_err(|_| ConsoleError::BadForm)?;
    let login = login.trim().to_owned();
    let next = if is_own_page(&next) { next } else { String::new() };
    if login.chars().count() > MAX_LOGIN_CHARS {
        return page(StatusCode::UNAUTHORIZED, Some(REFUSED.to_owned()), String::new(), next);
    }
    if let Err(wait_ms) = guard.begin(&login, app.clock.read().mono_ms) {
        return wait(wait_ms, login, next);
    }
    let permit = guard.at_once.acquire().await.map_err(|_| ConsoleError::Render)?;
    let (checked, asked) = (Arc::clone(&app), login.clone());
    let token = tokio::task::spawn_blocking(move || admit(&checked, &asked, &password))
        .await
        .map_err(|_| ConsoleError::Render)??;
    drop(permit);
    let Some(token) = token else {
        metrics::counter!("ruhu_logins_refused_total").increment(1);
        return page(StatusCode::UNAUTHORIZED, Some(REFUSED.to_owned()), login, next);
    };
    guard.succeed(&login);
    let to = if next.is_empty() { FIRST_PAGE } else { &next };
    let cookie = cookie(&token, SESSION_LIFETIME_MS / 1_000, over_https(&headers))?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response())
}

fn wait(wait_ms: u64, login: String, next: String) -> Result<Response, ConsoleError> {
    let seconds = wait_ms.div_ceil(1_000);
    let problem =
        format!("这个用户名连续登录失败次数过多，请等 {seconds} 秒后再试；忘记密码请联系县级管理员重置。");
    let mut response = page(StatusCode::TOO_MANY_REQUESTS, Some(problem), login, next)?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// A session's token, or none where login and password do not fit.
fn admit(app: &App, login: &str, password: &str) -> Result<Option<String>, ConsoleError> {
    let user: Option<User> = app.store.read(|r| r.user(login))?;
    let hash = user.as_ref().map_or(NOBODYS_HASH.as_str(), |user| user.password_hash.as_str());
    let fits = verify_password(password, hash);
    match user.filter(|_| fits) {
        Some(user) => Ok(Some(open_session(app, &user)?)),
        None => Ok(None),
    }
}

/// The cookie of a session, or with no token and no time the end of one.
pub(super) fn cookie(token: &str, max_age_s: i64, secure: bool) -> Result<HeaderValue, ConsoleError> {
    let secure = if secure { "; Secure" } else { "" };
    let text =
        format!("{SESSION_COOKIE}={token}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).map_err(|_| ConsoleError::Render)
}

/// Whether the person's browser speaks HTTPS: the server stands behind a proxy that ends it. A forged header can only
/// make the sender's own cookie stricter.
pub(super) fn over_https(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site_after_the_login() {
        assert_eq!(address(Some("/households/h-1")), "/login?next=/households/h-1");
        for other in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a?b=http://x", "/a%0d", ""]
        {
            assert_eq!(address(Some(other)), "/login", "{other}");
        }
        assert_eq!(address(None), "/login");
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let plain = cookie("abc", 60, false).unwrap();
        assert_eq!(plain, "ruhu_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict");
        assert!(cookie("abc", 60, true).unwrap().to_str().unwrap().ends_with("; Secure"));
    }

    #[test]
    fn the_page_renders_with_and_without_a_problem() {
        for (problem, login) in [(None, ""), (Some(REFUSED.to_owned()), "\"><script>alert(1)</script>")] {
            let page = LoginPage {
                chrome: Chrome::anonymous(),
                problem: problem.clone(),
                login: login.to_owned(),
                next: "/meetings".to_owned(),
            };
            let html = page.render().unwrap();
            assert!(!html.contains("<script>"));
            assert_eq!(html.contains("role=\"alert\""), problem.is_some());
            assert!(html.contains("value=\"/meetings\""));
        }
    }
}
