//! What does not match between the roster, what surveyors saw and what neighbours said. It points; people decide.

use ruhu_core::{
    form::{Answer, Answers},
    household::RosterRow,
    ids::CampaignId,
};

use super::filed::File;

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

/// What one visit and the interviews say, ready to be compared.
struct Sides<'a> {
    row: &'a RosterRow,
    visit: &'a Answers,
    visit_evidence: String,
    interviews: Vec<(&'a Answers, String)>,
}

/// Compares the newest visit in force with the roster and with each interview in force.
#[must_use]
pub fn mismatches(row: &RosterRow, file: &File) -> Vec<Mismatch> {
    let Some((filed, visit)) = file.visits().last() else { return Vec::new() };
    let sides = Sides {
        row,
        visit: &visit.answers,
        visit_evidence: filed.cited_as("入户调查"),
        interviews: file
            .interviews()
            .map(|(filed, interview)| (&interview.answers, filed.cited_as("邻里走访")))
            .collect(),
    };
    let round = filed.campaign.as_ref();
    [
        sides.people(),
        sides.relatives(file.registered),
        sides.outside_property(),
        sides.verdict(),
        sides.two_visits(file, round),
    ]
    .into_iter()
    .flatten()
    .chain(sides.last_round(file, round))
    .collect()
}

impl Sides<'_> {
    fn people(&self) -> Option<Mismatch> {
        let observed = integer(self.visit, "members_confirmed")?;
        let declared = i64::from(self.row.member_count);
        let told: Vec<(i64, &String)> = self
            .interviews
            .iter()
            .filter_map(|(answers, evidence)| Some((integer(answers, "residents")?, evidence)))
            .filter(|(residents, _)| *residents != observed)
            .collect();
        if observed == declared && told.is_empty() {
            return None;
        }
        Some(Mismatch {
            item: "共同生活人数",
            declared: format!("{declared} 人"),
            observed: format!("{observed} 人"),
            neighbours: told
                .iter()
                .map(|(residents, _)| format!("{residents} 人"))
                .collect::<Vec<_>>()
                .join("、"),
            evidence: self.evidence(told.into_iter().map(|(_, evidence)| evidence)),
        })
    }

    /// A registered relative whom the visit does not know of, or one that it knows of and nobody registered.
    fn relatives(&self, registered: bool) -> Option<Mismatch> {
        let declared = self.row.related_flag || registered;
        let observed = one(self.visit, "related_filing")? == "yes";
        (declared != observed).then(|| Mismatch {
            item: "经办人员或村干部近亲属",
            declared: if declared { "已备案" } else { "未备案" }.to_owned(),
            observed: if observed { "是" } else { "否" }.to_owned(),
            neighbours: String::new(),
            evidence: vec![self.visit_evidence.clone()],
        })
    }

    fn outside_property(&self) -> Option<Mismatch> {
        let vehicles = integer(self.visit, "property_vehicles")?;
        let houses = integer(self.visit, "property_houses")?;
        let told: Vec<&String> = self
            .interviews
            .iter()
            .filter(|(answers, _)| one(answers, "vehicle_or_house") == Some("yes"))
            .map(|(_, evidence)| evidence)
            .collect();
        if told.is_empty() || vehicles > 0 || houses > 1 {
            return None;
        }
        Some(Mismatch {
            item: "车辆与其他房产",
            declared: String::new(),
            observed: format!("机动车 {vehicles} 辆，房产 {houses} 处"),
            neighbours: format!("{} 人反映在外有车辆或房产", told.len()),
            evidence: self.evidence(told.into_iter()),
        })
    }

    fn verdict(&self) -> Option<Mismatch> {
        let better: Vec<&String> = self
            .interviews
            .iter()
            .filter(|(answers, _)| one(answers, "overall") == Some("better"))
            .map(|(_, evidence)| evidence)
            .collect();
        let keeps = matches!(one(self.visit, "proposal"), Some("keep" | "raise" | "add"));
        if better.is_empty() || !keeps {
            return None;
        }
        Some(Mismatch {
            item: "总体生活状况",
            declared: String::new(),
            observed: "建议给予保障".to_owned(),
            neighbours: format!("{} 人认为生活状况较好", better.len()),
            evidence: self.evidence(better.into_iter()),
        })
    }

    /// Two phones at one household make two records; where they differ, a person decides.
    fn two_visits(&self, file: &File, round: Option<&CampaignId>) -> Option<Mismatch> {
        let conclusions: Vec<(&str, String)> = file
            .visits()
            .filter(|(filed, _)| filed.campaign.as_ref() == round)
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
    fn last_round(&self, file: &File, round: Option<&CampaignId>) -> Vec<Mismatch> {
        let Some((filed, before)) =
            file.visits().filter(|(filed, _)| filed.campaign.as_ref() != round).last()
        else {
            return Vec::new();
        };
        let compared = COUNTED.iter().filter_map(|(question, item, unit)| {
            let (now, then) = (integer(self.visit, question)?, integer(&before.answers, question)?);
            (now != then).then(|| Mismatch {
                item,
                declared: format!("上一轮 {then} {unit}"),
                observed: format!("{now} {unit}"),
                neighbours: String::new(),
                evidence: vec![self.visit_evidence.clone(), filed.cited_as("上一轮入户调查")],
            })
        });
        compared.collect()
    }

    fn evidence<'s>(&self, told: impl Iterator<Item = &'s String>) -> Vec<String> {
        std::iter::once(self.visit_evidence.clone()).chain(told.cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use ruhu_core::{
        clock::ClockReading,
        form::AnswerKey,
        household::{AidCategory, PersonName},
        ids::{BootId, DeviceId, EntryId, HouseholdId, Sha256Hash},
        money::Fen,
        record::{Record, RecordKind},
        visit::{VisitMode, VisitPurpose, VisitRecord},
        wire::RecordState,
    };

    use super::*;
    use crate::{casework::filed::FiledRecord, store::StoredRecord};

    fn visit(campaign: &str, counted: &[(&str, i64)]) -> FiledRecord {
        let entry_id = EntryId([u8::try_from(campaign.len()).unwrap(); 16]);
        let clock = ClockReading { wall_ms: 1_790_000_000_000, boot: BootId([1; 16]), mono_ms: 0 };
        let answers = counted
            .iter()
            .map(|(key, count)| (AnswerKey::new(*key).unwrap(), Answer::Integer(*count)))
            .collect();
        let record = Record::Visit(Box::new(VisitRecord {
            purpose: VisitPurpose::Review,
            mode: VisitMode::Onsite,
            surveyors: Vec::new(),
            cadre: None,
            started: clock,
            ended: clock,
            answers,
            photos: Vec::new(),
            fixes: Vec::new(),
            signatures: Vec::new(),
            trail: Vec::new(),
            supersedes: None,
        }));
        FiledRecord {
            stored: StoredRecord {
                entry_id,
                kind: Some(RecordKind::Visit),
                household: HouseholdId::new("h-1").unwrap(),
                device: DeviceId([2; 16]),
                state: RecordState::Complete,
                code: None,
                sealed_ms: clock.wall_ms,
                supersedes: None,
            },
            hash: Sha256Hash::ZERO,
            received_ms: clock.wall_ms,
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
}
