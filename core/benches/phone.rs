//! What a surveyor waits for: the save of one answer, the roster of 100,000 households, a search in it.
//!
//! The folder lies in the build's own temporary folder, so that the disk is a real one.

use std::{
    error::Error,
    hint::black_box,
    io::{Seek, SeekFrom, Write},
    path::Path,
    sync::Arc,
    time::Duration,
};

use ruhu_core::{
    capture::{FieldSession, StoreKey},
    clock::{Clock, SystemClock},
    form::{
        Answer, AnswerKey, FormRole,
        definition::Question,
        fill::{QuestionView, Screen, ScreenItem},
        shipped,
    },
    household::{AidCategory, IdNumber, Member, PersonName, Relation, RosterRow},
    ids::{BootId, CampaignId, DeviceId, HouseholdId, ServerEpoch},
    journal::to_cbor,
    money::Fen,
    region::RegionCode,
    store::Identity,
    visit::{Signature, SignerRole, VisitPurpose},
    wire::{AssignmentBody, CampaignBody, FEED_MAX_ITEMS, FeedItem, FeedKind, FormBody},
};
use serde_bytes::ByteBuf;

type Outcome<T> = Result<T, Box<dyn Error>>;

const HOUSEHOLDS: usize = 100_000;
const VISITS: usize = 500;
const SAVES: usize = 5_000;
const SEARCHES: usize = 60;
const SURNAMES: [&str; 12] = ["张", "王", "李", "赵", "陈", "欧阳", "单", "曾", "汪", "祝", "詹", "刘"];
const GIVEN: [&str; 20] = [
    "小", "明", "建", "国", "秀", "英", "桂", "花", "春", "生", "美", "香", "文", "斌", "翠", "莲", "志",
    "强", "玉", "兰",
];
const QUERIES: [&str; 9] = ["张小明", "zxm", "明", "3组", "361124", "0042", "仙山 张", "没有此人", "z"];

fn main() -> Outcome<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-phone");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    saves(&folder.join("saves"))?;
    roster(&folder.join("roster"))?;
    Ok(std::fs::remove_dir_all(&folder)?)
}

fn saves(folder: &Path) -> Outcome<()> {
    let session = open(folder)?;
    enrol(&session)?;
    take_in(&session, 1)?;
    let draft = session.start_visit(&household_id(1)?, VisitPurpose::Campaign)?;
    let amounts = money_questions(&session.screens(draft)?);
    let mut times = Vec::with_capacity(SAVES);
    for (number, question) in (0..SAVES).zip(amounts.iter().cycle()) {
        let answer = Answer::Money(Fen(i64::try_from(number)?));
        let (saved, time) = timed(|| session.answer(draft, question, &answer));
        saved?;
        times.push(time);
    }
    report("the disk alone, overwrite and fsync, p99", disk(folder)?);
    report("save one answer, p50", percentile(&mut times, 50));
    report("save one answer, p99", percentile(&mut times, 99));
    Ok(())
}

/// What the disk itself takes at the 99th percentile for what a save writes: three pages over old ones, and an fsync.
fn disk(folder: &Path) -> Outcome<Duration> {
    let path = folder.join("disk-alone");
    let page = [7_u8; 3 * 4_096];
    let mut file = std::fs::File::create(&path)?;
    file.write_all(&page.repeat(64))?;
    file.sync_all()?;
    let mut times = Vec::with_capacity(SAVES);
    for number in 0..SAVES {
        file.seek(SeekFrom::Start(u64::try_from(number % 64 * page.len())?))?;
        let (written, time) = timed(|| file.write_all(&page).and_then(|()| file.sync_data()));
        written?;
        times.push(time);
    }
    std::fs::remove_file(path)?;
    Ok(percentile(&mut times, 99))
}

