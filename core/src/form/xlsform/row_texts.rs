//! What rows of both sheets have: media, and texts that some languages lack.

use super::{faults::RowFault, finding::Findings, heading::Line, key::Key, languages::Languages};
use crate::form::definition::{Media, Texts};

pub(super) fn media(line: &Line<'_>, languages: &Languages, findings: &mut Findings) -> Media {
    Media {
        image: languages.texts(line, &Key::Image, findings),
        big_image: languages.texts(line, &Key::BigImage, findings),
        audio: languages.texts(line, &Key::Audio, findings),
        video: languages.texts(line, &Key::Video, findings),
    }
}

pub(super) fn texts(line: &Line<'_>, languages: &Languages, findings: &mut Findings) -> Texts {
    Texts {
        label: languages.texts(line, &Key::Label, findings),
        hint: languages.texts(line, &Key::Hint, findings),
        guidance: languages.texts(line, &Key::Guidance, findings),
        media: media(line, languages, findings),
    }
}

/// Warns of texts that stand in one language's column and not in another's.
pub(super) fn report_missing(line: &Line<'_>, keys: &[Key], findings: &mut Findings) {
    for key in keys {
        if line.find(key).is_none() {
            continue;
        }
        for heading in line.headings(key) {
            if line.row.get(heading.column).is_none() {
                let language = heading.language.clone().unwrap_or_else(|| heading.text.clone());
                findings.warn(&line.place_at(&heading.text), &RowFault::MissingTranslation { language });
            }
        }
    }
}
