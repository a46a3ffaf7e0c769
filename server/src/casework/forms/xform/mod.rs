//! A form as an ODK XForm, for the field's other tools.

mod binds;
mod body;
mod instances;
mod texts;
mod xml;

use ruhu_core::form::definition::{FormDefinition, Itemset, ListId, Meta, NodeId, NodeKind, Question};
use xml::{Attributes, Xml};

/// Namespaces that XForms are written in.
const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns", "http://www.w3.org/2002/xforms"),
    ("xmlns:h", "http://www.w3.org/1999/xhtml"),
    ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:jr", "http://openrosa.org/javarosa"),
    ("xmlns:orx", "http://openrosa.org/xforms"),
    ("xmlns:odk", "http://www.opendatakit.org/xforms"),
];
/// The group of what is known about a filled form.
const META: &str = "/data/meta";

/// A form with what its XML needs besides.
struct Export<'f> {
    form: &'f FormDefinition,
    /// Per repeat whose count is computed: the node that holds the count.
    counts: Vec<(NodeId, String)>,
}

/// Writes a form.
///
/// # Errors
/// Only when memory cannot be written to.
pub fn write(form: &FormDefinition) -> std::io::Result<Vec<u8>> {
    let export = Export { form, counts: counts(form) };
    let mut xml = Xml::new();
    xml.declaration()?;
    xml.start("h:html", &Attributes::from(NAMESPACES))?;
    xml.start("h:head", &Attributes::default())?;
    xml.text("h:title", &Attributes::default(), &form.settings().title)?;
    xml.start("model", &Attributes::from([("odk:xforms-version", "1.0.0")]))?;
    export.itext(&mut xml)?;
    export.primary_instance(&mut xml)?;
    export.secondary_instances(&mut xml)?;
    export.binds(&mut xml)?;
    xml.end("model")?;
    xml.end("h:head")?;
    export.body(&mut xml)?;
    xml.end("h:html")?;
    Ok(xml.into_bytes())
}

/// A count that is more than a path needs a node of its own, which other tools can read it from.
fn counts(form: &FormDefinition) -> Vec<(NodeId, String)> {
    let mut counts = Vec::new();
    for (id, node) in form.nodes().iter() {
        let NodeKind::Repeat { count: Some(count) } = &node.kind else { continue };
        if is_path(count.text()) {
            continue;
        }
        let siblings = || form.nodes().children(node.parent.unwrap_or(NodeId::FORM));
        let mut name = format!("{}_count", node.name);
        while siblings().any(|(_, sibling)| sibling.name.as_str() == name) {
            name.push('_');
        }
        counts.push((id, name));
    }
    counts
}

fn is_path(text: &str) -> bool {
    text.starts_with(['/', '.'])
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'_' | b'-'))
        && text.contains('/')
}

impl Export<'_> {
    fn path(&self, id: NodeId) -> String {
        let node = self.form.nodes().get(id);
        match node.and_then(|node| node.question()) {
            Some(Question::Meta(Meta::Audit)) => format!("{META}/audit"),
            _ => self.form.nodes().path(id),
        }
    }

    /// The name and path of the node that holds a repeat's computed count.
    fn count_node(&self, repeat: NodeId) -> Option<(&str, String)> {
        let (_, name) = self.counts.iter().find(|(id, _)| *id == repeat)?;
        let parent = self.form.nodes().get(repeat)?.parent?;
        Some((name, format!("{}/{name}", self.form.nodes().path(parent))))
    }

    /// The same node as the repeat's `jr:count` names it: the own one of each instance where the repeat is nested.
    fn count_reference(&self, repeat: NodeId) -> Option<String> {
        let (name, path) = self.count_node(repeat)?;
        let nested = self.form.nodes().repeat_around(repeat).is_some();
        Some(if nested { format!("../{name}") } else { path })
    }

    fn has_audit(&self) -> bool {
        let audit = Some(&Question::Meta(Meta::Audit));
        self.form.nodes().iter().any(|(_, node)| node.question() == audit)
    }

    fn list_name(&self, list: ListId) -> &str {
        self.form.list(list).map_or("", |list| list.name.as_str())
    }

    /// The path to the choices of a question.
    fn choices(&self, items: &Itemset) -> String {
        match &items.filter {
            Some(filter) => filter.text().to_owned(),
            None => format!("instance('{}')/root/item", self.list_name(items.list)),
        }
    }
}
