//! One household's case file (一户一档).

use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use ruhu_core::{approval::Blocking, ids::HouseholdId, record::Record};

use super::{
    case_assessment::AssessmentView,
    case_household::HouseholdView,
    case_photos::{FileView, Gallery, PhotoView},
    case_records::{AttemptView, InterviewView, OriginView, VisitView},
    error::ConsoleError,
    map::{self, MapView},
    page::{Chrome, Section, render},
    purpose,
    reader::CaseReader,
    times,
};
use crate::{
    casework::{
        assessing::{AssessError, assessable},
        blocking::blocking,
        case_file::{CaseFile, CaseRecord, case_file},
        filed::File,
        mismatch::{Mismatch, mismatches},
        plausible::{FindingLine, Yardstick, of_households},
    },
    local_time,
    store::{Reader, StoreError},
};

/// An answer longer than this gets lines of its own, in bytes: fourteen characters of Chinese.
const LONG_ANSWER_BYTES: usize = 42;

/// One record on the timeline.
#[derive(Debug, Clone)]
pub(super) struct MomentView {
    origin: OriginView,
    /// What the phone's clock says of it, in order.
    steps: Vec<String>,
}

/// The page.
#[derive(Template, Clone)]
#[template(path = "console/case_file.html")]
pub(super) struct CaseFilePage {
    chrome: Chrome,
    household: HouseholdView,
    mismatches: Vec<Mismatch>,
    blocking: Vec<Blocking>,
    findings: Vec<FindingLine>,
    assessment: AssessmentView,
    visits: Vec<VisitView>,
    interviews: Vec<InterviewView>,
    attempts: Vec<AttemptView>,
    /// Set apart, or not readable.
    apart: Vec<OriginView>,
    photos: Vec<PhotoView>,
    map: Option<MapView>,
    map_width: f64,
    map_height: f64,
    timeline: Vec<MomentView>,
    purpose_min: usize,
    purpose_max: usize,
}

/// What the rules say of the file.
pub(super) struct Judged {
    mismatches: Vec<Mismatch>,
    blocking: Vec<Blocking>,
    findings: Vec<FindingLine>,
    assessment: AssessmentView,
}

impl Judged {
    fn of(r: &Reader<'_>, id: &HouseholdId, case: &CaseFile) -> Result<Self, ConsoleError> {
        let file = File::of(r, id)?;
        let mismatches = mismatches(&case.household.row, &file);
        let assessable = match assessable(r, id, None) {
            Err(AssessError::Store(error)) => return Err(error.into()),
            other => other,
        };
        let blocking = blocking(&file, &mismatches, assessable.as_ref().ok())
            .map_err(|_| StoreError::Corrupt { what: "procedure.toml" })?;
        let yardstick = Yardstick::of(r, &case.household.row.region)?;
        let findings = of_households(r, [id], &yardstick)?.remove(id).unwrap_or_default();
        Ok(Self { mismatches, blocking, findings, assessment: AssessmentView::of(&assessable) })
    }
}

impl CaseFilePage {
    fn of(
        chrome: Chrome,
        case: &CaseFile,
        Judged { mismatches, blocking, findings, assessment }: Judged,
        now_ms: i64,
    ) -> Self {
        let household = HouseholdView::of(case, local_time::beijing(now_ms).date());
        let gallery = Gallery::of(&case.household.row.household_id, &case.records);
        let mut page = Self {
            chrome,
            household,
            mismatches,
            blocking,
            findings,
            assessment,
            visits: Vec::new(),
            interviews: Vec::new(),
            attempts: Vec::new(),
            apart: Vec::new(),
            map: MapView::of(&gallery.spots),
            map_width: map::WIDTH,
            map_height: map::HEIGHT,
            photos: gallery.photos,
            timeline: case.records.iter().map(MomentView::of).collect(),
            purpose_min: purpose::MIN_CHARS,
            purpose_max: purpose::MAX_CHARS,
        };
        for record in &case.records {
            match &record.record {
                Some(Record::Visit(visit)) => page.visits.push(VisitView::of(record, visit)),
                Some(Record::Interview(interview)) => {
                    page.interviews.push(InterviewView::of(record, interview));
                }
                Some(Record::Attempt(attempt)) => page.attempts.push(AttemptView::of(record, attempt)),
                None => page.apart.push(OriginView::of(record)),
            }
        }
        page
    }

    /// The newest visit that stands: its proposal is what the page opens with.
    fn verdict(&self) -> Option<&VisitView> {
        self.visits.iter().rev().find(|visit| visit.origin.badge.tone == "green")
    }
}

impl MomentView {
    fn of(record: &CaseRecord) -> Self {
        let mut steps = Vec::new();
        match &record.record {
            Some(Record::Visit(visit)) => {
                steps.push(format!("{} 到户开始", times::second(visit.started.wall_ms)));
            }
            Some(Record::Interview(interview)) => {
                steps.push(format!("{} 开始访谈", times::second(interview.started.wall_ms)));
            }
            Some(Record::Attempt(attempt)) => {
                steps.push(format!("{} 到达", times::second(attempt.at.wall_ms)));
            }
            None => {}
        }
        let photos = record.record.as_ref().map_or(0, |r| r.photos().len());
        if photos > 0 {
            steps.push(format!("拍摄照片 {photos} 张"));
        }
        steps.push(format!("{} 封存", times::second(record.sealed.wall_ms)));
        Self { origin: OriginView::of(record), steps }
    }
}

