//! A village as the console finds it: surveyed, half surveyed, set apart, and not visited.

use std::sync::Arc;

use image::{ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder};
use ruhu_core::{
    capture::{FieldSession, NewAttempt, NewPhoto, StoreKey},
    clock::{ManualClock, SourcedTime, TimeSource},
    ids::{HouseholdId, MeetingId},
    location::{Datum, Fix, FixSource},
    photo::{PhotoKind, PhotoLimits, PhotoRecord, PhotoSource, intake},
    record::Record,
    sync::Unwatched,
    visit::{AttemptOutcome, Signature, SignerRole, VisitPurpose},
};
use ruhu_server::{
    auth::hash_password,
    review::{NewMeeting, create_meeting},
    store::{MeetingOfficers, Role, StoreError, User},
};
use ruhu_tests::{
    day::{KEY, TEAM},
    records::{EntryMaker, MORNING_MS, interview_answers, name, visit, visit_answers},
    site::{Site, VILLAGE},
};

pub(crate) const PASSWORD: &str = "a long pass phrase";
pub(crate) const REVIEWER: &str = "li.reviewer";
pub(crate) const OUTSIDER: &str = "zhao.elsewhere";
pub(crate) const ADMINISTRATOR: &str = "root.keeper";
/// Nobody may read this name before saying why.
pub(crate) const INTERVIEWEE: &str = "司徒守口";
/// The town of the village, and another.
const TOWN: &str = "361124100000";
const OTHER_TOWN: &str = "361124101000";

pub(crate) struct Scene {
    pub(crate) site: Site,
    pub(crate) meeting: MeetingId,
    pub(crate) open_photo: PhotoRecord,
    pub(crate) guarded_photo: PhotoRecord,
    pub(crate) waiting_photo: PhotoRecord,
}

impl Scene {
    /// The surveyed household; the next ones are half surveyed, set apart, and found locked.
    pub(crate) fn surveyed(&self) -> &HouseholdId {
        &self.site.households[0]
    }

    pub(crate) fn half_surveyed(&self) -> &HouseholdId {
        &self.site.households[1]
    }

    /// A real phone surveys one household and finds another locked; a second one sends what a good phone would not.
    pub(crate) fn build(households: u32) -> Self {
        let site = Site::start(households);
        keep_people(&site);
        let (open_photo, guarded_photo) = survey(&site);
        let waiting_photo = send_by_hand(&site);
        let (meeting, _) = create_meeting(
            site.app(),
            NewMeeting {
                region: VILLAGE.parse().unwrap(),
                title: String::new(),
                held_at: "2026-11-28T19:00".to_owned(),
                place: "村委会会议室".to_owned(),
                officers: MeetingOfficers::default(),
            },
        )
        .unwrap();
        Self { site, meeting: meeting.meeting, open_photo, guarded_photo, waiting_photo }
    }

    /// Actions, subjects and purposes of the audit log.
    pub(crate) fn audit(&self) -> Vec<(String, String, String)> {
        let mut lines = Vec::new();
        let read = |lines: &mut Vec<_>| {
            self.site.app().store.read(|r| -> Result<(), StoreError> {
                r.each_audit_line(|_, line, _, _| lines.push((line.action, line.subject, line.purpose)))
            })
        };
        read(&mut lines).unwrap();
        lines
    }
}

fn keep_people(site: &Site) {
    let password_hash = hash_password(PASSWORD).unwrap();
    let people = [
        (REVIEWER, "李审核", Role::Reviewer, TOWN),
        (OUTSIDER, "赵外乡", Role::Reviewer, OTHER_TOWN),
        (ADMINISTRATOR, "孙管理", Role::Administrator, "361124000000"),
    ]
    .map(|(login, name, role, region)| User {
        login: login.to_owned(),
        name: name.to_owned(),
        role,
        region: region.parse().unwrap(),
        password_hash: password_hash.clone(),
    });
    let keep = move |w: &ruhu_server::store::Writer<'_>| -> Result<(), StoreError> {
        people.iter().try_for_each(|user| w.keep_user(user, MORNING_MS))
    };
    site.app().store.write(keep).unwrap();
}

