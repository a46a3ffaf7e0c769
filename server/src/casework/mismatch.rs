//! What does not match between the roster, what surveyors saw and what neighbours said. It points; people decide.

use ruhu_core::{
    assessment::{Evidence, NeighbourContradiction, RESIDENTS},
    form::{Answer, Answers},
    household::RosterRow,
    visit::VisitRecord,
};

use super::filed::{File, FiledRecord};

/// What two rounds are compared by: the question, what is said of it, and its unit.
const COUNTED: [(&str, &str, &str); 4] = [
    ("members_confirmed", "与上一轮的共同生活人数", "人"),
    ("labour_count", "与上一轮的劳动力人数", "人"),
    ("property_vehicles", "与上一轮的机动车数", "辆"),
    ("property_houses", "与上一轮的房产数", "处"),
];

/// Something that does not match. An empty side has nothing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What it is about.
    pub item: &'static str,
    /// As the roster or the household has it.
    pub declared: String,
    /// As the surveyors saw it.
    pub observed: String,
    /// As neighbours said.
    pub neighbours: String,
    /// The records it rests on, by kind and time.
    pub evidence: Vec<String>,
}

fn integer(answers: &Answers, name: &str) -> Option<i64> {
    match answers.get(name)? {
        Answer::Integer(value) => Some(*value),
        _ => None,
    }
}

fn one<'a>(answers: &'a Answers, name: &str) -> Option<&'a str> {
    match answers.get(name)? {
        Answer::One(value) => Some(value),
        _ => None,
    }
}

/// The newest visit and what stands against it.
struct Sides<'a> {
    row: &'a RosterRow,
    file: &'a File,
    filed: &'a FiledRecord,
    visit: &'a VisitRecord,
}

/// Compares the newest visit in force with the roster, with each interview in force, and with other visits.
#[must_use]
pub fn mismatches(row: &RosterRow, file: &File) -> Vec<Mismatch> {
    let Some((filed, visit)) = file.visits().last() else { return Vec::new() };
    let sides = Sides { row, file, filed, visit };
    let mut found = sides.neighbours();
    sides.add_people(&mut found);
    found.extend(sides.relatives());
    found.extend(sides.two_visits());
    found.extend(sides.last_round());
    found
}

