//! A surveyor's day on one phone, through the very door that an app uses: [`FieldSession`].

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use indicatif::ProgressBar;
use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use ruhu_core::{
    capture::{FieldSession, NewAttempt, NewPhoto, StoreKey},
    clock::{Clock, ManualClock, SourcedTime, TimeSource},
    form::{Answer, AnswerKey},
    household::{PersonName, RosterRow},
    ids::DraftId,
    location::{Datum, Fix, FixSource, Place},
    photo::{PhotoKind, PhotoLimits, PhotoSource, intake},
    record::RecordKind,
    visit::{AttemptOutcome, SignerRole, VisitPurpose},
};

use super::{
    answers::{self, Story},
    dishonest::Way,
    photos::{Shot, draw_photo},
};
use crate::local_time::{beijing, beijing_offset};

/// Surveyors set out at this hour of Beijing's day.
const FIRST_HOUR: i8 = 8;
/// No visit begins from this hour on.
const LAST_HOUR: i8 = 17;
/// What every visit photographs.
const SHOTS: [PhotoKind; 4] =
    [PhotoKind::Doorplate, PhotoKind::Outside, PhotoKind::Kitchen, PhotoKind::Bedroom];
/// Neighbours asked about each household (domain.md section 3: two or more).
const INTERVIEWS: usize = 2;
/// Every so many households nobody is at home at first.
const ABSENT_EVERY: usize = 20;
/// A village in 铅山县, WGS-84.
const VILLAGE: (f64, f64) = (28.3105, 117.7083);
/// Degrees between neighbouring houses, about 40 m.
const HOUSE_STEP: f64 = 0.000_36;
/// Where a desk survey is filled in: in the village, at nobody's house.
const DESK: (f64, f64) = (28.3032, 117.7041);
/// Where somebody is who did not go to the village: 11 km north of it.
const ELSEWHERE: (f64, f64) = (28.4105, 117.7083);
/// By so many degrees north of the house photos are taken elsewhere, about 3 km.
const FAR_NORTH: f64 = 0.03;
/// So long before the visit photos were taken, in milliseconds.
const EARLY_MS: i64 = 5 * 3_600_000;
/// By so much somebody sets the clock during a visit, in milliseconds.
const CLOCK_SET_MS: i64 = 3 * 3_600_000;
/// The hour at which somebody fills the form in at home.
const NIGHT_HOUR: i8 = 23;
/// Houses in a row.
const HOUSES_IN_A_ROW: usize = 10;

/// One surveyor's phone.
pub(super) struct Phone {
    pub(super) session: FieldSession,
    clock: Arc<ManualClock>,
    team: Vec<PersonName>,
    /// What the visit before left: for those who copy.
    before: Mutex<Before>,
}

#[derive(Default)]
struct Before {
    answers: BTreeMap<AnswerKey, Answer>,
    photos: Vec<Vec<u8>>,
}

/// What one phone did.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) sealed: u64,
    pub(super) photos: u64,
}

/// Where photos come from.
#[derive(Debug, Clone)]
pub(super) enum Camera {
    /// Drawn by code.
    Drawn,
    /// The JPEGs of a folder, in turn.
    Folder(Vec<PathBuf>),
}

impl Camera {
    /// How many different pictures it has for one visit: a draft refuses the same picture twice.
    fn different_shots(&self) -> usize {
        match self {
            Self::Drawn => SHOTS.len(),
            Self::Folder(files) => files.len().min(SHOTS.len()),
        }
    }
}

impl Phone {
    /// A new phone with its own encrypted folder and its own key.
    pub(super) fn open(
        dir: &Path,
        (number, seed): (usize, u64),
        team: [&str; 2],
        start_ms: i64,
    ) -> anyhow::Result<Self> {
        let mut key = [0; 32];
        ChaCha8Rng::seed_from_u64(seed ^ (0xfeed << 8 | u64::try_from(number)?)).fill(&mut key);
        let clock = Arc::new(ManualClock::at(start_ms));
        let session = FieldSession::open(dir, &StoreKey::new(key), Arc::clone(&clock) as Arc<dyn Clock>)?;
        let team = team.into_iter().map(PersonName::new).collect::<Result<_, _>>()?;
        Ok(Self { session, clock, team, before: Mutex::default() })
    }

    /// Every household that this phone was assigned, in the order of its list.
    pub(super) fn rows(&self) -> anyhow::Result<Vec<RosterRow>> {
        let mut rows = Vec::new();
        for page in 0.. {
            let items = self.session.roster(page)?.items;
            if items.is_empty() {
                break;
            }
            for item in items {
                rows.extend(self.session.household(&item.household)?.map(|household| household.row));
            }
        }
        Ok(rows)
    }

