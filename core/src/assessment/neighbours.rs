//! What neighbours say (邻里走访) against what the surveyors saw at the door. It points; people decide.

use serde::Serialize;

use super::{figure::Evidence, record::Sealed};
use crate::{form::Answers, ids::EntryId};

/// How many live together, as visit and neighbours are both asked.
pub const RESIDENTS: &str = "共同生活人数";

/// Something on which neighbours and surveyors do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeighbourContradiction {
    /// What it is about, in Chinese.
    pub item: &'static str,
    /// As the surveyors saw it, in Chinese.
    pub observed: String,
    /// As neighbours said, in Chinese; nobody is named.
    pub neighbours: String,
    /// The answers it rests on, the visit's first.
    pub evidence: Vec<Evidence>,
}

impl NeighbourContradiction {
    /// A sentence for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}：入户调查 {}；邻里走访 {}", self.item, self.observed, self.neighbours)
    }
}

/// What the interviews of a household say otherwise than its visit: residents, vehicles and houses, support by children,
/// how the household lives.
#[must_use]
pub fn neighbour_contradictions(
    visit: (EntryId, &Answers),
    interviews: &[(EntryId, &Answers)],
) -> Vec<NeighbourContradiction> {
    let sealed = |(record, answers)| Sealed { record, answers };
    let heard = Heard {
        visit: sealed(visit),
        interviews: interviews.iter().map(|interview| sealed(*interview)).collect(),
    };
    [heard.residents(), heard.vehicles_and_houses(), heard.support(), heard.condition()]
        .into_iter()
        .flatten()
        .collect()
}

/// A visit and what neighbours said of the household.
struct Heard<'r> {
    visit: Sealed<'r>,
    interviews: Vec<Sealed<'r>>,
}

