//! Writing XML.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// Attributes of one element, in the order they were added.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    pub(super) fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push((name, value.into()));
    }

    pub(super) fn add_some(&mut self, name: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn on(&self, name: &str) -> BytesStart<'static> {
        let mut element = BytesStart::new(name.to_owned());
        for (name, value) in &self.0 {
            element.push_attribute((*name, clean(value).as_str()));
        }
        element
    }
}

impl<const N: usize> From<[(&'static str, &str); N]> for Attributes {
    fn from(pairs: [(&'static str, &str); N]) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, value.to_owned())).collect())
    }
}

/// A document that grows.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub(super) fn new() -> Self {
        Self(Writer::new_with_indent(Vec::new(), b' ', 2))
    }

    pub(super) fn declaration(&mut self) -> io::Result<()> {
        self.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
    }

    pub(super) fn start(&mut self, name: &str, attributes: &Attributes) -> io::Result<()> {
        self.0.write_event(Event::Start(attributes.on(name)))
    }

    pub(super) fn end(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes) -> io::Result<()> {
        self.0.write_event(Event::Empty(attributes.on(name)))
    }

    /// An empty element between texts. A text on either side, if only an empty one, keeps lines from being broken there:
    /// a line break would be part of what people read.
    pub(super) fn empty_in_text(&mut self, name: &str, attributes: &Attributes) -> io::Result<()> {
        self.inline("")?;
        self.empty(name, attributes)?;
        self.inline("")
    }

    /// An element that holds only text.
    pub(super) fn text(&mut self, name: &str, attributes: &Attributes, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return self.empty(name, attributes);
        }
        self.start(name, attributes)?;
        self.inline(text)?;
        self.end(name)
    }

    /// Text inside the element that was started last.
    pub(super) fn inline(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new(&clean(text))))
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

/// Without the characters that no XML document can hold.
fn clean(text: &str) -> String {
    let allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(allowed).collect()
}