    /// Surveys one household: perhaps in vain at first, then at home, then at the neighbours'.
    pub(super) fn survey(
        &self,
        row: &RosterRow,
        (index, seed, way): (usize, u64, Option<Way>),
        (camera, progress): (&Camera, &ProgressBar),
    ) -> anyhow::Result<Tally> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed.wrapping_add(1_000 + u64::try_from(index)?));
        let story = Story::of(index);
        let mut tally = Tally::default();
        self.sleep_if_late();
        if way == Some(Way::Night) {
            self.wait_until_night();
        }
        if index % ABSENT_EVERY == ABSENT_EVERY / 2 {
            self.find_nobody(row, index)?;
            tally.sealed += 1;
        }
        tally.photos += self.visit(row, (index, story, way), (&mut rng, camera))?;
        tally.sealed += 1;
        progress.inc(1);
        for _ in 0..INTERVIEWS {
            self.interview(row, story, &mut rng)?;
            tally.sealed += 1;
        }
        Ok(tally)
    }

    /// Nobody knocks in the evening or at night: after five, work goes on the next morning.
    fn sleep_if_late(&self) {
        let hour = beijing(self.clock.read().wall_ms).hour();
        let hours = match hour {
            LAST_HOUR.. => 24 - hour + FIRST_HOUR,
            ..FIRST_HOUR => FIRST_HOUR - hour,
            _ => 0,
        };
        self.clock.advance_ms(u32::try_from(hours).unwrap_or(0) * 3_600_000);
    }

    /// Somebody fills the form in at home.
    fn wait_until_night(&self) {
        let hours = u32::try_from(NIGHT_HOUR - beijing(self.clock.read().wall_ms).hour()).unwrap_or(0);
        self.clock.advance_ms(hours * 3_600_000);
    }

    /// Where the phone is while household `index` is surveyed in this way.
    fn fix(&self, index: usize, way: Option<Way>) -> Fix {
        let (line, house) = (index / HOUSES_IN_A_ROW, index % HOUSES_IN_A_ROW);
        let steps = |count: usize| HOUSE_STEP * f64::from(u32::try_from(count).unwrap_or(0));
        let (latitude, longitude) = match way {
            Some(Way::Desk) => DESK,
            Some(Way::Elsewhere) => ELSEWHERE,
            _ => (VILLAGE.0 + steps(line) * 1.5, VILLAGE.1 + steps(house)),
        };
        Fix {
            latitude,
            longitude,
            accuracy_m: Some(6.0),
            altitude_m: Some(86.0),
            datum: Datum::Wgs84,
            source: FixSource::Gnss,
            at: SourcedTime { at_ms: self.clock.read().wall_ms, source: TimeSource::Gnss },
            mock: way == Some(Way::MadeUpPlace),
        }
    }

    fn find_nobody(&self, row: &RosterRow, index: usize) -> anyhow::Result<()> {
        let note = "敲门无人应答，邻居说下地干活去了。";
        let attempt = NewAttempt {
            outcome: AttemptOutcome::Absent,
            surveyors: self.team.clone(),
            note: note.to_owned(),
            photos: Vec::new(),
            fix: Some(self.fix(index, None)),
        };
        self.session.record_attempt(&row.household_id, attempt)?;
        self.clock.advance_ms(4 * 60_000);
        Ok(())
    }

    /// Stands at a door and has asked the first question.
    pub(super) fn begin_visit(&self, row: &RosterRow) -> anyhow::Result<()> {
        let draft = self.session.start_visit(&row.household_id, VisitPurpose::Review)?;
        self.clock.advance_ms(10_000);
        self.session.answer(draft, &AnswerKey::new("notice_given")?, &Answer::One("yes".to_owned()))?;
        Ok(())
    }

    /// The visit that is under way, or a new one.
    fn draft_of_visit(&self, row: &RosterRow) -> anyhow::Result<DraftId> {
        let open = self.session.open_drafts()?;
        let begun =
            open.iter().find(|line| line.household == row.household_id && line.kind == RecordKind::Visit);
        Ok(match begun {
            Some(line) => self.session.resume(line.id)?.draft,
            None => self.session.start_visit(&row.household_id, VisitPurpose::Review)?,
        })
    }

    fn visit(
        &self,
        row: &RosterRow,
        (index, story, way): (usize, Story, Option<Way>),
        (rng, camera): (&mut ChaCha8Rng, &Camera),
    ) -> anyhow::Result<u64> {
        let draft = self.draft_of_visit(row)?;
        self.session.set_team(draft, self.team.clone(), None)?;
        self.session.attach_fix(draft, self.fix(index, way))?;
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        let mut answers = BTreeMap::new();
        for (question, own) in answers::home_visit(rng, row, story) {
            if self.session.question(draft, &question)?.is_none() {
                continue;
            }
            let answer = if way == Some(Way::Copied) { copied(&before.answers, &question, own) } else { own };
            let pause = if way == Some(Way::Hurried) { 300..900 } else { 6_000..25_000 };
            self.clock.advance_ms(rng.random_range(pause));
            self.session.answer(draft, &question, &answer)?;
            answers.insert(question, answer);
        }
        if way == Some(Way::ClockSet) {
            self.clock.set_wall_ms(self.clock.read().wall_ms + CLOCK_SET_MS);
        }
        let mut photos = Vec::new();
        for (nth, kind) in SHOTS.into_iter().take(camera.different_shots()).enumerate() {
            self.clock.advance_ms(rng.random_range(8_000..20_000));
            let own = self.shoot(camera, (index, nth, way), (kind, rng.random()))?;
            let bytes = match (way, before.photos.get(nth)) {
                (Some(Way::OldPhotos), Some(old)) => old.clone(),
                (Some(Way::ForwardedPhotos), Some(old)) => forwarded(old)?,
                _ => own,
            };
            photos.push(bytes.clone());
            // Where the phone says nothing of the place, the picture does.
            let fix = (way != Some(Way::FarPhotos)).then(|| self.fix(index, way));
            self.session.attach_photo(
                draft,
                NewPhoto {
                    kind,
                    source: PhotoSource::Camera,
                    caption: String::new(),
                    bytes,
                    fix,
                    redactions: Vec::new(),
                },
            )?;
        }
        let taken = photos.len() as u64;
        *before = Before { answers, photos };
        self.sign(draft, row, rng)?;
        self.session.seal_visit(draft)?;
        self.clock.advance_ms(rng.random_range(120_000..300_000));
        Ok(taken)
    }

    fn shoot(
        &self,
        camera: &Camera,
        (index, nth, way): (usize, usize, Option<Way>),
        (kind, seed): (PhotoKind, u64),
    ) -> anyhow::Result<Vec<u8>> {
        if let Camera::Folder(files) = camera {
            let path = files.get((index * SHOTS.len() + nth) % files.len().max(1)).context("没有照片文件")?;
            return std::fs::read(path).with_context(|| format!("无法读取照片 {}", path.display()));
        }
        let fix = self.fix(index, way);
        let north = if way == Some(Way::FarPhotos) { FAR_NORTH } else { 0.0 };
        let earlier_ms = if way == Some(Way::EarlyPhotos) { EARLY_MS } else { 0 };
        draw_photo(&Shot {
            seed,
            kind,
            number: u16::try_from(index + 1).unwrap_or(1),
            taken_at: beijing(self.clock.read().wall_ms - earlier_ms),
            offset: beijing_offset(),
            place: Some(Place { latitude: fix.latitude + north, longitude: fix.longitude, datum: fix.datum }),
        })
    }

    fn sign(&self, draft: DraftId, row: &RosterRow, rng: &mut ChaCha8Rng) -> anyhow::Result<()> {
        for surveyor in &self.team {
            self.session.sign(draft, &answers::signature(rng, SignerRole::Surveyor, surveyor))?;
        }
        self.session.sign(draft, &answers::signature(rng, SignerRole::Member, &row.head_name))?;
        Ok(())
    }

    fn interview(&self, row: &RosterRow, story: Story, rng: &mut ChaCha8Rng) -> anyhow::Result<()> {
        let draft = self.session.start_interview(&row.household_id, self.team.clone())?;
        let surname = ["曾", "汪", "祝", "詹"].choose(rng).copied().unwrap_or_default();
        let nth = ["三", "五", "六"].choose(rng).copied().unwrap_or_default();
        let neighbour = format!("{surname}老{nth}");
        self.session.name_interviewee(draft, Some(PersonName::new(neighbour)?))?;
        for (question, answer) in answers::neighbour(rng, row, story) {
            self.clock.advance_ms(rng.random_range(5_000..15_000));
            self.session.answer(draft, &question, &answer)?;
        }
        self.session.seal_interview(draft)?;
        self.clock.advance_ms(rng.random_range(60_000..180_000));
        Ok(())
    }
}

/// A photo after a chat has passed it on.
fn forwarded(photo: &[u8]) -> anyhow::Result<Vec<u8>> {
    Ok(intake(photo, &PhotoLimits::default())?.derivative)
}

/// What the household before said, where it is an amount or a text; else what is seen.
fn copied(before: &BTreeMap<AnswerKey, Answer>, question: &AnswerKey, own: Answer) -> Answer {
    match before.get(question) {
        Some(answer @ (Answer::Money(_) | Answer::Text(_))) => answer.clone(),
        _ => own,
    }
}