/// `GET /households/{id}`. Reading a case file leaves a line in the audit log (救助法 Art. 70: queries must have to do
/// with the case).
pub(super) async fn show(person: CaseReader, Path(id): Path<String>) -> Result<Response, ConsoleError> {
    let id = HouseholdId::new(id).map_err(|_| ConsoleError::NotFound)?;
    person.beside(move |person| read(person, &id)).await.map(IntoResponse::into_response)
}

fn read(person: &CaseReader, id: &HouseholdId) -> Result<Html<String>, ConsoleError> {
    person.app().store.read(|r| person.household(r, id))?;
    person.audit("case.read", id.to_string(), String::new())?;
    let page = person.app().store.read(|r| -> Result<_, ConsoleError> {
        let case = case_file(r, id)?.ok_or(ConsoleError::NotFound)?;
        let judged = Judged::of(r, id, &case)?;
        Ok(CaseFilePage::of(person.chrome(r, Section::Households)?, &case, judged, person.app().now_ms()))
    })?;
    render(&page)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::console::case_sample;

    /// 2026-11-23 20:40 in Beijing.
    const NOW_MS: i64 = 1_795_437_600_000;

    pub(in crate::console) fn samples() -> Vec<CaseFilePage> {
        let mismatch = Mismatch {
            item: "共同生活人数",
            declared: "3 人".to_owned(),
            observed: "2 人".to_owned(),
            neighbours: "<script>alert(1)</script>".to_owned(),
            evidence: vec!["入户调查 2026-11-20 09:25".to_owned()],
        };
        let chrome = crate::console::tests::sample_chrome;
        let (made, missing) = AssessmentView::samples();
        let full = CaseFilePage::of(
            chrome(),
            &case_sample::full(),
            Judged {
                mismatches: vec![mismatch],
                blocking: case_sample::blocking(),
                findings: case_sample::findings(),
                assessment: made,
            },
            NOW_MS,
        );
        let empty = CaseFilePage::of(
            chrome(),
            &case_sample::empty(),
            Judged {
                mismatches: Vec::new(),
                blocking: Vec::new(),
                findings: Vec::new(),
                assessment: missing,
            },
            NOW_MS,
        );
        vec![full, empty]
    }

    fn full() -> String {
        samples().swap_remove(0).render().unwrap()
    }

    #[test]
    fn numbers_and_interviewees_are_never_in_the_page() {
        let html = full();
        let case = case_sample::full();
        for member in &case.household.row.members {
            let number = member.id_no.as_ref().unwrap();
            assert!(html.contains(&number.masked()));
            assert!(!html.contains(number.full()));
        }
        assert!(!html.contains(case.household.account.unwrap().full()));
        assert!(!html.contains(case_sample::INTERVIEWEE), "the name needs a purpose");
    }

    #[test]
    fn every_record_shows_who_which_phone_both_clocks_and_its_hash() {
        let html = full();
        for record in case_sample::full().records {
            let origin = OriginView::of(&record);
            assert!(html.contains(&origin.device), "{}", origin.device);
            assert!(html.contains(&origin.sealed) && html.contains(&origin.received));
            if record.record.is_some() {
                assert!(html.contains(&origin.hash) && html.contains(&format!("{}…", origin.hash_short)));
            }
        }
        assert!(html.contains("手机时钟") && html.contains("服务器收到时间"));
    }

    #[test]
    fn sensitive_photos_have_no_address_to_fetch_and_incomplete_ones_are_waited_for() {
        let html = full();
        let photos: Vec<_> = case_sample::full()
            .records
            .iter()
            .flat_map(|r| r.record.iter().flat_map(Record::photos).cloned().collect::<Vec<_>>())
            .collect();
        for photo in &photos {
            let fetched =
                html.contains(&format!("src=\"/households/t-1/photos/{}\"", photo.thumbnail.sha256));
            let open = matches!(photo.kind, ruhu_core::photo::PhotoKind::Outside);
            assert_eq!(fetched, open, "{:?}", photo.kind);
        }
        assert!(html.contains("照片尚未送达"));
        assert!(html.contains("查看照片 2 的用途"));
    }

    #[test]
    fn what_is_set_apart_is_told_but_not_shown() {
        let html = full();
        assert!(html.contains("已隔离") && html.contains("not_assigned"));
    }

    #[test]
    fn the_assessment_says_how_it_came_about() {
        let html = full();
        assert!(html.contains("测算建议：继续保障") && html.contains("<li class=\"deep-1\">工资性收入"));
    }

    #[test]
    fn what_does_not_fit_is_said_with_what_it_rests_on_and_is_no_verdict() {
        let html = full();
        assert!(html.contains("到场与照片核对（1）") && html.contains("定位在村外"));
        assert!(html.contains("提示界限") && html.contains("不是结论"));
        assert!(samples().swap_remove(1).render().unwrap().contains("没有发现位置、时间或照片不符"));
    }

    #[test]
    fn an_empty_case_file_says_that_nothing_can_be_judged() {
        let html = samples().swap_remove(1).render().unwrap();
        assert!(html.contains("不能进入评议"));
        assert!(!html.contains("<svg viewBox=\"0 0 560"), "no map without places");
    }
}
