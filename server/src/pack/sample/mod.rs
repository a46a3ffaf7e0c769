//! Invented packs for tests, the bench and the demo. Nobody in here exists.

mod assessment;
mod scene;

use ed25519_dalek::SigningKey;
use ruhu_core::{
    clock::{SourcedTime, TimeSource},
    evidence::{SignedTreeHead, TreeHead},
    ids::{EntryId, HouseholdId, IdError, MeetingId, ServerEpoch, Sha256Hash},
    money::Fen,
};

pub use self::scene::{SamplePhotos, picture};
use super::content::{
    Answer, Attempt, AttendeeRole, Disclosure, HouseholdBasics, HouseholdSheet, Income, Interview, Invited,
    MeetingHead, Member, Mismatch, PackContent, Photo, Place, PolicyItem, PrivateWord, RecordRef, Seen,
    SeenGroup, Visit,
};

const HEADS: [&str; 12] = [
    "周小满",
    "吴𬱖",
    "郑㛃",
    "欧阳春来",
    "冯谷雨",
    "陈白露",
    "褚秋分",
    "卫霜降",
    "蒋立冬",
    "沈大雪",
    "韩冬至",
    "杨小寒",
];
const CAUSES: [&str; 5] = ["疾病", "残疾", "缺劳力", "因学", "灾害"];
/// 2026-09-03 09:00 in Beijing.
const FIRST_VISIT_MS: i64 = 1_788_397_200_000;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// An interviewee who must never show in a pack.
pub const INTERVIEWEE: &str = "申屠不言";
/// An account that must never show in the participants' edition.
pub const ACCOUNT: &str = "6228480402564890018";
/// A phone number that must never show in the participants' edition.
pub const PHONE: &str = "13900001234";
/// A diagnosis that must never show in the participants' edition.
pub const DIAGNOSIS: &str = "尿毒症";

/// A whole pack of `households` households with `photos` photos each.
///
/// # Errors
/// Never for the identifiers made here; the type says so because identifiers are checked.
pub fn content(households: usize, photos: usize) -> Result<PackContent, IdError> {
    let households = (1..).take(households).map(|no| household(no, photos)).collect::<Result<_, _>>()?;
    Ok(PackContent { meeting: meeting()?, policy: policy(), households })
}

/// A head of an invented log with so many entries.
#[must_use]
pub fn log_head(size: u64) -> SignedTreeHead {
    let tree = TreeHead { size, root: Sha256Hash::of(&size.to_be_bytes()) };
    SignedTreeHead::sign(&SigningKey::from_bytes(&[7; 32]), ServerEpoch([7; 16]), tree, FIRST_VISIT_MS)
}

fn meeting() -> Result<MeetingHead, IdError> {
    let invite = |role, name: &str| Invited { role, name: name.to_owned() };
    Ok(MeetingHead {
        id: MeetingId::new("M2026-0912-01")?,
        title: "2026年最低生活保障年度复核民主评议会".to_owned(),
        village: "江西省上饶市铅山县河口镇样板村".to_owned(),
        campaign: "2026年低保年度复核".to_owned(),
        held_at_ms: Some(FIRST_VISIT_MS + 9 * DAY_MS),
        place: Some("村委会二楼会议室".to_owned()),
        convener: Some("钱立春".to_owned()),
        chair: Some("孙雨水".to_owned()),
        recorder: None,
        supervisor: Some("李惊蛰".to_owned()),
        attendance_rule: Some(
            "村（居）民代表不少于参会总人数的三分之二（民发〔2012〕220号第二十二条，供参照）".to_owned(),
        ),
        passing_rule: None,
        invited: vec![
            invite(AttendeeRole::Township, "孙雨水"),
            invite(AttendeeRole::VillageParty, "钱立春"),
            invite(AttendeeRole::VillageCommittee, "赵清明"),
            invite(AttendeeRole::Supervisor, "李惊蛰"),
            invite(AttendeeRole::Representative, "王芒种"),
            invite(AttendeeRole::Representative, "刘夏至"),
            invite(AttendeeRole::Representative, "张小暑"),
        ],
    })
}

