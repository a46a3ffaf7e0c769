//! A village as the console finds it: surveyed, half surveyed, set apart, and not visited.

use image::{ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder};
use ruhu_core::{
    clock::{SourcedTime, TimeSource},
    form::Answer,
    ids::{HouseholdId, MeetingId, QuestionName, Sha256Hash},
    interview::InterviewRecord,
    location::{Datum, Fix, FixSource},
    photo::{BlobRef, PhotoKind, PhotoLimits, PhotoRecord, PhotoSource, intake},
    record::Record,
    visit::{AttemptOutcome, AttemptRecord},
};
use ruhu_server::{
    auth::hash_password,
    review::{NewMeeting, create_meeting},
    store::{MeetingOfficers, Role, StoreError, User},
};
use ruhu_tests::{
    phone::WirePhone,
    records::{EntryMaker, MORNING_MS, minutes_in, name, visit},
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

pub(crate) struct Taken {
    pub(crate) record: PhotoRecord,
    files: Vec<Vec<u8>>,
}

impl Scene {
    /// The surveyed household; the next ones are half surveyed, set apart, and found locked.
    pub(crate) fn surveyed(&self) -> &HouseholdId {
        &self.site.households[0]
    }

    pub(crate) fn half_surveyed(&self) -> &HouseholdId {
        &self.site.households[1]
    }

    pub(crate) fn build(households: u32) -> Self {
        let site = Site::start(households);
        keep_people(&site);
        let mut phone = site.wire_phone(1);
        let taken = [
            take(1, PhotoKind::Outside, 0.000_05),
            take(2, PhotoKind::Kitchen, 0.000_07),
            take(3, PhotoKind::Bedroom, 0.000_06),
            take(4, PhotoKind::Document, 0.000_06),
            take(5, PhotoKind::Appliance, 0.000_4),
        ];
        let photos: Vec<PhotoRecord> = taken.iter().map(|taken| taken.record.clone()).collect();
        let mut full = visit(photos);
        full.cadre = Some(name("王支书"));
        full.fixes = vec![fix(0.0)];
        let late = take(9, PhotoKind::Outside, 0.0);
        let half = visit(vec![late.record.clone()]);
        let locked = AttemptRecord {
            outcome: AttemptOutcome::Absent,
            surveyors: vec![name("陈建国")],
            at: minutes_in(50),
            note: "大门上锁，邻居说外出看病".to_owned(),
            photos: Vec::new(),
            fixes: vec![fix(0.002)],
        };
        seal_all(
            &site,
            &mut phone,
            vec![
                (0, Record::Visit(Box::new(full))),
                (0, Record::Interview(Box::new(interview()))),
                (1, Record::Visit(Box::new(half))),
                (3, Record::Attempt(Box::new(locked))),
            ],
        );
        for file in taken.iter().flat_map(|taken| &taken.files) {
            assert!(matches!(phone.send_photo(file).unwrap(), 200 | 201 | 204));
        }
        set_one_apart(&site, &mut phone);
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
        Self {
            site,
            meeting: meeting.meeting,
            open_photo: taken[0].record.clone(),
            guarded_photo: taken[3].record.clone(),
            waiting_photo: late.record,
        }
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

fn seal_all(site: &Site, phone: &mut WirePhone, records: Vec<(usize, Record)>) {
    let mut entries = Vec::new();
    for (number, (household, record)) in (1..).zip(records) {
        let maker = EntryMaker::new(&site.campaign, &site.households[household], number);
        entries.push(maker.seal(phone, &record).unwrap());
    }
    phone.push(&entries).unwrap();
}

/// A visit by one surveyor alone is against the rule of two.
fn set_one_apart(site: &Site, phone: &mut WirePhone) {
    let mut alone = visit(Vec::new());
    alone.surveyors.truncate(1);
    let entry = EntryMaker::new(&site.campaign, &site.households[2], 90);
    let entry = entry.seal(phone, &Record::Visit(Box::new(alone))).unwrap();
    phone.push(&[entry]).unwrap();
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
    }
}

fn interview() -> InterviewRecord {
    let one = |name: &str| Answer::One(name.to_owned());
    let answers = [
        ("role", one("neighbour")),
        ("age_band", one("c")),
        ("job_band", one("G")),
        ("tie", one("none")),
        ("residents", Answer::Integer(2)),
        ("work", Answer::Text("种田，农闲时打零工".to_owned())),
        ("vehicle_or_house", one("no")),
        ("children_support", one("unknown")),
        ("overall", one("poor")),
    ];
    InterviewRecord {
        interviewers: vec![name("陈建国"), name("李秀英")],
        interviewee: Some(name(INTERVIEWEE)),
        started: minutes_in(30),
        ended: minutes_in(41),
        answers: answers
            .into_iter()
            .map(|(name, answer)| (QuestionName::new(name).unwrap(), answer))
            .collect(),
        fixes: vec![fix(0.001)],
        trail: Vec::new(),
        supersedes: None,
    }
}

/// A drawn picture, taken in as a phone does.
fn take(tag: u8, kind: PhotoKind, north: f64) -> Taken {
    let picture = RgbImage::from_fn(1_200, 900, |x, y| {
        let wall = u8::try_from((x / 5 + y / 7) % 120).unwrap();
        let window = (x / 200 + y / 150) % 3 == u32::from(tag) % 3;
        if window {
            image::Rgb([90, 120 + tag * 8, wall])
        } else {
            image::Rgb([205 - wall / 2, 180, 140 + tag * 4])
        }
    });
    let mut original = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut original, 85);
    encoder.write_image(picture.as_raw(), 1_200, 900, image::ExtendedColorType::Rgb8).unwrap();
    let prepared = intake(&original, &PhotoLimits::default()).unwrap();
    let record = PhotoRecord {
        kind,
        source: PhotoSource::Camera,
        caption: format!("第 {tag} 张"),
        taken_at: Some(SourcedTime {
            at_ms: MORNING_MS + i64::from(tag) * 90_000,
            source: TimeSource::DeviceClock,
        }),
        fix: Some(fix(north)),
        original: BlobRef { sha256: Sha256Hash::of(&original), size: original.len() as u64 },
        derivative: prepared.derivative_ref,
        thumbnail: prepared.thumbnail_ref,
        width: prepared.width,
        height: prepared.height,
    };
    Taken { record, files: vec![original, prepared.derivative, prepared.thumbnail] }
}