fn roster(folder: &Path) -> Outcome<()> {
    let session = open(folder)?;
    enrol(&session)?;
    let (taken, time) = timed(|| take_in(&session, HOUSEHOLDS));
    taken?;
    report("take in 100,000 households", time);
    let (sealed, time) = timed(|| (1..=VISITS).try_for_each(|number| sealed_visit(&session, number)));
    sealed?;
    report("500 visits from start to seal", time);
    drop(session);
    let (opened, open_time) = timed(|| open(folder).and_then(|session| Ok((session.roster(0)?, session))));
    let (page, session) = opened?;
    if usize::try_from(page.total)? != HOUSEHOLDS {
        return Err("the roster is not whole".into());
    }
    report("open roster of 100,000", open_time);
    let (counts, time) = timed(|| session.counts());
    if counts?.sealed != u32::try_from(VISITS)? {
        return Err("the visits are not whole".into());
    }
    report("counts of all records", time);
    let (first, time) = timed(|| session.search("张小明", 20));
    first?;
    report("first search, index loaded", time);
    let mut times = Vec::new();
    for query in QUERIES.iter().cycle().take(QUERIES.len() * SEARCHES) {
        let (found, time) = timed(|| session.search(query, 20));
        black_box(found?);
        times.push(time);
    }
    report("search in 100,000, p50", percentile(&mut times, 50));
    report("search in 100,000, p99", percentile(&mut times, 99));
    let (last, time) = timed(|| session.roster(page.total / 50 - 1));
    black_box(last?);
    report("last page of the roster", time);
    Ok(())
}

/// A visit with every required answer and three signatures.
fn sealed_visit(session: &FieldSession, number: usize) -> Outcome<()> {
    let draft = session.start_visit(&household_id(number)?, VisitPurpose::Campaign)?;
    let team = [person(1)?, person(2)?];
    session.set_team(draft, team.to_vec(), None)?;
    // Answers bring questions.
    while let Some(problem) = session.problems(draft)?.into_iter().find(|problem| problem.question.is_some())
    {
        let Some(question) = problem.question else { break };
        let view = session.question(draft, &question)?.ok_or("a problem without a question")?;
        session.answer(draft, &question, &an_answer(&view))?;
    }
    let roles = [SignerRole::Surveyor, SignerRole::Surveyor, SignerRole::Member];
    for (role, name) in roles.into_iter().zip(team.into_iter().chain([person(number)?])) {
        session.sign(draft, &Signature { role, name, strokes: vec![vec![(100, 100), (200, 300)]] })?;
    }
    session.seal_visit(draft)?;
    Ok(())
}

fn money_questions(screens: &[Screen]) -> Vec<AnswerKey> {
    let items = screens.iter().flat_map(|screen| &screen.items);
    items
        .filter_map(|item| match item {
            ScreenItem::Question(view) if view.is_money && !view.read_only => Some(view.key.clone()),
            _ => None,
        })
        .collect()
}

fn an_answer(view: &QuestionView) -> Answer {
    let first = || view.choices.offers.first().map(|offer| offer.name.clone()).unwrap_or_default();
    match &view.question {
        _ if view.is_money => Answer::Money(Fen(120_000)),
        Question::Integer => Answer::Integer(2),
        Question::Decimal => Answer::Decimal(2.into()),
        Question::SelectOne(_) => Answer::One(first()),
        Question::SelectMultiple(_) => Answer::Many(vec![first()]),
        _ => Answer::Text("情况属实".to_owned()),
    }
}

fn open(folder: &Path) -> Outcome<FieldSession> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new(BootId([1; 16])));
    Ok(FieldSession::open(folder, &StoreKey::new([7; 32]), clock)?)
}

fn enrol(session: &FieldSession) -> Outcome<()> {
    let identity = Identity {
        device: DeviceId([1; 16]),
        token: "0".repeat(64).into(),
        secret: [2; 32].into(),
        server_url: "http://127.0.0.1:9".to_owned(),
        surveyor: "陈建国".to_owned(),
        region: RegionCode::new("361124000000")?,
        region_name: "铅山县".to_owned(),
        enrolled_ms: 0,
    };
    Ok(session.store().write(|w| w.become_device(&identity, ruhu_core::ids::ServerEpoch([0; 16])))?)
}

