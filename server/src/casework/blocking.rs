//! The six blocks (六个不批) of a household on file.

use ruhu_core::{
    approval::{Blocking, FileState, ProcedureError, ProcedureRules, VisitState, six_blocks},
    assessment::{Contradiction, Obstacle, assess, contradictions},
    form::Answer,
    visit::{SignerRole, VisitRecord},
};

use super::{
    assessing::Assessable,
    filed::{File, FiledRecord},
    mismatch::Mismatch,
};

/// Why the file may not be approved yet: from its records, what does not match between them, and the assessment where
/// there is one.
///
/// # Errors
/// [`ProcedureError`] where the rules that ship are not sound.
pub fn blocking(
    file: &File,
    mismatches: &[Mismatch],
    assessable: Option<&Assessable>,
) -> Result<Vec<Blocking>, ProcedureError> {
    let newest = file.visits().last();
    let mut state = FileState {
        visit: newest.map(|(filed, visit)| visit_state(filed, visit)),
        interviews: newest
            .map_or_else(|| file.interviews().count(), |(filed, _)| file.interviews_beside(filed).count()),
        objections: mismatches.iter().filter(|line| !line.neighbours.is_empty()).map(objection).collect(),
        ..FileState::default()
    };
    if let Some(Assessable { facts, policy, .. }) = assessable {
        state.verified = facts.is_verified();
        state.obstacles = assess(facts, policy).obstacles.into_iter().map(label).collect();
        state.contradictions = contradictions(facts, policy).iter().map(Contradiction::sentence).collect();
    }
    Ok(six_blocks(&state, &ProcedureRules::shipped()?))
}

fn label(obstacle: Obstacle) -> String {
    obstacle.label().to_owned()
}

fn visit_state(filed: &FiledRecord, visit: &VisitRecord) -> VisitState {
    let signed = |roles: &[SignerRole]| {
        visit.signatures.iter().filter(|signature| roles.contains(&signature.role)).count()
    };
    VisitState {
        name: filed.cited_as("入户调查"),
        surveyors: visit.surveyors.len(),
        surveyors_signed: signed(&[SignerRole::Surveyor]),
        household_signed: signed(&[SignerRole::Member, SignerRole::Cadre]) > 0,
        photos: visit.photos.len(),
        unverifiable: visit.answers.get("conclusion") == Some(&Answer::One("unverifiable".to_owned())),
    }
}

fn objection(line: &Mismatch) -> (String, Vec<String>) {
    (format!("{}：{}", line.item, line.neighbours), line.evidence.clone())
}
