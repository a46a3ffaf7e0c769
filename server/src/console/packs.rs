//! Packs to download. The organiser's shows identity papers, so it asks for a purpose; both leave a line in the
//! audit log.

use std::sync::{Arc, OnceLock};

use axum::{
    Extension, Form,
    extract::{Path, rejection::FormRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use ruhu_core::{error::Explain, ids::MeetingId};
use tokio::sync::Semaphore;

use super::{error::ConsoleError, purpose::PurposeForm, reader::CaseReader};
use crate::{
    pack::{Edition, PackFonts},
    review::{self, ReviewError},
};

/// Where packs are made: one at a time, because each holds all its photos in memory.
pub(super) struct PressShop {
    fonts: OnceLock<PackFonts>,
    one_at_a_time: Semaphore,
}

impl Default for PressShop {
    fn default() -> Self {
        Self { fonts: OnceLock::new(), one_at_a_time: Semaphore::new(1) }
    }
}

impl PressShop {
    /// The fonts of this machine. A machine without any is looked at again: they may be installed meanwhile.
    fn fonts(&self) -> Result<&PackFonts, ReviewError> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let found = PackFonts::discover(&[])?;
        Ok(self.fonts.get_or_init(|| found))
    }
}

const ORGANISER_FILE: &str = "organiser.pdf";
const PARTICIPANTS_FILE: &str = "participants.pdf";

impl From<ReviewError> for ConsoleError {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::Store(inner) => Self::Store(inner),
            ReviewError::UnknownMeeting(_) => Self::NotFound,
            other => Self::Pack { code: other.code(), text: other.to_string() },
        }
    }
}

/// `GET /meetings/{id}/packs/{file}`: the participants' pack. The organiser's is asked for on the list of meetings.
pub(super) async fn participants(
    person: CaseReader,
    Extension(shop): Extension<Arc<PressShop>>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, ConsoleError> {
    match file.as_str() {
        PARTICIPANTS_FILE => download(person, shop, (id, Edition::Participants), String::new()).await,
        ORGANISER_FILE => Ok(Redirect::to("/meetings").into_response()),
        _ => Err(ConsoleError::NotFound),
    }
}

/// `POST /meetings/{id}/packs/{file}`: the organiser's pack, for a stated purpose.
pub(super) async fn organiser(
    person: CaseReader,
    Extension(shop): Extension<Arc<PressShop>>,
    Path((id, file)): Path<(String, String)>,
    form: Result<Form<PurposeForm>, FormRejection>,
) -> Result<Response, ConsoleError> {
    if file != ORGANISER_FILE {
        return Err(ConsoleError::NotFound);
    }
    let Form(form) = form.map_err(|_| ConsoleError::BadForm)?;
    download(person, shop, (id, Edition::Organiser), form.stated()?).await
}

async fn download(
    person: CaseReader,
    shop: Arc<PressShop>,
    (id, edition): (String, Edition),
    purpose: String,
) -> Result<Response, ConsoleError> {
    let id = MeetingId::new(id).map_err(|_| ConsoleError::NotFound)?;
    let name = match edition {
        Edition::Organiser => ORGANISER_FILE,
        Edition::Participants => PARTICIPANTS_FILE,
    };
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{id}-{name}\""));
    let disposition = disposition.map_err(|_| ConsoleError::Render)?;
    let turn = Arc::clone(&shop);
    let turn = turn.one_at_a_time.acquire().await.map_err(|_| ConsoleError::Render)?;
    let pdf = person
        .beside(move |person| {
            let meeting = person.app().store.read(|r| r.meeting(&id))?;
            if !meeting.is_some_and(|meeting| person.covers(&meeting.region)) {
                return Err(ConsoleError::NotFound);
            }
            person.audit("pack.download", format!("meeting:{id}/{name}"), purpose)?;
            let pack = review::make_pack(person.app(), &id, edition, (shop.fonts()?, person.login()))?;
            Ok(pack.bytes)
        })
        .await?;
    drop(turn);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, pdf).into_response())
}
