//! The console: server-rendered pages for the people of town and county. Pages decide nothing and hold no SQL; what
//! a page shows is a typed context, so that every page can be rendered from samples.

mod assets;
mod case_assessment;
mod case_file;
mod case_household;
mod case_photos;
mod case_records;
#[cfg(test)]
mod case_sample;
mod error;
mod findings;
mod households;
mod login;
mod login_guard;
mod logout;
mod map;
mod meetings;
mod packs;
mod page;
mod photo_reveal;
mod photos;
mod protect;
mod purpose;
mod quarantine;
mod reader;
mod respondent;
mod signature;
mod times;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware,
    response::Redirect,
    routing::{get, post},
};

pub(crate) use protect::is_same_origin;

use crate::app::App;

/// Largest body of a form, in bytes.
const MAX_FORM_BYTES: usize = 16 * 1024;

/// Every page.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(async || Redirect::to("/households")))
        .route("/login", get(login::show).post(login::submit))
        .route("/logout", post(logout::submit))
        .route("/households", get(households::show))
        .route("/households/{id}", get(case_file::show))
        .route("/households/{id}/interviews/{entry}/respondent", post(respondent::reveal))
        .route("/households/{id}/photos/{sha256}", get(photos::serve).post(photo_reveal::reveal))
        .route("/meetings", get(meetings::show))
        .route("/meetings/{id}/packs/{file}", get(packs::participants).post(packs::organiser))
        .route("/quarantine", get(quarantine::show))
        .route(assets::STYLESHEET_PATH, get(assets::stylesheet))
        .route(assets::ICON_PATH, get(assets::icon))
        .fallback(error::unknown_url)
        .layer(Extension(Arc::new(login_guard::LoginGuard::default())))
        .layer(Extension(Arc::new(packs::PressShop::default())))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(middleware::from_fn(protect::protect))
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::page::{Chrome, Section};
    use crate::{
        auth::hash_password,
        store::{Role, User},
    };

    /// A reviewer whose own name is hostile.
    pub(super) fn sample_user(role: Role, region: &str) -> User {
        User {
            login: "li".to_owned(),
            name: "李<script>alert(1)</script>".to_owned(),
            role,
            region: region.parse().unwrap(),
            password_hash: hash_password("a long password").unwrap(),
        }
    }

    pub(super) fn sample_chrome() -> Chrome {
        let user = sample_user(Role::Reviewer, "361124000000");
        Chrome::of(&user, "铅山县\"><img src=x>".to_owned(), Section::Households)
    }

    fn each_page(check: impl Fn(&str, String)) {
        fn all<T: Template>(name: &str, pages: Vec<T>, check: &impl Fn(&str, String)) {
            for page in pages {
                check(name, page.render().unwrap());
            }
        }
        all("households", super::households::tests::samples(), &check);
        all("case_file", super::case_file::tests::samples(), &check);
        all("meetings", super::meetings::tests::samples(), &check);
        all("quarantine", super::quarantine::tests::samples(), &check);
        all("respondent", super::respondent::tests::samples(), &check);
        all("photo_reveal", super::photo_reveal::tests::samples(), &check);
    }

    #[test]
    fn no_page_lets_a_text_become_markup() {
        each_page(|name, html| {
            assert!(!html.contains("<script"), "{name}");
            assert!(!html.contains("<img src=x"), "{name}");
            assert!(
                !html.contains(" style=") && !html.contains(" onclick="),
                "{name}: the policy would block it"
            );
        });
    }

    #[test]
    fn every_page_can_be_used_with_a_keyboard_and_a_screen_reader() {
        each_page(|name, html| {
            assert!(html.contains("<html lang=\"zh-CN\">"), "{name}");
            assert!(html.contains("<a class=\"skip\" href=\"#main\">"), "{name}");
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
            let unlabelled = html.split("<input ").skip(1).any(|input| {
                let id = input.split("id=\"").nth(1).and_then(|rest| rest.split('"').next());
                let hidden = input.starts_with("type=\"hidden\"");
                !hidden && id.is_none_or(|id| !html.contains(&format!("for=\"{id}\"")))
            });
            assert!(!unlabelled, "{name}");
            assert!(!html.contains("<th>"), "{name}: a heading without scope");
            assert!(html.split("<img ").skip(1).all(|img| img.contains("alt=\"")), "{name}");
        });
    }
}