fn policy() -> Vec<PolicyItem> {
    let item = |title: &str, text: &str, source: &str, effective: &str| PolicyItem {
        title: title.to_owned(),
        text: text.to_owned(),
        source: source.to_owned(),
        effective: effective.to_owned(),
    };
    vec![
        item(
            "谁可以享受最低生活保障",
            "共同生活的家庭成员人均收入低于当地最低生活保障标准，且家庭财产状况符合规定的家庭，可以申请最低生活保障。具体标准以当地现行公布的标准为准。",
            "民发〔2021〕57号 第四条",
            "2021-07-01",
        ),
        item(
            "共同生活的家庭成员怎样认定",
            "包括配偶、未成年子女、已成年但不能独立生活的子女（含在读的全日制本科及以下学历学生），以及其他具有法定赡养、扶养、抚养义务关系并长期共同居住的人员。",
            "民发〔2021〕57号 第七条",
            "2021-07-01",
        ),
        item(
            "家庭收入包括哪些",
            "工资性收入、经营净收入、财产净收入、转移净收入和其他应当计入的收入。优待抚恤金、奖学金等按规定不计入。",
            "民发〔2021〕57号 第十三条",
            "2021-07-01",
        ),
    ]
}

fn at(day: i64, hour: i64, source: TimeSource) -> SourcedTime {
    SourcedTime { at_ms: FIRST_VISIT_MS + day * DAY_MS + hour * HOUR_MS, source }
}

/// The `no`-th household.
///
/// # Errors
/// As [`content`].
pub fn household(no: u32, photos: usize) -> Result<HouseholdSheet, IdError> {
    let pick = |all: &[&str], step: u32| {
        let wrapped = usize::try_from(no.wrapping_mul(step)).unwrap_or_default() % all.len().max(1);
        all.get(wrapped).copied().unwrap_or_default().to_owned()
    };
    let head = pick(&HEADS, 1);
    let day = i64::from(no % 7);
    let members = members(no, &head);
    let wage = Fen(i64::from(no % 9) * 120_000);
    let transfer = Fen(96_000 + i64::from(no % 4) * 1_250);
    let declared = u32::try_from(members.len()).unwrap_or(u32::MAX);
    Ok(HouseholdSheet {
        basics: HouseholdBasics {
            no,
            household: HouseholdId::new(format!("H{no:05}"))?,
            head,
            group: format!("第{}组", no % 6 + 1),
            member_count: declared,
            insured_count: declared.saturating_sub(1).max(1),
            aid_category: "农村低保".to_owned(),
            review_class: if no.is_multiple_of(2) { "A类（12个月）" } else { "B类（6个月）" }.to_owned(),
            monthly_grant: Fen(41_000 + i64::from(no % 10) * 2_550),
            start_month: format!("20{:02}年{}月", 15 + no % 10, no % 12 + 1),
            poverty_cause: pick(&CAUSES, 1),
            proposed_category: (!no.is_multiple_of(5)).then(|| "农村低保".to_owned()),
            proposed_grant: (!no.is_multiple_of(5)).then(|| Fen(38_000 + i64::from(no % 10) * 2_550)),
        },
        income: Some(Income {
            period: "近 12 个月".to_owned(),
            wage,
            business: Fen(310_000),
            property: Fen(0),
            transfer,
            other: Fen(0),
            total: Fen(wage.0 + 310_000 + transfer.0 + if no % 10 == 3 { 60_000 } else { 0 }),
        }),
        seen: seen(no),
        visits: vec![visit(no, day)],
        attempts: attempts(no, day),
        photos: (0..photos).map(|i| photo(no, i, day)).collect(),
        interviews: (0..2).map(|i| interview(no, i, day)).collect(),
        mismatches: mismatches(no, declared),
        blocks: assessment::blocks(no),
        findings: assessment::findings(no),
        assessment: assessment::lines(no),
        records: records(no),
        never_print: vec![PrivateWord(INTERVIEWEE.to_owned())],
        organiser_only: vec![PrivateWord(DIAGNOSIS.to_owned())],
        members,
    })
}

