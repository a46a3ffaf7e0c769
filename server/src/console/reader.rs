//! The person who reads a page: the only way for a page to get at the store.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use ruhu_core::{
    ids::{HouseholdId, Sha256Hash},
    region::RegionCode,
};

use super::{
    error::ConsoleError,
    login,
    page::{Chrome, Section},
};
use crate::{
    app::App,
    auth::bearer_cookie,
    store::{AuditLine, Reader, StoreError, StoredHousehold, User},
};

/// A person who may read cases, with the store behind them.
#[derive(Clone)]
pub(super) struct CaseReader {
    app: Arc<App>,
    user: User,
}

impl CaseReader {
    pub(super) fn app(&self) -> &Arc<App> {
        &self.app
    }

    pub(super) fn login(&self) -> &str {
        &self.user.login
    }

    pub(super) fn region(&self) -> &RegionCode {
        &self.user.region
    }

    /// Whether a place is this person's to look at.
    pub(super) fn covers(&self, region: &RegionCode) -> bool {
        self.user.region.covers(region)
    }

    /// The frame of a page for this person.
    pub(super) fn chrome(&self, reader: &Reader<'_>, section: Section) -> Result<Chrome, StoreError> {
        let name = reader.divisions(&self.user.region)?.full_name(&self.user.region);
        Ok(Chrome::of(&self.user, name, section))
    }

    /// A household of this person's scope.
    pub(super) fn household(
        &self,
        reader: &Reader<'_>,
        id: &HouseholdId,
    ) -> Result<StoredHousehold, ConsoleError> {
        reader
            .household(id)?
            .filter(|household| self.covers(&household.row.region))
            .ok_or(ConsoleError::NotFound)
    }

    /// Writes down what this person does, before it is done.
    pub(super) fn audit(&self, action: &str, subject: String, purpose: String) -> Result<(), ConsoleError> {
        let line = AuditLine {
            at_ms: self.app.now_ms(),
            actor: self.user.login.clone(),
            action: action.to_owned(),
            subject,
            purpose,
        };
        Ok(self.app.store.write(move |w| w.audit(&line))?)
    }

    /// Runs a page's work beside the event loop: it waits for the disk.
    pub(super) async fn beside<T: Send + 'static>(
        self,
        work: impl FnOnce(&Self) -> Result<T, ConsoleError> + Send + 'static,
    ) -> Result<T, ConsoleError> {
        tokio::task::spawn_blocking(move || work(&self)).await.map_err(|_| ConsoleError::Render)?
    }
}

impl FromRequestParts<Arc<App>> for CaseReader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let user = match bearer_cookie(&parts.headers) {
            Some(token) => {
                let hash = Sha256Hash::of(token.as_bytes());
                let found = app.store.read(|r| r.session_user(&hash, app.now_ms()));
                found.map_err(|error| ConsoleError::from(error).into_response())?
            }
            None => None,
        };
        let Some(user) = user else {
            // A form cannot be sent again after the login, so only pages are come back to.
            let wanted = (parts.method == Method::GET).then(|| parts.uri.path());
            return Err(Redirect::to(&login::address(wanted)).into_response());
        };
        if user.role.reads_cases() {
            Ok(Self { app: Arc::clone(app), user })
        } else {
            Err(ConsoleError::NoCaseData.into_response())
        }
    }
}
