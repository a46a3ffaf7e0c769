//! A phone for tests: enrolled, with a campaign and a small roster of invented households.

use std::{path::Path, sync::Arc};

use serde_bytes::ByteBuf;
use zeroize::Zeroizing;

use super::{FieldSession, NewPhoto};
use crate::{
    clock::{Clock, ManualClock, SourcedTime, TimeSource},
    form::{
        Answer, FormRole, FormVersion,
        definition::{FormDefinition, Question},
        fill::QuestionView,
        shipped,
    },
    household::{AidCategory, IdNumber, Member, PersonName, Relation, RosterRow},
    ids::{CampaignId, DeviceId, DraftId, HouseholdId, ServerEpoch},
    journal::to_cbor,
    location::{Datum, Fix, FixSource},
    money::Fen,
    photo::{PhotoKind, PhotoSource},
    region::RegionCode,
    store::{Identity, StoreError, StoreKey},
    visit::{Signature, SignerRole, VisitPurpose},
    wire::{AssignmentBody, CampaignBody, FeedItem, FeedKind, FormBody},
};

/// 2026-09-01 in the morning.
pub(crate) const START_MS: i64 = 1_788_220_800_000;
pub(crate) const EPOCH: ServerEpoch = ServerEpoch([7; 16]);
pub(crate) const NAMES: [&str; 4] = ["张小明", "李秀英", "单雄信", "欧阳春"];

pub(crate) fn key() -> StoreKey {
    StoreKey::new([0x42; 32])
}

pub(crate) fn name(text: &str) -> PersonName {
    PersonName::new(text).unwrap()
}

pub(crate) fn household(number: usize) -> HouseholdId {
    HouseholdId::new(format!("H{number:04}")).unwrap()
}

/// A number with a right check; nobody's.
pub(crate) fn id_no(number: usize) -> IdNumber {
    let body = format!("361124{}{:03}", 19_500_101 + (number / 1_000) % 28, number % 1_000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        body.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][usize::try_from(sum % 11).unwrap()];
    IdNumber::new(format!("{body}{check}")).unwrap()
}

pub(crate) fn row(number: usize) -> RosterRow {
    let head_name = name(NAMES[number % NAMES.len()]);
    let member = |name: &PersonName, relation, number| Member {
        name: name.clone(),
        relation,
        id_no: Some(id_no(number)),
        birth: None,
        insured: true,
    };
    RosterRow {
        household_id: household(number),
        version: 1,
        roster_no: Some(u32::try_from(number).unwrap()),
        region: RegionCode::new("361124106200").unwrap(),
        village_name: "仙山村".to_owned(),
        group_name: format!("{}组", number % 9 + 1),
        address: format!("仙山村{}组{number}号", number % 9 + 1),
        aid_category: AidCategory::ALL[0],
        poverty_cause: None,
        review_class: None,
        monthly_grant: Fen(45_000),
        start_month: None,
        member_count: 2,
        insured_count: 2,
        members: vec![
            member(&head_name, Relation::Oneself, number),
            member(&name("王桂花"), Relation::Spouse, number + 5_000),
        ],
        head_name,
        remark: String::new(),
        related_flag: false,
    }
}

pub(crate) fn item(cursor: u64, kind: FeedKind, body: &impl serde::Serialize) -> FeedItem {
    FeedItem { cursor, kind: kind.name().to_owned(), body: ByteBuf::from(to_cbor(body).unwrap()) }
}

pub(crate) fn assignment(cursor: u64, epoch: u32, row: RosterRow) -> FeedItem {
    item(cursor, FeedKind::Assignment, &AssignmentBody { epoch, row })
}

pub(crate) fn form(cursor: u64, form: &FormDefinition) -> FeedItem {
    let content = ByteBuf::from(form.to_bytes().unwrap());
    item(cursor, FeedKind::Form, &FormBody { version: form.version().clone(), content })
}

/// A campaign with these forms.
pub(crate) fn campaign_with(cursor: u64, forms: Vec<FormVersion>) -> FeedItem {
    let campaign = CampaignId::new("2026-annual").unwrap();
    item(cursor, FeedKind::Campaign, &CampaignBody { campaign, title: "2026 年专项整治".to_owned(), forms })
}

/// A campaign with the shipped checklists: items 1, 2 and 3 of the feed.
pub(crate) fn campaign() -> Vec<FeedItem> {
    let [visit, interview] = [FormRole::HomeVisit, FormRole::NeighbourInterview].map(shipped);
    let (visit, interview) = (visit.unwrap(), interview.unwrap());
    let forms = vec![visit.version().clone(), interview.version().clone()];
    vec![form(1, &visit), form(2, &interview), campaign_with(3, forms)]
}

pub(crate) fn identity() -> Identity {
    Identity {
        device: DeviceId([3; 16]),
        token: Zeroizing::new("ab".repeat(32)),
        secret: Zeroizing::new([5; 32]),
        server_url: "http://127.0.0.1:9".to_owned(),
        surveyor: "陈建国".to_owned(),
        region: RegionCode::new("361124106000").unwrap(),
        region_name: "武夷山镇".to_owned(),
        enrolled_ms: START_MS,
    }
}

