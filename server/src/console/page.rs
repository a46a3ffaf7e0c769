//! What every page shares: its frame, and how it is sent.

use askama::Template;
use axum::response::Html;

use super::{assets, error::ConsoleError};
use crate::store::User;

/// The part of the console that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Households,
    Meetings,
    Quarantine,
    None,
}

/// The person as the frame of a page names them.
#[derive(Debug, Clone)]
pub(super) struct PersonView {
    pub(super) name: String,
    pub(super) role: &'static str,
    pub(super) region: String,
}

/// The frame around a page.
#[derive(Debug, Clone)]
pub(super) struct Chrome {
    pub(super) stylesheet: &'static str,
    pub(super) person: Option<PersonView>,
    section: Section,
}

impl Chrome {
    /// Around a page for a person who is logged in.
    pub(super) fn of(user: &User, region: String, section: Section) -> Self {
        let person = PersonView { name: user.name.clone(), role: user.role.label(), region };
        Self { stylesheet: assets::href(), person: Some(person), section }
    }

    /// Around a page for anybody.
    pub(super) fn anonymous() -> Self {
        Self { stylesheet: assets::href(), person: None, section: Section::None }
    }

    pub(super) fn in_households(&self) -> bool {
        self.section == Section::Households
    }

    pub(super) fn in_meetings(&self) -> bool {
        self.section == Section::Meetings
    }

    pub(super) fn in_quarantine(&self) -> bool {
        self.section == Section::Quarantine
    }
}

/// A page, rendered.
pub(super) fn render(page: &impl Template) -> Result<Html<String>, ConsoleError> {
    page.render().map(Html).map_err(|error| {
        tracing::error!(cause = %error, "template failed");
        ConsoleError::Render
    })
}
