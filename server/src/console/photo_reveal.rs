//! A photo that may show numbers, names or hands of signers: shown once, for a stated purpose, and written down
//! before it is shown.

use askama::Template;
use axum::{
    Form,
    extract::{Path, rejection::FormRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use ruhu_core::journal::BlobRole;

use super::{
    error::ConsoleError,
    page::{Chrome, Section, render},
    photos,
    purpose::PurposeForm,
    reader::CaseReader,
};

/// The picture is part of the page, so that no address exists under which it could be fetched again.
const POLICY: &str = "default-src 'self'; img-src data:; script-src 'none'; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// The page.
#[derive(Template, Clone)]
#[template(path = "console/photo_reveal.html")]
pub(super) struct PhotoRevealPage {
    chrome: Chrome,
    household: String,
    head_name: String,
    kind: &'static str,
    caption: String,
    purpose: String,
    media_type: &'static str,
    base64: String,
    width: u32,
    height: u32,
}

/// `POST /households/{id}/photos/{sha256}`
pub(super) async fn reveal(
    person: CaseReader,
    Path((id, sha256)): Path<(String, String)>,
    form: Result<Form<PurposeForm>, FormRejection>,
) -> Result<Response, ConsoleError> {
    let Form(form) = form.map_err(|_| ConsoleError::BadForm)?;
    let purpose = form.stated()?;
    let page = person
        .beside(move |person| {
            let found = photos::find(person, &id, &sha256)?;
            if found.case.role != BlobRole::Derivative {
                return Err(ConsoleError::NotFound);
            }
            person.audit("photo.reveal", format!("{}/{}", found.household, found.sha256), purpose.clone())?;
            let (bytes, media_type) = photos::bytes(person, &found.sha256)?;
            let photo = &found.case.photo;
            let chrome = person.app().store.read(|r| person.chrome(r, Section::Households))?;
            render(&PhotoRevealPage {
                chrome,
                household: found.household.to_string(),
                head_name: found.head_name,
                kind: photo.kind.label(),
                caption: photo.caption.clone(),
                purpose,
                media_type,
                base64: STANDARD.encode(bytes),
                width: photo.width,
                height: photo.height,
            })
        })
        .await?;
    Ok(([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY))], page).into_response())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::console) fn samples() -> Vec<PhotoRevealPage> {
        vec![PhotoRevealPage {
            chrome: crate::console::tests::sample_chrome(),
            household: "h-1".to_owned(),
            head_name: "何桂花".to_owned(),
            kind: "证件",
            caption: "<script>alert(1)</script>".to_owned(),
            purpose: "核实\"群众\"<b>举报".to_owned(),
            media_type: "image/jpeg",
            base64: "AAAA".to_owned(),
            width: 1_200,
            height: 1_600,
        }]
    }

    #[test]
    fn the_picture_is_in_the_page_and_the_purpose_beside_it() {
        let html = samples()[0].render().unwrap();
        assert!(html.contains("src=\"data:image/jpeg;base64,AAAA\""));
        assert!(html.contains("核实") && !html.contains("<b>举报"));
    }
}