fn take_in(session: &FieldSession, households: usize) -> Outcome<()> {
    let epoch = ServerEpoch([1; 16]);
    let form = shipped(FormRole::HomeVisit)?;
    let body = FormBody { version: form.version().clone(), content: ByteBuf::from(form.to_bytes()?) };
    let campaign = CampaignBody {
        campaign: CampaignId::new("bench")?,
        title: "基准".to_owned(),
        forms: vec![form.version().clone()],
    };
    let first = [item(1, FeedKind::Form, &body)?, item(2, FeedKind::Campaign, &campaign)?];
    session.store().take_in(epoch, &first, (2, true))?;
    let numbers: Vec<usize> = (1..=households).collect();
    for page in numbers.chunks(FEED_MAX_ITEMS) {
        let items = page
            .iter()
            .map(|number| {
                item(
                    *number as u64 + 2,
                    FeedKind::Assignment,
                    &AssignmentBody { epoch: 1, row: row(*number)? },
                )
            })
            .collect::<Outcome<Vec<_>>>()?;
        let next = page.last().map_or(2, |number| *number as u64 + 2);
        session.store().take_in(epoch, &items, (next, true))?;
    }
    Ok(())
}

fn item(cursor: u64, kind: FeedKind, body: &impl serde::Serialize) -> Outcome<FeedItem> {
    Ok(FeedItem { cursor, kind: kind.name().to_owned(), body: ByteBuf::from(to_cbor(body)?) })
}

fn household_id(number: usize) -> Outcome<HouseholdId> {
    Ok(HouseholdId::new(format!("H{number:06}"))?)
}

/// Invented: names put together by number, identity numbers with a right check.
fn row(number: usize) -> Outcome<RosterRow> {
    let head_name = person(number)?;
    let mut members = vec![member(&head_name, Relation::Oneself, number)?];
    members.push(member(&person(number / 3 + 7)?, Relation::Spouse, number + 300_000)?);
    if number.is_multiple_of(2) {
        members.push(member(&person(number / 5 + 11)?, Relation::Son, number + 600_000)?);
    }
    let (village, group) = (number / 300, number % 12 + 1);
    Ok(RosterRow {
        household_id: household_id(number)?,
        version: 1,
        roster_no: Some(u32::try_from(number)?),
        region: RegionCode::new(format!("3611241{:02}{:03}", village / 100 % 100, 200 + village % 100))?,
        village_name: format!("仙山{village}村"),
        group_name: format!("{group}组"),
        address: format!("武夷山镇仙山{village}村{group}组{}号", number % 300),
        head_name,
        aid_category: AidCategory::DibaoRural,
        poverty_cause: None,
        review_class: None,
        monthly_grant: Fen(45_000),
        start_month: None,
        member_count: u16::try_from(members.len())?,
        insured_count: 1,
        members,
        remark: String::new(),
        related_flag: false,
    })
}

fn person(number: usize) -> Outcome<PersonName> {
    let pick = |list: &[&'static str], at: usize| list.get(at % list.len().max(1)).copied().unwrap_or("某");
    let given = [pick(&GIVEN, number / 12), pick(&GIVEN, number / 240)].concat();
    Ok(PersonName::new(format!("{}{given}", pick(&SURNAMES, number)))?)
}

fn member(name: &PersonName, relation: Relation, number: usize) -> Outcome<Member> {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let day = 1 + number / 1_000 % 28;
    let body = format!(
        "3611{:02}19{:02}{:02}{day:02}{:03}",
        20 + number % 7,
        30 + number / 28_000 % 60,
        1 + number % 12,
        number % 1_000
    );
    let sum: u32 =
        body.chars().zip(weights).filter_map(|(digit, weight)| Some(digit.to_digit(10)? * weight)).sum();
    let check = "10X98765432".chars().nth(usize::try_from(sum % 11)?).unwrap_or('0');
    let id_no = IdNumber::new(format!("{body}{check}"))?;
    Ok(Member { name: name.clone(), relation, id_no: Some(id_no), birth: None, insured: true })
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = std::time::Instant::now();
    let done = work();
    (done, start.elapsed())
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default()
}

/// A line for people and for `cargo xtask bench`.
#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn report(name: &str, time: Duration) {
    println!("{name}: {:.3} ms", time.as_secs_f64() * 1_000.0);
}
