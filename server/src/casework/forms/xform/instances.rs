//! The empty record and the lists beside it.

use std::io;

use ruhu_core::form::definition::{ChoiceList, DefaultValue, Meta, Node, NodeId, NodeKind, Question};

use super::{
    Export,
    texts::choice_id,
    xml::{Attributes, Xml},
};

/// How the repeats at one place of the empty record are written, after the habit of the field's tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeats {
    /// A template, which says what a new instance holds, and a first instance.
    Both,
    /// Only templates: directly inside another template.
    Templates,
    /// Only instances: inside an instance of another repeat.
    Instances,
}

impl Export<'_> {
    pub(super) fn primary_instance(&self, xml: &mut Xml) -> io::Result<()> {
        let settings = self.form.settings();
        // Authors count their versions themselves; without a count the hash of the content tells them apart.
        let version = if settings.version.is_empty() {
            self.form.version().0.as_str()
        } else {
            settings.version.as_str()
        };
        xml.start("instance", &Attributes::default())?;
        xml.start("data", &Attributes::from([("id", settings.id.as_str()), ("version", version)]))?;
        self.children(xml, NodeId::FORM, Repeats::Both)?;
        xml.start("meta", &Attributes::default())?;
        if self.has_audit() {
            xml.empty("audit", &Attributes::default())?;
        }
        xml.empty("instanceID", &Attributes::default())?;
        if settings.instance_name.is_some() {
            xml.empty("instanceName", &Attributes::default())?;
        }
        xml.end("meta")?;
        xml.end("data")?;
        xml.end("instance")
    }

    fn children(&self, xml: &mut Xml, parent: NodeId, repeats: Repeats) -> io::Result<()> {
        for (id, node) in self.form.nodes().children(parent) {
            if node.question() == Some(&Question::Meta(Meta::Audit)) {
                continue;
            }
            let plain = Attributes::default();
            if !matches!(node.kind, NodeKind::Repeat { .. }) {
                let inside = if repeats == Repeats::Templates { Repeats::Both } else { repeats };
                self.element(xml, id, node, &plain, inside)?;
                continue;
            }
            if let Some((count, _)) = self.count_node(id) {
                xml.empty(count, &plain)?;
            }
            if repeats != Repeats::Instances {
                self.element(xml, id, node, &Attributes::from([("jr:template", "")]), Repeats::Templates)?;
            }
            if repeats != Repeats::Templates {
                self.element(xml, id, node, &plain, Repeats::Instances)?;
            }
        }
        Ok(())
    }

    fn element(
        &self,
        xml: &mut Xml,
        id: NodeId,
        node: &Node,
        attributes: &Attributes,
        repeats: Repeats,
    ) -> io::Result<()> {
        let name = node.name.as_str();
        if node.is_container() {
            xml.start(name, attributes)?;
            self.children(xml, id, repeats)?;
            return xml.end(name);
        }
        match &node.logic.default {
            Some(DefaultValue::Fixed(value)) => xml.text(name, attributes, value),
            Some(DefaultValue::Computed(_)) | None => xml.empty(name, attributes),
        }
    }

    pub(super) fn secondary_instances(&self, xml: &mut Xml) -> io::Result<()> {
        for list in self.form.lists() {
            let mut attributes = Attributes::from([("id", list.name.as_str())]);
            if let Some(file) = &list.file {
                attributes.add("src", format!("jr://file-csv/{file}"));
                xml.empty("instance", &attributes)?;
                continue;
            }
            xml.start("instance", &attributes)?;
            xml.start("root", &Attributes::default())?;
            for (at, _) in list.choices.iter().enumerate() {
                item(xml, list, at)?;
            }
            xml.end("root")?;
            xml.end("instance")?;
        }
        Ok(())
    }
}

fn item(xml: &mut Xml, list: &ChoiceList, at: usize) -> io::Result<()> {
    let plain = Attributes::default();
    xml.start("item", &plain)?;
    xml.text("itextId", &plain, &choice_id(&list.name, at))?;
    for (column, name) in list.columns.iter().enumerate() {
        let value = list.choices.get(at).map_or("", |choice| choice.value(column));
        if !value.is_empty() {
            xml.text(name, &plain, value)?;
        }
    }
    xml.end("item")
}
