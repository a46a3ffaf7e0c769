//! Recording where the visit is held.

use super::{CaptureError, FieldSession, draft::open_draft};
use crate::{
    ids::DraftId,
    location::Fix,
    visit::{MAX_FIXES, RecordError},
};

impl FieldSession {
    /// Attaches a fix to a visit or an interview.
    ///
    /// # Errors
    /// [`CaptureError::Location`]; [`RecordError::TooMany`].
    pub fn attach_fix(&self, draft: DraftId, fix: Fix) -> Result<(), CaptureError> {
        let fix = fix.checked()?;
        self.store.write(|w| {
            open_draft(w, &draft)?;
            let (_, fixes) = w.draft_part_counts(&draft)?;
            if fixes >= MAX_FIXES {
                return Err(RecordError::TooMany { what: "定位", max: MAX_FIXES }.into());
            }
            Ok(w.keep_draft_fix(&draft, &fix)?)
        })
    }
}
