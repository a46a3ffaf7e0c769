//! What a pack says about one household.

use std::fmt;

use ruhu_core::{
    clock::SourcedTime,
    ids::{EntryId, HouseholdId, Sha256Hash},
    money::Fen,
};
use serde::Serialize;

/// Who may see one item of a household's sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// Everybody at the meeting.
    Meeting,
    /// The organiser alone: health, bank balances, papers.
    OrganiserOnly,
}

/// One household's sheet.
#[derive(Debug, Clone, Serialize)]
pub struct HouseholdSheet {
    /// What both editions print.
    pub basics: HouseholdBasics,
    /// The members, the head first.
    pub members: Vec<Member>,
    /// Declared income; `None` when none was declared.
    pub income: Option<Income>,
    /// What the surveyors saw, in the order of [`SeenGroup::ALL`] whatever the order here.
    pub seen: Vec<Seen>,
    /// Sealed visits, oldest first.
    pub visits: Vec<Visit>,
    /// Attempts that found nobody to survey.
    pub attempts: Vec<Attempt>,
    /// Photos, the most telling first: only the first ones are printed.
    pub photos: Vec<Photo>,
    /// Neighbours' findings; there is no place for a name.
    pub interviews: Vec<Interview>,
    /// What does not match between declaration, observation and neighbours.
    pub mismatches: Vec<Mismatch>,
    /// Why it may not be approved yet (六个不批), for the organiser alone.
    pub blocks: Vec<BlockLine>,
    /// What does not fit in places, times and photos, for the organiser alone: clues, no verdict.
    pub findings: Vec<DoubtLine>,
    /// What the policy makes of it, for the organiser alone; empty where it cannot be assessed yet.
    pub assessment: Vec<AssessmentLine>,
    /// Every record that the sheet rests on.
    pub records: Vec<RecordRef>,
    /// Words that no edition may print in free text: the interviewees' names.
    #[serde(skip)]
    pub never_print: Vec<PrivateWord>,
    /// Words that the participants' edition may not print in free text: diagnoses, accounts, respondents' names.
    #[serde(skip)]
    pub organiser_only: Vec<PrivateWord>,
}

/// A reason for which a household may not be approved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockLine {
    /// Which of the six, for example `手续不齐全`.
    pub block: String,
    /// What is the matter and what to do.
    pub reason: String,
    /// What it rests on.
    pub evidence: Vec<String>,
}

/// Something that does not fit and should be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubtLine {
    /// What kind, for example `定位在村外`.
    pub doubt: String,
    /// What was seen and what to look at.
    pub sentence: String,
    /// What it rests on.
    pub evidence: String,
}

/// One line of the assessment's explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssessmentLine {
    /// How far it is indented: 0 for a section's title.
    pub depth: usize,
    /// The text.
    pub text: String,
}

/// What is known of a household before anybody visited it, and may be heard by the whole meeting.
#[derive(Debug, Clone, Serialize)]
pub struct HouseholdBasics {
    /// Number of the sheet, from 1.
    pub no: u32,
    /// The household's pseudonym.
    pub household: HouseholdId,
    /// Full name of the head (户主).
    pub head: String,
    /// Villagers' group.
    pub group: String,
    /// People living together (共同生活人数).
    pub member_count: u32,
    /// People supported (保障人数), at most `member_count`.
    pub insured_count: u32,
    /// Kind of support, for example `农村低保`.
    pub aid_category: String,
    /// Label of the review class, for example `A类(12个月)`.
    pub review_class: String,
    /// Present monthly grant.
    pub monthly_grant: Fen,
    /// Month in which support began, as it is to be printed.
    pub start_month: String,
    /// Category of hardship (致贫原因), never a diagnosis.
    pub poverty_cause: String,
    /// Proposed kind of support (拟类别); `None` prints a blank.
    pub proposed_category: Option<String>,
    /// Proposed monthly grant (拟金额); `None` prints a blank.
    pub proposed_grant: Option<Fen>,
}

/// A word that is only here to be blanked out; hidden in `Debug` and absent from every serialisation.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateWord(pub String);

impl fmt::Debug for PrivateWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateWord(…)")
    }
}

/// One member of the household.
#[derive(Clone, Serialize)]
pub struct Member {
    /// Full name.
    pub name: String,
    /// Relation to the head.
    pub relation: String,
    /// Age in full years on the day of the meeting.
    pub age: Option<u16>,
    /// Identity number, full or masked; printed masked, and in the organiser's edition alone.
    pub identity: String,
    /// Health as a label (★ sensitive); the organiser's edition alone.
    pub health: String,
    /// Whether the member is supported.
    pub insured: bool,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member")
            .field("relation", &self.relation)
            .field("age", &self.age)
            .finish_non_exhaustive()
    }
}

/// Declared income by the five classes.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Income {
    /// The months the amounts are for, for example `近 12 个月`.
    pub period: String,
    /// 工资性收入
    pub wage: Fen,
    /// 经营净收入
    pub business: Fen,
    /// 财产净收入
    pub property: Fen,
    /// 转移净收入
    pub transfer: Fen,
    /// 其他收入
    pub other: Fen,
    /// The total as declared; the sheet says so when the parts add up to something else.
    pub total: Fen,
}