impl Heard<'_> {
    fn residents(&self) -> Option<NeighbourContradiction> {
        let observed = self.visit.count("members_confirmed")?;
        let told: Vec<(u32, Evidence)> = self
            .interviews
            .iter()
            .filter_map(|interview| Some((interview.count("residents")?, interview.evidence("residents"))))
            .filter(|(residents, _)| *residents != observed)
            .collect();
        let counts: Vec<String> = told.iter().map(|(residents, _)| format!("{residents} 人")).collect();
        let told = told.into_iter().map(|(_, evidence)| evidence).collect();
        self.contradicted(
            (RESIDENTS, &["members_confirmed"]),
            format!("{observed} 人"),
            (counts.join("、"), told),
        )
    }

    fn vehicles_and_houses(&self) -> Option<NeighbourContradiction> {
        let vehicles = self.visit.count("property_vehicles")?;
        let houses = self.visit.count("property_houses")?;
        let told = self.who_say("vehicle_or_house", "yes");
        if vehicles > 0 || houses > 1 {
            return None;
        }
        self.contradicted(
            ("车辆与其他房产", &["property_vehicles", "property_houses"]),
            format!("机动车 {vehicles} 辆，房产 {houses} 处"),
            (format!("{} 人反映在外有车辆或房产", told.len()), told),
        )
    }

    /// What children pay is a transfer (民发〔2021〕57号 Art. 13), whether an obligation names it or not.
    fn support(&self) -> Option<NeighbourContradiction> {
        let transfers = self.visit.money("income_transfer")?;
        let told = self.who_say("children_support", "yes");
        if transfers.0 > 0 || self.visit.obligors().iter().any(|obligor| obligor.paid.0 > 0) {
            return None;
        }
        self.contradicted(
            ("子女赡养接济", &["income_transfer"]),
            "没有赡养费，也没有其他转移净收入".to_owned(),
            (format!("{} 人反映子女有赡养接济", told.len()), told),
        )
    }

    fn condition(&self) -> Option<NeighbourContradiction> {
        let told = self.who_say("overall", "better");
        if !matches!(self.visit.choice("proposal"), Some("keep" | "raise" | "add")) {
            return None;
        }
        self.contradicted(
            ("总体生活状况", &["proposal"]),
            "建议给予保障".to_owned(),
            (format!("{} 人认为生活状况较好", told.len()), told),
        )
    }

    fn who_say(&self, question: &str, choice: &str) -> Vec<Evidence> {
        let say = self.interviews.iter().filter(|interview| interview.choice(question) == Some(choice));
        say.map(|interview| interview.evidence(question)).collect()
    }

    /// None where no neighbour said so.
    fn contradicted(
        &self,
        (item, asked): (&'static str, &[&str]),
        observed: String,
        (neighbours, told): (String, Vec<Evidence>),
    ) -> Option<NeighbourContradiction> {
        let seen = asked.iter().map(|question| self.visit.evidence(question));
        (!told.is_empty()).then(|| NeighbourContradiction {
            item,
            observed,
            neighbours,
            evidence: seen.chain(told.iter().cloned()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        form::{Answer, AnswerKey},
        money::Fen,
    };

    const VISIT: EntryId = EntryId([1; 16]);

    fn answers(given: &[(&str, Answer)]) -> Answers {
        given.iter().map(|(key, answer)| (AnswerKey::new(*key).unwrap(), answer.clone())).collect()
    }

    fn choice(of: &str) -> Answer {
        Answer::One(of.to_owned())
    }

    fn seen(members: i64, vehicles: i64, transfers: i64) -> Answers {
        answers(&[
            ("members_confirmed", Answer::Integer(members)),
            ("property_vehicles", Answer::Integer(vehicles)),
            ("property_houses", Answer::Integer(1)),
            ("income_transfer", Answer::Money(Fen(transfers))),
            ("proposal", choice("keep")),
        ])
    }

    fn said(residents: i64, car: &str, children: &str, overall: &str) -> Answers {
        answers(&[
            ("residents", Answer::Integer(residents)),
            ("vehicle_or_house", choice(car)),
            ("children_support", choice(children)),
            ("overall", choice(overall)),
        ])
    }

    fn told(visit: &Answers, interviews: &[&Answers]) -> Vec<NeighbourContradiction> {
        let sealed: Vec<_> =
            (2_u8..).zip(interviews).map(|(no, answers)| (EntryId([no; 16]), *answers)).collect();
        neighbour_contradictions((VISIT, visit), &sealed)
    }

    #[test]
    fn neighbours_who_say_what_the_visit_says_contradict_nothing() {
        let agrees = said(3, "no", "no", "poor");
        assert_eq!(told(&seen(3, 0, 0), &[&agrees, &said(3, "unknown", "unknown", "unknown")]), []);
        assert_eq!(told(&seen(3, 1, 0), &[&said(3, "yes", "no", "poor")]), [], "the visit found the car");
        assert_eq!(
            told(&seen(3, 0, 120_000), &[&said(3, "no", "yes", "poor")]),
            [],
            "transfers were counted"
        );
        assert_eq!(told(&seen(3, 0, 0), &[]), []);
    }

    #[test]
    fn every_finding_of_a_neighbour_stands_against_what_the_surveyors_saw() {
        let found = told(&seen(3, 0, 0), &[&said(2, "yes", "yes", "better"), &said(3, "yes", "no", "poor")]);
        let sentences: Vec<String> = found.iter().map(NeighbourContradiction::sentence).collect();
        assert_eq!(
            sentences,
            [
                "共同生活人数：入户调查 3 人；邻里走访 2 人",
                "车辆与其他房产：入户调查 机动车 0 辆，房产 1 处；邻里走访 2 人反映在外有车辆或房产",
                "子女赡养接济：入户调查 没有赡养费，也没有其他转移净收入；邻里走访 1 人反映子女有赡养接济",
                "总体生活状况：入户调查 建议给予保障；邻里走访 1 人认为生活状况较好",
            ]
        );
        let answer = |record, question: &str| Evidence::Answer { record, question: question.to_owned() };
        assert_eq!(
            found[0].evidence,
            [answer(VISIT, "members_confirmed"), answer(EntryId([2; 16]), "residents")]
        );
    }
}
