//! What holds for every workbook that is imported.

use crate::casework::forms::xform;
use ruhu_core::form::{
    definition::FormDefinition,
    xlsform::{Finding, Imported, Workbook, import, limits::MAX_FINDINGS},
};

/// Most characters that the message of a finding needs.
const MAX_MESSAGE: usize = 1_000;

/// Imports a workbook: a form that keeps its content and can be exported, or a report that people can read. The answer is
/// whether it is a form.
pub(super) fn check(workbook: &Workbook) -> bool {
    match import(workbook) {
        Ok(Imported { definition, warnings }) => {
            readable(&warnings);
            let bytes = definition.to_bytes().expect("a form has its bytes");
            let again = FormDefinition::from_bytes(&bytes).expect("its bytes are a form");
            assert_eq!(again, definition, "its bytes are the same form");
            let xml = xform::write(&definition).expect("a form is written to memory");
            let xml = String::from_utf8(xml).expect("an XForm is text");
            roxmltree::Document::parse(&xml).expect("an XForm is XML");
            true
        }
        Err(report) => {
            assert!(!report.errors.is_empty(), "a form is refused for a reason");
            readable(&report.errors);
            readable(&report.warnings);
            false
        }
    }
}

fn readable(findings: &[Finding]) {
    assert!(findings.len() <= MAX_FINDINGS, "{} findings", findings.len());
    for finding in findings {
        let characters = finding.to_string().chars().count();
        assert!(characters <= MAX_MESSAGE, "{}: a message of {characters} characters", finding.code);
    }
}