impl Income {
    /// The five classes with their names, in the order of the forms.
    #[must_use]
    pub fn classes(&self) -> [(&'static str, Fen); 5] {
        [
            ("工资性收入", self.wage),
            ("经营净收入", self.business),
            ("财产净收入", self.property),
            ("转移净收入", self.transfer),
            ("其他收入", self.other),
        ]
    }

    /// What the five classes add up to.
    #[must_use]
    pub fn sum(&self) -> Fen {
        self.classes().into_iter().fold(Fen(0), |sum, (_, amount)| sum.saturating_add(amount))
    }
}

/// Heading under which something seen is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenGroup {
    /// 吃穿住用
    Living,
    /// 房屋
    Housing,
    /// 财产
    Property,
    /// 异常情形
    Abnormal,
    /// 其他
    Other,
}

impl SeenGroup {
    /// Every group, in the order in which they are printed.
    pub const ALL: [Self; 5] = [Self::Living, Self::Housing, Self::Property, Self::Abnormal, Self::Other];

    /// The heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Living => "吃穿住用",
            Self::Housing => "房屋",
            Self::Property => "财产",
            Self::Abnormal => "异常情形",
            Self::Other => "其他",
        }
    }
}

/// One thing that the surveyors saw.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// Under which heading.
    pub group: SeenGroup,
    /// The question's label.
    pub label: String,
    /// The answer as people read it.
    pub value: String,
    /// Who may see it.
    pub disclosure: Disclosure,
}

/// One sealed visit.
#[derive(Clone, Serialize)]
pub struct Visit {
    /// The team.
    pub surveyors: Vec<String>,
    /// When it began.
    pub started: SourcedTime,
    /// When it was sealed.
    pub ended: SourcedTime,
    /// How it was held, for example `现场入户`.
    pub mode: String,
    /// Who answered: the relation to the head, not a name.
    pub respondent_relation: String,
    /// 属实、部分属实、不实 or 无法核实
    pub conclusion: String,
    /// The surveyors' proposal.
    pub proposal: String,
    /// Their reason, in their own words.
    pub reason: String,
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").field("started", &self.started).finish_non_exhaustive()
    }
}

/// One attempt that found nobody to survey.
#[derive(Clone, Serialize)]
pub struct Attempt {
    /// When.
    pub at: SourcedTime,
    /// Who went.
    pub surveyors: Vec<String>,
    /// For example `家中无人`.
    pub outcome: String,
    /// In their own words.
    pub note: String,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("at", &self.at).finish_non_exhaustive()
    }
}

/// One photo.
#[derive(Debug, Clone, Serialize)]
pub struct Photo {
    /// Label of its kind, for example `厨房`.
    pub kind: String,
    /// When it was taken, with what measured it.
    pub taken_at: SourcedTime,
    /// Where; `None` when the phone had no fix.
    pub place: Option<Place>,
    /// SHA-256 of the original file: the evidence.
    pub original: Sha256Hash,
    /// SHA-256 of the 1,600 px derivative: what [`PhotoSource`](crate::pack::photos::PhotoSource) gives and the pack shows.
    pub derivative: Sha256Hash,
    /// Rows of pixels at the derivative's foot that its watermark takes; 0 without one.
    pub watermark_px: u32,
    /// Papers and signatures are for the organiser alone.
    pub disclosure: Disclosure,
}

/// A place in WGS-84.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Place {
    /// Degrees north, WGS-84.
    pub lat: f64,
    /// Degrees east, WGS-84.
    pub lon: f64,
    /// Radius of accuracy in metres, if the phone told it.
    pub accuracy_m: Option<f64>,
}

/// What one neighbour said. There is deliberately no field for who it was.
#[derive(Clone, Serialize)]
pub struct Interview {
    /// For example `邻居`.
    pub role: String,
    /// For example `51–70 岁`.
    pub age_band: String,
    /// When.
    pub at: SourcedTime,
    /// Who asked.
    pub interviewers: Vec<String>,
    /// Choices and numbers, for both editions.
    pub answers: Vec<Answer>,
    /// In the interviewee's own words; empty when nothing was said.
    pub statement: String,
}

impl fmt::Debug for Interview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interview").field("at", &self.at).finish_non_exhaustive()
    }
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Answer {
    /// The question's label.
    pub label: String,
    /// The answer as people read it.
    pub value: String,
}

/// Something that does not match. An empty side prints a dash.
#[derive(Debug, Clone, Serialize)]
pub struct Mismatch {
    /// What it is about, for example `共同生活人数`.
    pub item: String,
    /// As declared or on the roster.
    pub declared: String,
    /// As the surveyors saw it.
    pub observed: String,
    /// As neighbours said.
    pub neighbours: String,
    /// What it rests on, for example `入户调查 2026-09-03`.
    pub evidence: Vec<String>,
    /// Health and balances are for the organiser alone.
    pub disclosure: Disclosure,
}

/// One record in the manifest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RecordRef {
    /// Label of the record's kind, for example `入户调查`.
    pub kind: String,
    /// The journal entry.
    pub entry: EntryId,
    /// SHA-256 of the entry's bytes.
    pub hash: Sha256Hash,
    /// Short id of the phone that made it.
    pub device: String,
}
