//! An invented case file with everything in it that a page must bear, hostile texts included.

use ruhu_core::{
    approval::{Blocking, FileState, ProcedureRules, six_blocks},
    clock::{ClockReading, SourcedTime, TimeSource},
    form::{
        Answer, AnswerKey, Answers, FormRole,
        definition::Question,
        fill::{FormSession, PreparedForm, ReadableAnswer, ScreenItem, Surroundings},
        shipped,
    },
    household::{AccountNo, AidCategory, IdNumber, Member, PersonName, Relation, RosterRow},
    ids::{BootId, DeviceId, EntryId, HouseholdId, Incarnation, Sha256Hash, StreamId},
    interview::InterviewRecord,
    location::{Datum, Fix, FixSource},
    money::Fen,
    photo::{BlobRef, PhotoKind, PhotoRecord, PhotoSource},
    plausibility::FindingCode,
    record::Record,
    visit::{
        AttemptOutcome, AttemptRecord, Signature, SignerRole, TrailStep, VisitMode, VisitPurpose, VisitRecord,
    },
    wire::RecordState,
};

use crate::{
    casework::case_file::{CaseFile, CaseRecord},
    casework::plausible::FindingLine,
    store::{Device, StoredHousehold},
};

/// A name that no page may show before a purpose is stated.
pub(super) const INTERVIEWEE: &str = "司徒守口";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
/// For questions that take few characters.
const SHORT_HOSTILE: &str = "\"><img src=x onerror=alert(3)>";
const MORNING_MS: i64 = 1_795_136_400_000;

fn name(text: &str) -> PersonName {
    PersonName::new(text).unwrap()
}

fn at(minute: i64) -> ClockReading {
    ClockReading {
        wall_ms: MORNING_MS + minute * 60_000,
        boot: BootId([7; 16]),
        mono_ms: 60_000 * minute.unsigned_abs(),
    }
}

fn fix(offset: f64) -> Fix {
    Fix {
        latitude: 28.31 + offset,
        longitude: 117.71 - offset,
        accuracy_m: Some(9.0),
        altitude_m: None,
        datum: Datum::Wgs84,
        source: FixSource::Gnss,
        at: SourcedTime { at_ms: MORNING_MS, source: TimeSource::Gnss },
        mock: false,
    }
}

fn blob(tag: u8, part: u8) -> BlobRef {
    BlobRef { sha256: Sha256Hash::of(&[tag, part]), size: 1_000 }
}

fn photo(tag: u8, kind: PhotoKind) -> PhotoRecord {
    PhotoRecord {
        kind,
        source: PhotoSource::Camera,
        caption: HOSTILE.to_owned(),
        taken_at: Some(SourcedTime { at_ms: MORNING_MS + 300_000, source: TimeSource::Exif }),
        fix: Some(fix(f64::from(tag) / 1_000.0)),
        original: blob(tag, 1),
        derivative: blob(tag, 2),
        thumbnail: blob(tag, 3),
        width: 1_600,
        height: 1_200,
        watermark_px: 0,
    }
}

/// A form with an answer to every question; texts are hostile.
fn filled(role: FormRole) -> FormSession {
    let form = PreparedForm::new(shipped(role).unwrap());
    let mut session = FormSession::begin(&form, Surroundings::in_china(MORNING_MS, 1));
    for screen in session.screens() {
        for item in screen.items {
            let ScreenItem::Question(view) = item else { continue };
            let names = || view.choices.offers.iter().map(|offer| offer.name.clone());
            let answer = match &view.question {
                _ if view.read_only || !view.question.is_asked() => continue,
                _ if view.is_money => Answer::Money(Fen(120_050)),
                Question::Text => Answer::Text(HOSTILE.to_owned()),
                Question::Integer => Answer::Integer(1),
                Question::Decimal => Answer::Decimal(1.into()),
                Question::SelectOne(_) => Answer::One(names().next().unwrap()),
                Question::SelectMultiple(_) => Answer::Many(names().collect()),
                other => panic!("the shipped checklists do not ask {other:?}"),
            };
            let short = Answer::Text(SHORT_HOSTILE.to_owned());
            session
                .answer(&view.key, Some(&answer))
                .or_else(|_| session.answer(&view.key, Some(&short)))
                .unwrap();
        }
    }
    session
}

fn trail(answers: &Answers) -> Vec<TrailStep> {
    let step = |question: &AnswerKey| TrailStep {
        question: question.clone(),
        changes: 2,
        spent_ms: 9_000,
        last_wall_ms: MORNING_MS,
    };
    answers.keys().map(step).collect()
}

fn visit(photos: Vec<PhotoRecord>) -> Record {
    let answers = filled(FormRole::HomeVisit).record();
    Record::Visit(Box::new(VisitRecord {
        purpose: VisitPurpose::Review,
        mode: VisitMode::Onsite,
        surveyors: vec![name("陈建国"), name("李秀英")],
        cadre: Some(name("王支书")),
        started: at(0),
        ended: at(25),
        trail: trail(&answers),
        answers,
        photos,
        fixes: vec![fix(0.0)],
        signatures: vec![Signature {
            role: SignerRole::Surveyor,
            name: name("陈建国"),
            strokes: vec![vec![(10, 10), (900, 800), (300, 500)]],
        }],
        supersedes: None,
    }))
}