impl Sides<'_> {
    fn neighbours(&self) -> Vec<Mismatch> {
        let told = self.file.told_otherwise((self.filed, self.visit)).into_iter();
        told.map(|NeighbourContradiction { item, observed, neighbours, evidence }| Mismatch {
            item,
            declared: String::new(),
            observed,
            neighbours,
            evidence: self.cited(&evidence),
        })
        .collect()
    }

    /// How many live together is asked of all three.
    fn add_people(&self, found: &mut Vec<Mismatch>) {
        let Some(observed) = integer(&self.visit.answers, "members_confirmed") else { return };
        let declared = format!("{} 人", self.row.member_count);
        if let Some(told) = found.iter_mut().find(|line| line.item == RESIDENTS) {
            told.declared = declared;
        } else if observed != i64::from(self.row.member_count) {
            let observed = format!("{observed} 人");
            let (item, evidence) = (RESIDENTS, vec![self.visit_evidence()]);
            found.insert(0, Mismatch { item, declared, observed, neighbours: String::new(), evidence });
        }
    }

    /// A registered relative whom the visit does not know of, or one that it knows of and nobody registered.
    fn relatives(&self) -> Option<Mismatch> {
        let declared = self.row.related_flag || self.file.registered;
        let observed = one(&self.visit.answers, "related_filing")? == "yes";
        (declared != observed).then(|| Mismatch {
            item: "经办人员或村干部近亲属",
            declared: if declared { "已备案" } else { "未备案" }.to_owned(),
            observed: if observed { "是" } else { "否" }.to_owned(),
            neighbours: String::new(),
            evidence: vec![self.visit_evidence()],
        })
    }

    /// Two phones at one household make two records; where they differ, a person decides.
    fn two_visits(&self) -> Option<Mismatch> {
        let conclusions: Vec<(&str, String)> = self
            .file
            .visits()
            .filter(|(filed, _)| filed.campaign == self.filed.campaign)
            .filter_map(|(filed, visit)| {
                Some((one(&visit.answers, "conclusion")?, filed.cited_as("入户调查")))
            })
            .collect();
        let (first, _) = conclusions.first()?;
        if conclusions.iter().all(|(conclusion, _)| conclusion == first) {
            return None;
        }
        Some(Mismatch {
            item: "两次入户结论",
            declared: String::new(),
            observed: "结论不一致，请核实后采用".to_owned(),
            neighbours: String::new(),
            evidence: conclusions.into_iter().map(|(_, evidence)| evidence).collect(),
        })
    }

    /// What can be counted and is not what the last round counted. Amounts are held against each other by the assessment.
    fn last_round(&self) -> Vec<Mismatch> {
        let earlier = self.file.visits().filter(|(filed, _)| filed.campaign != self.filed.campaign);
        let Some((filed, before)) = earlier.last() else {
            return Vec::new();
        };
        let compared = COUNTED.iter().filter_map(|(question, item, unit)| {
            let (now, then) = (integer(&self.visit.answers, question)?, integer(&before.answers, question)?);
            (now != then).then(|| Mismatch {
                item,
                declared: format!("上一轮 {then} {unit}"),
                observed: format!("{now} {unit}"),
                neighbours: String::new(),
                evidence: vec![self.visit_evidence(), filed.cited_as("上一轮入户调查")],
            })
        });
        compared.collect()
    }

    fn visit_evidence(&self) -> String {
        self.filed.cited_as("入户调查")
    }

    /// The records of answers, each once: the visit, then the interviews.
    fn cited(&self, evidence: &[Evidence]) -> Vec<String> {
        let rests_on = |filed: &FiledRecord| {
            let record = filed.stored.entry_id;
            evidence.iter().any(|one| matches!(one, Evidence::Answer { record: of, .. } if *of == record))
        };
        let interviews = self.file.interviews_beside(self.filed).filter(|(filed, _)| rests_on(filed));
        std::iter::once(self.visit_evidence())
            .chain(interviews.map(|(filed, _)| filed.cited_as("邻里走访")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use ruhu_core::{
        clock::ClockReading,
        form::AnswerKey,
        household::{AidCategory, PersonName},
        ids::{BootId, CampaignId, DeviceId, EntryId, HouseholdId, Sha256Hash},
        interview::InterviewRecord,
        money::Fen,
        record::{Record, RecordKind},
        visit::{VisitMode, VisitPurpose},
        wire::RecordState,
    };

    use super::*;
    use crate::{casework::filed::FiledRecord, store::StoredRecord};

    const CLOCK: ClockReading =
        ClockReading { wall_ms: 1_790_000_000_000, boot: BootId([1; 16]), mono_ms: 0 };

    fn integers(counted: &[(&str, i64)]) -> Answers {
        let answer = |(key, count): &(&str, i64)| (AnswerKey::new(*key).unwrap(), Answer::Integer(*count));
        counted.iter().map(answer).collect()
    }

    fn visit(campaign: &str, counted: &[(&str, i64)]) -> FiledRecord {
        let record = Record::Visit(Box::new(VisitRecord {
            purpose: VisitPurpose::Review,
            mode: VisitMode::Onsite,
            surveyors: Vec::new(),
            cadre: None,
            started: CLOCK,
            ended: CLOCK,
            answers: integers(counted),
            photos: Vec::new(),
            fixes: Vec::new(),
            signatures: Vec::new(),
            trail: Vec::new(),
            supersedes: None,
        }));
        filed(campaign, (RecordKind::Visit, record))
    }

    fn interview(campaign: &str, residents: i64) -> FiledRecord {
        let record = Record::Interview(Box::new(InterviewRecord {
            interviewers: Vec::new(),
            interviewee: None,
            started: CLOCK,
            ended: CLOCK,
            answers: integers(&[("residents", residents)]),
            fixes: Vec::new(),
            trail: Vec::new(),
            supersedes: None,
        }));
        filed(campaign, (RecordKind::Interview, record))
    }

    fn filed(campaign: &str, (kind, record): (RecordKind, Record)) -> FiledRecord {
        let interview = u8::from(kind == RecordKind::Interview);
        FiledRecord {
            stored: StoredRecord {
                entry_id: EntryId([2 * u8::try_from(campaign.len()).unwrap() + interview; 16]),
                kind: Some(kind),
                household: HouseholdId::new("h-1").unwrap(),
                device: DeviceId([2; 16]),
                state: RecordState::Complete,
                code: None,
                sealed_ms: CLOCK.wall_ms,
                supersedes: None,
            },
            hash: Sha256Hash::ZERO,
            received_ms: CLOCK.wall_ms,
            phone_of: String::new(),
            record: Some(record),
            campaign: Some(CampaignId::new(campaign).unwrap()),
            form: None,
            lines: Vec::new(),
        }
    }

    fn row(member_count: u16) -> RosterRow {
        RosterRow {
            household_id: HouseholdId::new("h-1").unwrap(),
            version: 1,
            roster_no: None,
            region: "361124106200".parse().unwrap(),
            village_name: String::new(),
            group_name: String::new(),
            address: String::new(),
            head_name: PersonName::new("何桂花").unwrap(),
            aid_category: AidCategory::DibaoRural,
            poverty_cause: None,
            review_class: None,
            monthly_grant: Fen(0),
            start_month: None,
            member_count,
            insured_count: 0,
            members: Vec::new(),
            remark: String::new(),
            related_flag: false,
        }
    }

    #[test]
    fn a_relative_who_is_registered_and_not_known_at_the_door_is_told_and_so_is_the_other_way_round() {
        let visited = |answer: &str| {
            let mut filed = visit("2026-annual", &[]);
            if let Some(Record::Visit(visit)) = &mut filed.record {
                let key = AnswerKey::new("related_filing").unwrap();
                visit.answers.insert(key, Answer::One(answer.to_owned()));
            }
            vec![filed]
        };
        let said = |answer: &str, registered, related_flag| {
            let row = RosterRow { related_flag, ..row(3) };
            let found = mismatches(&row, &File { records: visited(answer), registered });
            found.into_iter().map(|line| (line.declared, line.observed)).collect::<Vec<_>>()
        };
        let told = |declared: &str, observed: &str| vec![(declared.to_owned(), observed.to_owned())];
        assert_eq!(said("no", true, false), told("已备案", "否"));
        assert_eq!(said("no", false, true), told("已备案", "否"));
        assert_eq!(said("yes", false, false), told("未备案", "是"));
        assert_eq!(said("yes", true, false), []);
        assert_eq!(said("no", false, false), []);
    }

    fn items(records: Vec<FiledRecord>, declared: u16) -> Vec<(&'static str, String, String)> {
        let row = row(declared);
        let found = mismatches(&row, &File { records, registered: false });
        found.into_iter().map(|line| (line.item, line.declared, line.observed)).collect()
    }

    #[test]
    fn what_another_round_counted_otherwise_is_said_and_what_is_equal_is_not() {
        let last = visit("2025-annual", &[("members_confirmed", 4), ("property_vehicles", 0)]);
        let this = visit("2026-annual-review", &[("members_confirmed", 3), ("property_vehicles", 0)]);
        let said = items(vec![last.clone(), this.clone()], 3);
        assert_eq!(said, [("与上一轮的共同生活人数", "上一轮 4 人".to_owned(), "3 人".to_owned())]);
        assert_eq!(items(vec![this.clone()], 3), []);
        assert_eq!(
            items(vec![this.clone(), visit("2026-annual-review", &[("members_confirmed", 3)])], 3),
            []
        );
    }

    #[test]
    fn the_roster_the_visit_and_the_neighbours_of_this_round_stand_side_by_side() {
        let round = "2026-annual";
        let of_three = || visit(round, &[("members_confirmed", 3)]);
        let lines = |records, declared| {
            let found = mismatches(&row(declared), &File { records, registered: false });
            found
                .into_iter()
                .map(|line| (line.declared, line.observed, line.neighbours, line.evidence.len()))
                .collect::<Vec<_>>()
        };
        let told = |declared: &str, neighbours: &str, evidence| {
            vec![(declared.to_owned(), "3 人".to_owned(), neighbours.to_owned(), evidence)]
        };
        assert_eq!(lines(vec![of_three(), interview(round, 2)], 4), told("4 人", "2 人", 2));
        assert_eq!(lines(vec![of_three(), interview(round, 2)], 3), told("3 人", "2 人", 2));
        assert_eq!(lines(vec![of_three(), interview(round, 3)], 4), told("4 人", "", 1));
        assert_eq!(lines(vec![of_three(), interview(round, 3)], 3), []);
        assert_eq!(lines(vec![interview("2025", 2), of_three()], 3), [], "they spoke of another year");
    }
}