/// An identity number of nobody with a right check character (GB 11643): region 110105, born 1949-12-31.
#[must_use]
pub fn identity(serial: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("11010519491231{:03}", serial % 1000);
    let sum: u32 =
        body.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or_default() * weight).sum();
    let check = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or_default()).unwrap_or('X');
    format!("{body}{check}")
}

fn members(no: u32, head: &str) -> Vec<Member> {
    let person = |i: u32, name: String, relation: &str, age: u16, health: &str| Member {
        name,
        relation: relation.to_owned(),
        age: Some(age),
        identity: identity(no * 7 + i),
        health: health.to_owned(),
        insured: i != 2,
    };
    let family = head.chars().next().unwrap_or('赵');
    let mut all = vec![person(0, head.to_owned(), "本人", 67, "重病")];
    if !no.is_multiple_of(3) {
        all.push(person(1, format!("{family}桂花"), "配偶", 64, "慢病"));
    }
    if no.is_multiple_of(2) {
        all.push(person(2, format!("{family}来福"), "子", 38, "健康"));
        all.push(person(3, format!("{family}小苗"), "孙女", 9, "健康"));
    }
    all
}

fn seen(no: u32) -> Vec<Seen> {
    let item = |group, label: &str, value: &str, disclosure| Seen {
        group,
        label: label.to_owned(),
        value: value.to_owned(),
        disclosure,
    };
    let meeting = Disclosure::Meeting;
    let mut all = vec![
        item(SeenGroup::Living, "吃", "一般", meeting),
        item(SeenGroup::Living, "穿", "一般", meeting),
        item(SeenGroup::Living, "住", "较差", meeting),
        item(SeenGroup::Living, "用", "较差", meeting),
        item(SeenGroup::Housing, "住房性质", "自有", meeting),
        item(SeenGroup::Housing, "房屋结构", "砖木", meeting),
        item(SeenGroup::Housing, "建筑面积（平方米）", "86", meeting),
        item(SeenGroup::Property, "机动车数量", "0", meeting),
        item(SeenGroup::Property, "房产数量", "1", meeting),
        item(SeenGroup::Property, "存款、证券、基金等金融资产", "3200.00 元", Disclosure::OrganiserOnly),
        item(SeenGroup::Property, "一卡通账号", ACCOUNT, Disclosure::OrganiserOnly),
        item(SeenGroup::Other, "重病或残疾人数", "1", Disclosure::OrganiserOnly),
    ];
    if no % 10 == 3 {
        all.push(item(SeenGroup::Abnormal, "异常情形", "机动车", meeting));
    }
    all
}

fn visit(no: u32, day: i64) -> Visit {
    Visit {
        surveyors: vec!["钱立春".to_owned(), "赵清明".to_owned()],
        started: at(day, 0, TimeSource::DeviceClock),
        ended: at(day, 1, TimeSource::DeviceClock),
        mode: "现场入户".to_owned(),
        respondent_relation: "户主本人".to_owned(),
        conclusion: if no % 10 == 3 { "部分属实" } else { "属实" }.to_owned(),
        proposal: if no % 10 == 3 { "再次核查" } else { "继续保障" }.to_owned(),
        reason: format!(
            "户主长期患{DIAGNOSIS}，每周透析三次，家中主要靠配偶在家务农和儿子在外打零工维持；联系电话 {PHONE}，补助打入 {ACCOUNT}。\
             住房年久失修，厨房屋面漏雨，家电仅有电视机和电饭锅，未见与申报不符的大额消费。"
        ),
    }
}

