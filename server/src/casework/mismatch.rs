//! What does not match between the roster, what surveyors saw and what neighbours said. It points; people decide.

use ruhu_core::{
    form::{Answer, Answers},
    household::RosterRow,
};

use super::filed::File;
use crate::local_time::minute;

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
        visit_evidence: format!("入户调查 {}", minute(filed.received_ms)),
        interviews: file
            .interviews()
            .map(|(filed, interview)| (&interview.answers, format!("邻里走访 {}", minute(filed.received_ms))))
            .collect(),
    };
    [sides.people(), sides.outside_property(), sides.verdict(), sides.two_visits(file)]
        .into_iter()
        .flatten()
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
    fn two_visits(&self, file: &File) -> Option<Mismatch> {
        let conclusions: Vec<(&str, String)> = file
            .visits()
            .filter_map(|(filed, visit)| {
                Some((one(&visit.answers, "conclusion")?, format!("入户调查 {}", minute(filed.received_ms))))
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

    fn evidence<'s>(&self, told: impl Iterator<Item = &'s String>) -> Vec<String> {
        std::iter::once(self.visit_evidence.clone()).chain(told.cloned()).collect()
    }
}
