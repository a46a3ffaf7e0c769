//! What people see.

use std::io;

use ruhu_core::form::definition::{
    ChoiceOrder, DefaultValue, Itemset, LabelSource, Node, NodeId, NodeKind, Question, Style,
};

use super::{
    Export,
    xml::{Attributes, Xml},
};

impl Export<'_> {
    pub(super) fn body(&self, xml: &mut Xml) -> io::Result<()> {
        let mut attributes = Attributes::default();
        match self.form.settings().style {
            Style::Screens => {}
            Style::Pages => attributes.add("class", "pages"),
            Style::Grid => attributes.add("class", "theme-grid"),
            Style::GridPages => attributes.add("class", "theme-grid pages"),
        }
        xml.start("h:body", &attributes)?;
        self.controls(xml, NodeId::FORM)?;
        xml.end("h:body")
    }

    fn controls(&self, xml: &mut Xml, parent: NodeId) -> io::Result<()> {
        for (id, node) in self.form.nodes().children(parent) {
            match &node.kind {
                NodeKind::Form => {}
                NodeKind::Group => self.group(xml, id, node)?,
                NodeKind::Repeat { .. } => self.repeat(xml, id, node)?,
                NodeKind::Question(question) if question.is_shown() => {
                    self.control(xml, id, node, question)?;
                }
                NodeKind::Question(_) => {}
            }
        }
        Ok(())
    }

    fn group(&self, xml: &mut Xml, id: NodeId, node: &Node) -> io::Result<()> {
        xml.start("group", &self.shown(id, node))?;
        self.label(xml, id)?;
        self.controls(xml, id)?;
        xml.end("group")
    }

    fn repeat(&self, xml: &mut Xml, id: NodeId, node: &Node) -> io::Result<()> {
        let path = self.path(id);
        xml.start("group", &Attributes::from([("ref", path.as_str())]))?;
        self.label(xml, id)?;
        let mut attributes = Attributes::from([("nodeset", path.as_str())]);
        if let NodeKind::Repeat { count: Some(count) } = &node.kind {
            let count = self.count_reference(id).unwrap_or_else(|| count.text().to_owned());
            attributes.add("jr:count", count);
        }
        appearance(&mut attributes, node);
        xml.start("repeat", &attributes)?;
        self.controls(xml, id)?;
        self.defaults_of_instance(xml, id)?;
        xml.end("repeat")?;
        xml.end("group")
    }

    /// Computed defaults of questions in a repeat are due with each instance.
    fn defaults_of_instance(&self, xml: &mut Xml, repeat: NodeId) -> io::Result<()> {
        for id in self.form.nodes().descendants(repeat) {
            let Some(node) = self.form.nodes().get(id) else { continue };
            let own = self.form.nodes().repeat_around(id) == Some(repeat);
            if let (Some(DefaultValue::Computed(default)), true) = (&node.logic.default, own) {
                let attributes = Attributes::from([
                    ("ref", self.path(id).as_str()),
                    ("event", "odk-new-repeat"),
                    ("value", default.text()),
                ]);
                xml.empty("setvalue", &attributes)?;
            }
        }
        Ok(())
    }

    fn control(&self, xml: &mut Xml, id: NodeId, node: &Node, question: &Question) -> io::Result<()> {
        let (tag, media) = tag(question);
        let mut attributes = self.shown(id, node);
        attributes.add_some("mediatype", media);
        match question {
            Question::Range(range) => {
                attributes.add("start", range.start.to_string());
                attributes.add("end", range.end.to_string());
                attributes.add("step", range.step.to_string());
            }
            Question::Geopoint(accuracy) => {
                attributes.add_some("accuracyThreshold", accuracy.capture.map(|metres| metres.to_string()));
                let warning = accuracy.warning.map(|metres| metres.to_string());
                attributes.add_some("unacceptableAccuracyThreshold", warning);
            }
            _ => {}
        }
        xml.start(tag, &attributes)?;
        self.label(xml, id)?;
        if let Some(reference) = self.text_ref(id, "hint") {
            xml.empty("hint", &Attributes::from([("ref", reference.as_str())]))?;
        }
        if let Some(items) = question.itemset() {
            self.itemset(xml, items)?;
        }
        self.triggered(xml, id)?;
        xml.end(tag)
    }

    /// Calculations that are done when this answer changes.
    fn triggered(&self, xml: &mut Xml, trigger: NodeId) -> io::Result<()> {
        for (id, node) in self.form.nodes().iter() {
            if let (true, Some(rule)) = (node.logic.triggers.contains(&trigger), &node.logic.calculation) {
                let attributes = Attributes::from([
                    ("ref", self.path(id).as_str()),
                    ("event", "xforms-value-changed"),
                    ("value", rule.text()),
                ]);
                xml.empty("setvalue", &attributes)?;
            }
        }
        Ok(())
    }

    fn itemset(&self, xml: &mut Xml, items: &Itemset) -> io::Result<()> {
        let mut nodeset = self.choices(items);
        if let ChoiceOrder::Shuffled(seed) = &items.order {
            let seed = seed.as_ref().map(|seed| format!(", {}", seed.text())).unwrap_or_default();
            nodeset = format!("randomize({nodeset}{seed})");
        }
        let column = |at: u16| {
            let list = self.form.list(items.list);
            list.and_then(|list| list.columns.get(usize::from(at))).map_or("name", String::as_str)
        };
        let label = match items.label {
            LabelSource::Label => "jr:itext(itextId)",
            LabelSource::Column(at) => column(at),
        };
        xml.start("itemset", &Attributes::from([("nodeset", nodeset.as_str())]))?;
        xml.empty("value", &Attributes::from([("ref", column(items.value))]))?;
        xml.empty("label", &Attributes::from([("ref", label)]))?;
        xml.end("itemset")
    }

    fn label(&self, xml: &mut Xml, id: NodeId) -> io::Result<()> {
        match self.text_ref(id, "label") {
            Some(reference) => xml.empty("label", &Attributes::from([("ref", reference.as_str())])),
            None => Ok(()),
        }
    }

    fn shown(&self, id: NodeId, node: &Node) -> Attributes {
        let mut attributes = Attributes::from([("ref", self.path(id).as_str())]);
        appearance(&mut attributes, node);
        attributes
    }
}

fn appearance(attributes: &mut Attributes, node: &Node) {
    if !node.appearance.is_empty() {
        attributes.add("appearance", node.appearance.join(" "));
    }
}

/// The element of a question, and the kind of file that it takes.
fn tag(question: &Question) -> (&'static str, Option<&'static str>) {
    match question {
        Question::SelectOne(_) => ("select1", None),
        Question::SelectMultiple(_) => ("select", None),
        Question::Rank(_) => ("odk:rank", None),
        Question::Range(_) => ("range", None),
        Question::Acknowledge => ("trigger", None),
        Question::Image { .. } => ("upload", Some("image/*")),
        Question::Audio { .. } => ("upload", Some("audio/*")),
        Question::File => ("upload", Some("application/*")),
        _ => ("input", None),
    }
}