fn attempts(no: u32, day: i64) -> Vec<Attempt> {
    if no % 4 != 1 {
        return Vec::new();
    }
    vec![Attempt {
        at: at(day - 1, 2, TimeSource::DeviceClock),
        surveyors: vec!["钱立春".to_owned()],
        outcome: "家中无人".to_owned(),
        note: "邻居说去县城看病，约次日再来".to_owned(),
    }]
}

fn photo(no: u32, index: usize, day: i64) -> Photo {
    const KINDS: [&str; 8] = ["门牌", "外观", "厨房", "卧室", "家电", "存粮", "车辆", "证件"];
    let kind = KINDS.get(index % KINDS.len()).copied().unwrap_or_default();
    let minutes = i64::try_from(index).unwrap_or_default() * 180_000;
    let start = at(day, 0, TimeSource::Exif);
    let offset = f64::from(no) * 0.000_31;
    Photo {
        kind: kind.to_owned(),
        taken_at: SourcedTime { at_ms: start.at_ms + minutes, ..start },
        place: (index % 5 != 4).then_some(Place {
            lat: 28.315_42 + offset,
            lon: 117.708_91 + offset,
            accuracy_m: Some(6.0),
        }),
        original: Sha256Hash::of(format!("original {no} {index}").as_bytes()),
        derivative: Sha256Hash::of(&picture(no, index)),
        watermark_px: 0,
        disclosure: if kind == "证件" { Disclosure::OrganiserOnly } else { Disclosure::Meeting },
    }
}

fn interview(no: u32, index: u32, day: i64) -> Interview {
    let answer = |label: &str, value: &str| Answer { label: label.to_owned(), value: value.to_owned() };
    let (role, age_band) = if index == 0 { ("邻居", "51–70 岁") } else { ("组长", "19–50 岁") };
    Interview {
        role: role.to_owned(),
        age_band: age_band.to_owned(),
        at: at(day, 3 + i64::from(index), TimeSource::DeviceClock),
        interviewers: vec!["赵清明".to_owned()],
        answers: vec![
            answer("常住人数", &(2 + no % 2).to_string()),
            answer("主要收入来源", if index == 0 { "务农" } else { "务农、打零工" }),
            answer("在外是否有车辆、房产", "没有"),
            answer("子女是否赡养接济", "不了解"),
            answer("总体生活状况", "困难"),
        ],
        statement: if index == 0 {
            format!("{INTERVIEWEE}说他家日子紧，药费大，平时很少买肉。")
        } else {
            String::new()
        },
    }
}

fn mismatches(no: u32, declared: u32) -> Vec<Mismatch> {
    if no % 10 != 3 {
        return Vec::new();
    }
    let line = |item: &str, declared: &str, observed: &str, neighbours: &str, disclosure| Mismatch {
        item: item.to_owned(),
        declared: declared.to_owned(),
        observed: observed.to_owned(),
        neighbours: neighbours.to_owned(),
        evidence: vec!["入户调查 2026-09-06".to_owned(), "邻里走访 2 份".to_owned()],
        disclosure,
    };
    vec![
        line("共同生活人数", &format!("{declared} 人"), "2 人", "常住 3 人", Disclosure::Meeting),
        line("机动车", "无", "院内有三轮货车一辆", "", Disclosure::Meeting),
        line("金融资产", "0.00 元", "3200.00 元", "", Disclosure::OrganiserOnly),
    ]
}

fn records(no: u32) -> Vec<RecordRef> {
    let record = |kind: &str, i: u32| {
        let hash = Sha256Hash::of(format!("record {no} {i}").as_bytes());
        let mut entry = [0; 16];
        entry.iter_mut().zip(hash.0).for_each(|(to, from)| *to = from ^ 0x5a);
        RecordRef { kind: kind.to_owned(), entry: EntryId(entry), hash, device: format!("9f3a{:02}", no % 3) }
    };
    vec![record("入户调查", 0), record("邻里走访", 1), record("邻里走访", 2)]
}
