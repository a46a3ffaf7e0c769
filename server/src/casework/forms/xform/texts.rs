//! Translations.

use std::io;

use ruhu_core::form::definition::{LanguageId, Localised, Media, Node, NodeId, Piece, pieces};

use super::{
    Export,
    xml::{Attributes, Xml},
};

/// Where files of each kind of media lie for other tools.
const MEDIA: [(&str, &str); 4] = [
    ("image", "jr://images/"),
    ("big-image", "jr://images/"),
    ("audio", "jr://audio/"),
    ("video", "jr://video/"),
];
/// What other tools show where a language has no text: never nothing.
const NO_TEXT: &str = "-";

/// The text of a node that an id names.
struct Entry<'f> {
    id: String,
    plain: Option<&'f Localised>,
    guidance: Option<&'f Localised>,
    media: Option<&'f Media>,
    node: NodeId,
}

impl Export<'_> {
    pub(super) fn itext(&self, xml: &mut Xml) -> io::Result<()> {
        xml.start("itext", &Attributes::default())?;
        for (language, name) in (0_u16..).map(LanguageId).zip(self.form.languages()) {
            let mut attributes = Attributes::from([("lang", name.as_str())]);
            attributes.add_some("default", (language == LanguageId::DEFAULT).then_some("true()"));
            xml.start("translation", &attributes)?;
            for list in self.form.lists().iter().filter(|list| list.file.is_none()) {
                for (at, choice) in list.choices.iter().enumerate() {
                    self.entry(
                        xml,
                        language,
                        &Entry {
                            id: choice_id(&list.name, at),
                            plain: Some(&choice.label),
                            guidance: None,
                            media: Some(&choice.media),
                            node: NodeId::FORM,
                        },
                    )?;
                }
            }
            for (id, node) in self.form.nodes().iter().skip(1) {
                for entry in self.entries(id, node) {
                    self.entry(xml, language, &entry)?;
                }
            }
            xml.end("translation")?;
        }
        xml.end("itext")
    }

    fn entries<'f>(&self, id: NodeId, node: &'f Node) -> Vec<Entry<'f>> {
        let path = self.path(id);
        let entry = |end: &str, plain: &'f Localised| Entry {
            id: format!("{path}:{end}"),
            plain: (!plain.is_empty()).then_some(plain),
            guidance: None,
            media: None,
            node: id,
        };
        let texts = &node.texts;
        let label = Entry { media: Some(&texts.media), ..entry("label", &texts.label) };
        let guidance = (!texts.guidance.is_empty()).then_some(&texts.guidance);
        let hint = Entry { guidance, ..entry("hint", &texts.hint) };
        let constraint = entry("jr:constraintMsg", &node.logic.constraint_message);
        let required = entry("jr:requiredMsg", &node.logic.required_message);
        let all = [label, hint, constraint, required];
        all.into_iter().filter(Entry::is_there).collect()
    }

    fn entry(&self, xml: &mut Xml, language: LanguageId, entry: &Entry<'_>) -> io::Result<()> {
        xml.start("text", &Attributes::from([("id", entry.id.as_str())]))?;
        if let Some(plain) = entry.plain {
            self.value(xml, &Attributes::default(), plain.exact(language), entry.node)?;
        }
        if let Some(guidance) = entry.guidance {
            self.value(xml, &Attributes::from([("form", "guidance")]), guidance.exact(language), entry.node)?;
        }
        for (kind, files) in entry.media.into_iter().flat_map(Media::kinds) {
            let folder = MEDIA.iter().find(|(name, _)| *name == kind).map_or("", |(_, folder)| folder);
            if let Some(file) = files.get(language) {
                xml.text("value", &Attributes::from([("form", kind)]), &format!("{folder}{file}"))?;
            }
        }
        xml.end("text")
    }

    fn value(
        &self,
        xml: &mut Xml,
        attributes: &Attributes,
        text: Option<&str>,
        node: NodeId,
    ) -> io::Result<()> {
        let text = text.unwrap_or(NO_TEXT);
        xml.start("value", attributes)?;
        for piece in pieces(text) {
            match piece {
                Piece::Plain(plain) => xml.inline(plain)?,
                Piece::Answer(name) => {
                    let path = self.form.nodes().answer(node, name);
                    let path = path.as_ref().map(|path| path.text()).unwrap_or_default();
                    xml.empty_in_text("output", &Attributes::from([("value", path)]))?;
                }
            }
        }
        xml.end("value")
    }

    /// The reference to a text of a node, where it has that text.
    pub(super) fn text_ref(&self, id: NodeId, end: &str) -> Option<String> {
        let node = self.form.nodes().get(id)?;
        let entry_id = format!("{}:{end}", self.path(id));
        let there = self.entries(id, node).iter().any(|entry| entry.id == entry_id);
        there.then(|| format!("jr:itext('{entry_id}')"))
    }
}

impl Entry<'_> {
    fn is_there(&self) -> bool {
        self.plain.is_some() || self.guidance.is_some() || self.media.is_some_and(|media| !media.is_empty())
    }
}

/// The id of a choice's text.
pub(super) fn choice_id(list: &str, at: usize) -> String {
    format!("{list}-{at}")
}
