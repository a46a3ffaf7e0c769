//! The list of households with how far the survey of each has come.

use std::fmt::Write as _;

use askama::Template;
use axum::{
    extract::{Query, rejection::QueryRejection},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    error::ConsoleError,
    page::{Chrome, Section, render},
    reader::CaseReader,
};
use crate::store::{HouseholdFilter, HouseholdSummary, SurveyCounts, SurveyStatus};

/// Households on one page.
const PAGE_SIZE: u32 = 50;
/// Longest search in characters.
const MAX_SEARCH_CHARS: usize = 50;

/// What the address asks for; everything in it is optional, and nonsense means "all".
#[derive(Debug, Default, Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    page: String,
}

/// One count in the head of the list; it is also the way to the households it counts.
#[derive(Debug, Clone)]
pub(super) struct CountView {
    label: &'static str,
    count: u64,
    href: String,
    tone: &'static str,
    chosen: bool,
}

/// One status to filter by.
#[derive(Debug, Clone)]
pub(super) struct StatusChoice {
    name: &'static str,
    label: &'static str,
    chosen: bool,
}

/// A state, told by a word and a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Badge {
    pub(super) tone: &'static str,
    pub(super) text: &'static str,
}

/// One household of the list.
#[derive(Debug, Clone)]
pub(super) struct HouseholdLine {
    href: String,
    no: String,
    name: String,
    place: String,
    members: u16,
    category: &'static str,
    badges: Vec<Badge>,
    visits: u32,
    interviews: u32,
}

/// The page.
#[derive(Template, Clone)]
#[template(path = "console/households.html")]
pub(super) struct HouseholdsPage {
    chrome: Chrome,
    counts: Vec<CountView>,
    search: String,
    statuses: Vec<StatusChoice>,
    lines: Vec<HouseholdLine>,
    found: u64,
    page: u64,
    pages: u64,
    previous: Option<String>,
    next: Option<String>,
    filtered: bool,
}

fn label(status: SurveyStatus) -> &'static str {
    match status {
        SurveyStatus::Unvisited => "未入户",
        SurveyStatus::Attempted => "未能入户",
        SurveyStatus::Visited => "已入户",
        SurveyStatus::Complete => "资料齐全",
        SurveyStatus::Waiting => "待补照片",
        SurveyStatus::Quarantined => "隔离待查",
    }
}

/// The states of a household, the most urgent first.
fn badges(summary: &HouseholdSummary) -> Vec<Badge> {
    let mut badges = Vec::new();
    if summary.quarantined > 0 {
        badges.push(Badge { tone: "red", text: label(SurveyStatus::Quarantined) });
    }
    if summary.incomplete > 0 {
        badges.push(Badge { tone: "amber", text: label(SurveyStatus::Waiting) });
    }
    if summary.visits > 0 && badges.is_empty() {
        badges.push(Badge { tone: "green", text: label(SurveyStatus::Complete) });
    } else if summary.visits > 0 {
        badges.push(Badge { tone: "plain", text: label(SurveyStatus::Visited) });
    } else if summary.attempts > 0 {
        badges.push(Badge { tone: "amber", text: label(SurveyStatus::Attempted) });
    } else if badges.is_empty() {
        badges.push(Badge { tone: "plain", text: label(SurveyStatus::Unvisited) });
    }
    badges
}

impl HouseholdLine {
    fn of(summary: &HouseholdSummary) -> Self {
        let row = &summary.row;
        Self {
            href: format!("/households/{}", row.household_id),
            no: row.roster_no.map(|no| no.to_string()).unwrap_or_default(),
            name: row.head_name.full().to_owned(),
            place: format!("{} {}", row.village_name, row.group_name).trim().to_owned(),
            members: row.member_count,
            category: row.aid_category.label(),
            badges: badges(summary),
            visits: summary.visits,
            interviews: summary.interviews,
        }
    }
}

/// The address of a list.
fn address(search: &str, status: Option<SurveyStatus>, page: u64) -> String {
    let mut pairs = Vec::new();
    if !search.is_empty() {
        pairs.push(format!("q={}", percent_encoded(search)));
    }
    pairs.extend(status.map(|status| format!("status={}", status.name())));
    if page > 1 {
        pairs.push(format!("page={page}"));
    }
    if pairs.is_empty() { "/households".to_owned() } else { format!("/households?{}", pairs.join("&")) }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn counts(counts: &SurveyCounts, chosen: Option<SurveyStatus>) -> Vec<CountView> {
    let one = |status: Option<SurveyStatus>, count: u64, tone: &'static str| CountView {
        label: status.map_or("户数", label),
        count,
        href: address("", status, 1),
        // An empty warning is no warning.
        tone: if count == 0 { "plain" } else { tone },
        chosen: status == chosen,
    };
    vec![
        one(None, counts.households, "plain"),
        one(Some(SurveyStatus::Visited), counts.visited, "plain"),
        one(Some(SurveyStatus::Complete), counts.complete, "green"),
        one(Some(SurveyStatus::Waiting), counts.waiting, "amber"),
        one(Some(SurveyStatus::Quarantined), counts.quarantined, "red"),
    ]
}

