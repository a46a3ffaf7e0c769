//! A photo's files. What may show numbers, names or hands of signers is not served here (see [`super::photo_reveal`]).

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use ruhu_core::{
    ids::{HouseholdId, Sha256Hash},
    journal::BlobRole,
};

use super::{error::ConsoleError, reader::CaseReader};
use crate::casework::case_file::{CasePhoto, photo_of};

/// A file of a household that a person may be shown.
pub(super) struct FoundPhoto {
    pub(super) household: HouseholdId,
    pub(super) head_name: String,
    pub(super) sha256: Sha256Hash,
    pub(super) case: CasePhoto,
}

/// The file, where the household is this person's and a complete record of it names the file.
pub(super) fn find(person: &CaseReader, id: &str, sha256: &str) -> Result<FoundPhoto, ConsoleError> {
    let household = HouseholdId::new(id).map_err(|_| ConsoleError::NotFound)?;
    let sha256: Sha256Hash = sha256.parse().map_err(|_| ConsoleError::NotFound)?;
    person.app().store.read(|r| {
        let stored = person.household(r, &household)?;
        let case = photo_of(r, &household, &sha256)?.ok_or(ConsoleError::NotFound)?;
        Ok(FoundPhoto { head_name: stored.row.head_name.full().to_owned(), household, sha256, case })
    })
}

/// The bytes, with the type that they have and no other: what a browser would guess is not trusted.
pub(super) fn bytes(
    person: &CaseReader,
    sha256: &Sha256Hash,
) -> Result<(Vec<u8>, &'static str), ConsoleError> {
    let bytes = person.app().blobs.read(sha256).map_err(|error| {
        tracing::error!(cause = %error.kind(), "photo not read");
        ConsoleError::PhotoUnreadable
    })?;
    let media_type = media_type(&bytes);
    Ok((bytes, media_type))
}

fn media_type(bytes: &[u8]) -> &'static str {
    match image::guess_format(bytes) {
        Ok(image::ImageFormat::Jpeg) => "image/jpeg",
        Ok(image::ImageFormat::Png) => "image/png",
        _ => "application/octet-stream",
    }
}

/// `GET /households/{id}/photos/{sha256}`
pub(super) async fn serve(
    person: CaseReader,
    Path((id, sha256)): Path<(String, String)>,
) -> Result<Response, ConsoleError> {
    person
        .beside(move |person| {
            let found = find(person, &id, &sha256)?;
            if found.case.photo.kind.is_sensitive() {
                return Err(ConsoleError::NotFound);
            }
            if found.case.role == BlobRole::Original {
                // The original carries the phone's own notes, place and all.
                person.audit(
                    "photo.original",
                    format!("{}/{}", found.household, found.sha256),
                    String::new(),
                )?;
            }
            let (bytes, media_type) = bytes(person, &found.sha256)?;
            file_response(&found, bytes, media_type)
        })
        .await
}

fn file_response(
    found: &FoundPhoto,
    bytes: Vec<u8>,
    media_type: &'static str,
) -> Result<Response, ConsoleError> {
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let disposition = match found.case.role {
        BlobRole::Thumbnail | BlobRole::Derivative => "inline".to_owned(),
        BlobRole::Original => format!("attachment; filename=\"{}\"", file_name(found, media_type)),
    };
    let disposition = HeaderValue::from_str(&disposition).map_err(|_| ConsoleError::Render)?;
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// Household, kind and hash: no name of a person ends up in a folder of downloads.
fn file_name(found: &FoundPhoto, media_type: &str) -> String {
    let hash = found.sha256.to_string();
    let ending = match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => "bin",
    };
    format!(
        "{}-{}-{}.{ending}",
        found.household,
        found.case.photo.kind.name(),
        hash.get(..12).unwrap_or(&hash)
    )
}