fn interview() -> Record {
    let answers = filled(FormRole::NeighbourInterview).record();
    Record::Interview(Box::new(InterviewRecord {
        interviewers: vec![name("陈建国")],
        interviewee: Some(name(INTERVIEWEE)),
        started: at(30),
        ended: at(40),
        trail: trail(&answers),
        answers,
        fixes: vec![fix(0.02)],
        supersedes: None,
    }))
}

fn attempt() -> Record {
    Record::Attempt(Box::new(AttemptRecord {
        outcome: AttemptOutcome::Absent,
        surveyors: vec![name("陈建国")],
        at: at(-900),
        note: HOSTILE.to_owned(),
        photos: Vec::new(),
        fixes: vec![fix(0.0005)],
    }))
}

fn device() -> Device {
    Device {
        device: DeviceId([3; 16]),
        surveyor: "陈建国".to_owned(),
        region: "361124100000".parse().unwrap(),
        device_name: "Redmi 12".to_owned(),
        public_key: [0; 32],
        enrolled_ms: 0,
        revoked_ms: None,
    }
}

fn filed(number: u8, record: Record, state: RecordState) -> CaseRecord {
    let form = PreparedForm::new(shipped(record.kind().form_role().unwrap_or(FormRole::HomeVisit)).unwrap());
    let lines = record
        .answers()
        .map(|(answers, sealed)| ReadableAnswer::of_record(&form, answers, sealed.wall_ms))
        .unwrap_or_default();
    let apart = state == RecordState::Quarantined;
    CaseRecord {
        entry_id: EntryId([number; 16]),
        kind: Some(record.kind()),
        state,
        code: apart.then(|| "not_assigned".to_owned()),
        device: Some(device()),
        stream: StreamId { device: DeviceId([3; 16]), incarnation: Incarnation([4; 16]) },
        seq: u64::from(number),
        hash: Sha256Hash::of(&[number]),
        sealed: at(25 + i64::from(number)),
        received_ms: MORNING_MS + 7_200_000 + i64::from(number),
        form: form.definition().version().clone(),
        lines: if apart { Vec::new() } else { lines },
        missing_files: if state == RecordState::Received { 3 } else { 0 },
        record: (!apart).then_some(record),
        superseded_by: None,
        supersedes: None,
    }
}

fn household() -> StoredHousehold {
    let member = |who: &str, relation, number: &str| Member {
        name: name(who),
        relation,
        id_no: Some(IdNumber::new(number).unwrap()),
        birth: jiff::civil::Date::new(1956, 3, 8).ok(),
        insured: true,
    };
    let row = RosterRow {
        household_id: HouseholdId::new("t-1").unwrap(),
        version: 2,
        roster_no: Some(17),
        region: "361124100001".parse().unwrap(),
        village_name: "试验村".to_owned(),
        group_name: HOSTILE.to_owned(),
        address: HOSTILE.to_owned(),
        head_name: name("何桂花"),
        aid_category: AidCategory::DibaoRural,
        poverty_cause: None,
        review_class: None,
        monthly_grant: Fen(62_000),
        start_month: None,
        member_count: 3,
        insured_count: 2,
        // The sample number of GB 11643, and one made from it: nobody's.
        members: vec![
            member("何桂花", Relation::Oneself, "11010519491231002X"),
            member("何小满", Relation::Grandson, "11010519491231002X"),
        ],
        remark: HOSTILE.to_owned(),
        related_flag: true,
    };
    StoredHousehold {
        row,
        bank: Some("试验信用社".to_owned()),
        account: Some(AccountNo::new("6226972018284902050").unwrap()),
        assignment_epoch: 1,
    }
}

/// What does not fit in the full case file.
pub(super) fn findings() -> Vec<FindingLine> {
    vec![FindingLine {
        code: FindingCode::OutsideVillage,
        visit: EntryId([1; 16]),
        other: Some(HouseholdId::new("t-2").unwrap()),
        sentence: "入户定位在村界以外 3.2 公里。请核对是否到户".to_owned(),
        inputs: vec![("定位", "±9 米".to_owned())],
        threshold: "300 米（县级设定）".to_owned(),
    }]
}

/// A reason of each kind of text.
pub(super) fn blocking() -> Vec<Blocking> {
    let rules = ProcedureRules::shipped().unwrap();
    six_blocks(&FileState { obstacles: vec!["家庭财产超过限额".to_owned()], ..FileState::default() }, &rules)
}

/// Every kind of record in every state.
pub(super) fn full() -> CaseFile {
    let mut corrected = filed(
        2,
        visit(vec![photo(1, PhotoKind::Outside), photo(2, PhotoKind::Document)]),
        RecordState::Complete,
    );
    let mut correction = filed(3, visit(Vec::new()), RecordState::Complete);
    corrected.superseded_by = Some(correction.entry_id);
    correction.supersedes = Some(corrected.entry_id);
    CaseFile {
        household: household(),
        region_name: "江西省上饶市铅山县河口镇".to_owned(),
        related: true,
        records: vec![
            filed(1, attempt(), RecordState::Complete),
            corrected,
            correction,
            filed(4, visit(vec![photo(3, PhotoKind::Kitchen)]), RecordState::Received),
            filed(5, interview(), RecordState::Complete),
            filed(6, visit(Vec::new()), RecordState::Quarantined),
        ],
    }
}

/// A household that nobody has visited.
pub(super) fn empty() -> CaseFile {
    CaseFile { household: household(), region_name: String::new(), related: false, records: Vec::new() }
}