pub(crate) struct TestPhone {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: Arc<ManualClock>,
    session: Option<FieldSession>,
}

impl TestPhone {
    /// A phone that nobody has enrolled.
    pub(crate) fn blank() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(START_MS));
        let session = Some(open(folder.path(), &clock).unwrap());
        Self { folder, clock, session }
    }

    /// A phone with this many households.
    pub(crate) fn with_roster(households: usize) -> Self {
        let phone = Self::blank();
        let store = phone.session().store();
        store.write(|w| w.become_device(&identity(), crate::ids::ServerEpoch([0; 16]))).unwrap();
        let mut items = campaign();
        items.extend((1..=households).map(|number| assignment(3 + number as u64, 1, row(number))));
        let last = items.len() as u64;
        assert_eq!(store.take_in(EPOCH, &items, (last, false)).unwrap(), 0);
        phone
    }

    pub(crate) fn session(&self) -> &FieldSession {
        self.session.as_ref().unwrap()
    }

    /// The app dies and is opened again.
    pub(crate) fn reopen(&mut self) {
        self.session = None;
        self.session = Some(open(self.folder.path(), &self.clock).unwrap());
    }

    /// The app dies; the folder stays.
    pub(crate) fn close(&mut self) {
        self.session = None;
    }

    pub(crate) fn start_visit(&self, number: usize) -> DraftId {
        self.session().start_visit(&household(number), VisitPurpose::Campaign).unwrap()
    }

    /// Answers everything that the form demands, ten seconds each.
    pub(crate) fn answer_all(&self, draft: DraftId) {
        // Answers bring questions.
        for _ in 0..100 {
            let open = self.session().problems(draft).unwrap();
            let Some(question) = open.into_iter().find_map(|problem| problem.question) else { return };
            self.clock.advance_ms(10_000);
            let view = self.session().question(draft, &question).unwrap().unwrap();
            self.session().answer(draft, &question, &an_answer(&view)).unwrap();
        }
        panic!("the form has no end");
    }

    /// Brings a draft of a visit so far that it can be sealed.
    pub(crate) fn complete_visit(&self, draft: DraftId) {
        self.answer_all(draft);
        let team = vec![name("陈建国"), name("李秀英")];
        self.session().set_team(draft, team, Some(name("祝村长"))).unwrap();
        for (role, who) in [
            (SignerRole::Surveyor, "陈建国"),
            (SignerRole::Surveyor, "李秀英"),
            (SignerRole::Member, "张小明"),
        ] {
            self.session().sign(draft, &signature(role, who)).unwrap();
        }
        self.session().attach_fix(draft, fix()).unwrap();
    }

    /// Surveys a household from the door to the seal.
    pub(crate) fn sealed_visit(&self, number: usize) -> crate::ids::EntryId {
        let draft = self.start_visit(number);
        self.complete_visit(draft);
        self.session().seal_visit(draft).unwrap()
    }
}

pub(crate) fn open(folder: &Path, clock: &Arc<ManualClock>) -> Result<FieldSession, StoreError> {
    FieldSession::open(folder, &key(), Arc::clone(clock) as Arc<dyn Clock>)
}

pub(crate) fn signature(role: SignerRole, who: &str) -> Signature {
    Signature { role, name: name(who), strokes: vec![vec![(100, 100), (200, 300)]] }
}

pub(crate) fn fix() -> Fix {
    Fix {
        latitude: 28.31,
        longitude: 117.71,
        accuracy_m: Some(6.0),
        altitude_m: None,
        datum: Datum::Wgs84,
        source: FixSource::Gnss,
        at: SourcedTime { at_ms: START_MS, source: TimeSource::Gnss },
        mock: false,
    }
}

/// An answer that the question takes as the shipped checklists ask it.
pub(crate) fn an_answer(view: &QuestionView) -> Answer {
    match &view.question {
        _ if view.is_money => Answer::Money(Fen(120_000)),
        Question::Text => Answer::Text("情况属实".to_owned()),
        Question::Integer => Answer::Integer(2),
        Question::Decimal => Answer::Decimal(1.into()),
        Question::SelectOne(_) => Answer::One(view.choices.offers[0].name.clone()),
        Question::SelectMultiple(_) => Answer::Many(vec![view.choices.offers[0].name.clone()]),
        other => panic!("the shipped checklists do not ask {other:?}"),
    }
}

/// A photo of a house to attach, of one colour.
pub(crate) fn new_photo(shade: u8) -> NewPhoto {
    NewPhoto {
        kind: PhotoKind::Outside,
        source: PhotoSource::Camera,
        caption: String::new(),
        bytes: jpeg(shade),
        fix: None,
        redactions: Vec::new(),
    }
}

/// A small JPEG of one colour; shades lie far enough apart to survive compression.
pub(crate) fn jpeg(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(400, 300, image::Rgb([shade.wrapping_mul(25), 90, 60]));
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.encode(picture.as_raw(), 400, 300, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}