/// `GET /households`
pub(super) async fn show(
    person: CaseReader,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Response, ConsoleError> {
    let Query(query) = query.unwrap_or_default();
    person.beside(move |person| list(person, &query)).await.map(IntoResponse::into_response)
}

fn list(person: &CaseReader, query: &ListQuery) -> Result<Html<String>, ConsoleError> {
    let search: String = query.q.trim().chars().take(MAX_SEARCH_CHARS).collect();
    let status = SurveyStatus::from_name(&query.status);
    let filter = HouseholdFilter { region: person.region().clone(), matching: search.clone(), status };
    let page = person.app().store.read(|r| -> Result<_, ConsoleError> {
        let all = r.survey_counts(person.region())?;
        let filtered = !search.is_empty() || status.is_some();
        let found = if filtered { r.households_matching(&filter)? } else { all.households };
        let pages = found.div_ceil(u64::from(PAGE_SIZE)).max(1);
        let page = query.page.parse().unwrap_or(1).clamp(1, pages);
        let summaries = r.household_page(&filter, (PAGE_SIZE, (page - 1) * u64::from(PAGE_SIZE)))?;
        Ok(HouseholdsPage {
            chrome: person.chrome(r, Section::Households)?,
            counts: counts(&all, status),
            statuses: SurveyStatus::ALL
                .map(|choice| StatusChoice {
                    name: choice.name(),
                    label: label(choice),
                    chosen: Some(choice) == status,
                })
                .into(),
            lines: summaries.iter().map(HouseholdLine::of).collect(),
            found,
            page,
            pages,
            previous: (page > 1).then(|| address(&search, status, page - 1)),
            next: (page < pages).then(|| address(&search, status, page + 1)),
            filtered,
            search: search.clone(),
        })
    })?;
    render(&page)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::console) fn samples() -> Vec<HouseholdsPage> {
        let line = HouseholdLine {
            href: "/households/h-1".to_owned(),
            no: "1".to_owned(),
            name: "何桂花".to_owned(),
            place: "<script>alert(1)</script>村 9组".to_owned(),
            members: 3,
            category: "农村低保",
            badges: vec![Badge { tone: "green", text: "资料齐全" }],
            visits: 1,
            interviews: 2,
        };
        let full = HouseholdsPage {
            chrome: crate::console::tests::sample_chrome(),
            counts: counts(
                &SurveyCounts {
                    households: 60,
                    visited: 41,
                    complete: 38,
                    waiting: 2,
                    quarantined: 1,
                    ..Default::default()
                },
                Some(SurveyStatus::Complete),
            ),
            search: "\"><img src=x>".to_owned(),
            statuses: vec![StatusChoice { name: "complete", label: "资料齐全", chosen: true }],
            lines: vec![line],
            found: 120,
            page: 2,
            pages: 3,
            previous: Some(address("何", Some(SurveyStatus::Complete), 1)),
            next: Some(address("何", Some(SurveyStatus::Complete), 3)),
            filtered: true,
        };
        let empty =
            HouseholdsPage { lines: Vec::new(), found: 0, previous: None, next: None, ..full.clone() };
        let fresh = HouseholdsPage { filtered: false, search: String::new(), ..empty.clone() };
        vec![full, empty, fresh]
    }

    #[test]
    fn an_empty_list_says_why_and_what_to_do() {
        let [full, empty, fresh] = &samples()[..] else { panic!("three samples") };
        assert!(full.render().unwrap().contains("何桂花"));
        assert!(empty.render().unwrap().contains("没有符合条件的家庭"));
        assert!(fresh.render().unwrap().contains("ruhu roster import"));
    }

    #[test]
    fn addresses_of_lists_carry_search_status_and_page() {
        assert_eq!(address("", None, 1), "/households");
        assert_eq!(
            address("何 &", Some(SurveyStatus::Waiting), 2),
            "/households?q=%E4%BD%95%20%26&status=waiting&page=2"
        );
    }
}
