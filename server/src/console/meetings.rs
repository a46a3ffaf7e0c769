//! The list of review meetings, with the packs to download.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::{
    error::ConsoleError,
    page::{Chrome, Section, render},
    purpose,
    reader::CaseReader,
};
use crate::{
    local_time,
    pack::Edition,
    store::{MeetingRow, Reader},
};

/// A pack that was made before.
#[derive(Debug, Clone)]
pub(super) struct PackLine {
    edition: &'static str,
    version: String,
    pages: u32,
    made: String,
}

/// One meeting.
#[derive(Debug, Clone)]
pub(super) struct MeetingLine {
    id: String,
    title: String,
    region: String,
    held_at: String,
    place: String,
    chair: String,
    households: usize,
    packs: Vec<PackLine>,
}

/// The page.
#[derive(Template, Clone)]
#[template(path = "console/meetings.html")]
pub(super) struct MeetingsPage {
    chrome: Chrome,
    meetings: Vec<MeetingLine>,
    purpose_min: usize,
    purpose_max: usize,
}

/// `GET /meetings`
pub(super) async fn show(person: CaseReader) -> Result<Response, ConsoleError> {
    person.beside(list).await.map(IntoResponse::into_response)
}

fn list(person: &CaseReader) -> Result<Html<String>, ConsoleError> {
    let page = person.app().store.read(|r| -> Result<_, ConsoleError> {
        let mut meetings = Vec::new();
        for meeting in r.meetings_in(person.region())? {
            meetings.push(line(r, &meeting)?);
        }
        Ok(MeetingsPage {
            chrome: person.chrome(r, Section::Meetings)?,
            meetings,
            purpose_min: purpose::MIN_CHARS,
            purpose_max: purpose::MAX_CHARS,
        })
    })?;
    render(&page)
}

fn line(r: &Reader<'_>, meeting: &MeetingRow) -> Result<MeetingLine, ConsoleError> {
    let packs = r.packs_of(&meeting.meeting)?;
    Ok(MeetingLine {
        id: meeting.meeting.to_string(),
        title: meeting.title.clone(),
        region: r.divisions(&meeting.region)?.full_name(&meeting.region),
        held_at: meeting.held_at.replace('T', " "),
        place: meeting.place.clone(),
        chair: meeting.officers.chair.clone(),
        households: r.meeting_households(&meeting.meeting)?.len(),
        packs: packs
            .into_iter()
            .map(|pack| PackLine {
                edition: edition_label(&pack.edition),
                version: pack.version.get(..12).unwrap_or(&pack.version).to_owned(),
                pages: pack.pages,
                made: local_time::minute(pack.made_ms),
            })
            .collect(),
    })
}

fn edition_label(edition: &str) -> &'static str {
    Edition::from_name(edition).map_or("其他版本", Edition::label)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::console) fn samples() -> Vec<MeetingsPage> {
        let meeting = MeetingLine {
            id: "m-1".to_owned(),
            title: "<script>alert(1)</script>民主评议会".to_owned(),
            region: "信州区某镇某村".to_owned(),
            held_at: "2026-11-20 19:00".to_owned(),
            place: "村委会会议室".to_owned(),
            chair: String::new(),
            households: 20,
            packs: vec![PackLine {
                edition: edition_label("organiser"),
                version: "0123456789ab".to_owned(),
                pages: 44,
                made: "2026-11-19 10:00".to_owned(),
            }],
        };
        let full = MeetingsPage {
            chrome: crate::console::tests::sample_chrome(),
            meetings: vec![meeting],
            purpose_min: purpose::MIN_CHARS,
            purpose_max: purpose::MAX_CHARS,
        };
        let empty = MeetingsPage { meetings: Vec::new(), ..full.clone() };
        vec![full, empty]
    }

    #[test]
    fn each_meeting_offers_both_editions_and_the_full_one_asks_why() {
        let [full, empty] = &samples()[..] else { panic!("two samples") };
        let html = full.render().unwrap();
        assert!(html.contains("href=\"/meetings/m-1/packs/participants.pdf\""));
        assert!(html.contains("action=\"/meetings/m-1/packs/organiser.pdf\""));
        assert!(html.contains("name=\"purpose\""));
        assert!(empty.render().unwrap().contains("ruhu meeting create"));
    }
}
