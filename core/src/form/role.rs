//! What a form is used for.

use serde::{Deserialize, Serialize};

/// What a form is used for. A campaign has at most one form for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormRole {
    /// 入户调查
    HomeVisit,
    /// 邻里走访
    NeighbourInterview,
    /// 公示检查
    PostingInspection,
    /// 抽查
    SpotCheck,
}

impl FormRole {
    /// Every role.
    pub const ALL: [Self; 4] =
        [Self::HomeVisit, Self::NeighbourInterview, Self::PostingInspection, Self::SpotCheck];

    /// Stable name: the `form_id` that a form of this role has.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HomeVisit => "home_visit",
            Self::NeighbourInterview => "neighbour_interview",
            Self::PostingInspection => "posting_inspection",
            Self::SpotCheck => "spot_check",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Questions that case files, packs and comparisons ask a form of this role for. Each stands in no repeat.
    #[must_use]
    pub fn asked_for(self) -> &'static [&'static str] {
        match self {
            Self::HomeVisit => &[
                "respondent_relation",
                "members_confirmed",
                "income_wage",
                "income_business",
                "income_property",
                "income_transfer",
                "income_other",
                "property_vehicles",
                "property_houses",
                "abnormal",
                "related_filing",
                "conclusion",
                "proposal",
                "proposal_reason",
            ],
            Self::NeighbourInterview => {
                &["role", "age_band", "residents", "vehicle_or_house", "overall", "statement"]
            }
            Self::PostingInspection | Self::SpotCheck => &[],
        }
    }

    /// The role as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::HomeVisit => "入户调查",
            Self::NeighbourInterview => "邻里走访",
            Self::PostingInspection => "公示检查",
            Self::SpotCheck => "抽查",
        }
    }
}