/// A surveyor's day: a visit with photos, a neighbour, a locked door, and a sync in the evening. Gives the photo of
/// the house and that of an identity paper.
fn survey(site: &Site) -> (PhotoRecord, PhotoRecord) {
    let clock = Arc::new(ManualClock::at(MORNING_MS));
    let phone = FieldSession::open(&site.dir().join("phone"), &StoreKey::new(KEY), clock.clone()).unwrap();
    phone.enrol(&site.url(), &site.code(), "Redmi 12").unwrap();
    phone.sync(&Unwatched).unwrap();

    let visit = phone.start_visit(&site.households[0], VisitPurpose::Review).unwrap();
    phone.set_team(visit, TEAM.map(name).into(), Some(name("王支书"))).unwrap();
    phone.attach_fix(visit, fix(0.0)).unwrap();
    let mut photos = Vec::new();
    for (tag, kind, north) in [
        (1, PhotoKind::Outside, 0.000_05),
        (2, PhotoKind::Kitchen, 0.000_07),
        (3, PhotoKind::Bedroom, 0.000_06),
        (4, PhotoKind::Document, 0.000_06),
        (5, PhotoKind::Appliance, 0.000_4),
    ] {
        clock.advance_ms(90_000);
        photos.push(phone.attach_photo(visit, picture(tag, kind, north)).unwrap());
    }
    for (question, answer) in visit_answers() {
        clock.advance_ms(35_000);
        phone.answer(visit, &question, &answer).unwrap();
    }
    for (role, who) in
        [(SignerRole::Surveyor, TEAM[0]), (SignerRole::Surveyor, TEAM[1]), (SignerRole::Member, "王大山")]
    {
        phone.sign(visit, &signature(role, who)).unwrap();
    }
    phone.seal_visit(visit).unwrap();

    clock.advance_ms(300_000);
    let interview = phone.start_interview(&site.households[0], TEAM.map(name).into()).unwrap();
    phone.name_interviewee(interview, Some(name(INTERVIEWEE))).unwrap();
    phone.attach_fix(interview, fix(0.001)).unwrap();
    for (question, answer) in interview_answers() {
        clock.advance_ms(60_000);
        phone.answer(interview, &question, &answer).unwrap();
    }
    phone.seal_interview(interview).unwrap();

    clock.advance_ms(600_000);
    let locked = NewAttempt {
        outcome: AttemptOutcome::Absent,
        surveyors: vec![name(TEAM[0])],
        note: "大门上锁，邻居说外出看病".to_owned(),
        photos: Vec::new(),
        fix: Some(fix(0.002)),
    };
    phone.record_attempt(&site.households[3], locked).unwrap();
    let report = phone.sync(&Unwatched).unwrap();
    assert!(report.digest_equal && report.problems.is_empty());
    (photos[0].clone(), photos[3].clone())
}

/// A visit whose photo never comes, and one by a single surveyor, against the rule of two.
fn send_by_hand(site: &Site) -> PhotoRecord {
    let mut phone = site.wire_phone(2);
    let late = picture(9, PhotoKind::Outside, 0.0);
    let prepared = intake(&late.bytes, &PhotoLimits::default()).unwrap();
    let late = PhotoRecord {
        kind: late.kind,
        source: late.source,
        caption: late.caption,
        taken_at: None,
        fix: late.fix,
        original: prepared.original,
        derivative: prepared.derivative_ref,
        thumbnail: prepared.thumbnail_ref,
        width: prepared.width,
        height: prepared.height,
        watermark_px: 0,
    };
    let half = visit(vec![late.clone()]);
    let mut alone = visit(Vec::new());
    alone.surveyors.truncate(1);
    let mut entries = Vec::new();
    for (number, visit) in [(1, half), (2, alone)] {
        let maker = EntryMaker::new(&site.campaign, &site.households[number], number as u64);
        entries.push(maker.seal(&mut phone, &Record::Visit(Box::new(visit))).unwrap());
    }
    phone.push(&entries).unwrap();
    late
}

fn signature(role: SignerRole, who: &str) -> Signature {
    let wave =
        |phase: u16| (0..40_u16).map(|step| (60 + step * 22, 300 + phase + (step * 37 % 290))).collect();
    Signature { role, name: name(who), strokes: vec![wave(0), wave(120)] }
}

fn fix(north: f64) -> Fix {
    Fix {
        latitude: 28.316 + north,
        longitude: 117.712 + north * 1.7,
        accuracy_m: Some(6.0),
        altitude_m: None,
        datum: Datum::Wgs84,
        source: FixSource::Gnss,
        at: SourcedTime { at_ms: MORNING_MS, source: TimeSource::Gnss },
        mock: false,
    }
}

/// A drawn house front: sky, wall, windows.
fn picture(tag: u8, kind: PhotoKind, north: f64) -> NewPhoto {
    let picture = RgbImage::from_fn(1_200, 900, |x, y| {
        let shade = u8::try_from((x / 9 + y / 11) % 60).unwrap();
        let window = (150..420).contains(&(x % 600)) && (420..700).contains(&y);
        match y {
            0..250 => image::Rgb([150 + shade / 3, 185 + shade / 4, 215 + tag]),
            _ if window => image::Rgb([60 + shade, 70 + tag * 9, 80]),
            _ => image::Rgb([196 - shade / 2, 170 - shade / 2, 130 + tag * 5]),
        }
    });
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 85);
    encoder.write_image(picture.as_raw(), 1_200, 900, image::ExtendedColorType::Rgb8).unwrap();
    let caption = format!("第 {tag} 张");
    NewPhoto {
        kind,
        source: PhotoSource::Camera,
        caption,
        bytes,
        fix: Some(fix(north)),
        redactions: Vec::new(),
    }
}
