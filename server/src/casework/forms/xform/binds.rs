//! The rules of every node.

use std::io;

use ruhu_core::form::definition::{Aspect, DefaultValue, Meta, Node, NodeId, NodeKind, Question};

use super::{
    Export, META,
    xml::{Attributes, Xml},
};

impl Export<'_> {
    pub(super) fn binds(&self, xml: &mut Xml) -> io::Result<()> {
        for (id, node) in self.form.nodes().iter().skip(1) {
            if let (NodeKind::Repeat { count: Some(count) }, Some((_, path))) =
                (&node.kind, self.count_node(id))
            {
                let mut attributes = Attributes::from([("nodeset", path.as_str()), ("type", "string")]);
                attributes.add("readonly", "true()");
                attributes.add("calculate", count.text());
                xml.empty("bind", &attributes)?;
            }
            self.bind(xml, id, node)?;
            if let Some(DefaultValue::Computed(default)) = &node.logic.default {
                let attributes = Attributes::from([
                    ("ref", self.path(id).as_str()),
                    ("event", "odk-instance-first-load"),
                    ("value", default.text()),
                ]);
                xml.empty("setvalue", &attributes)?;
            }
        }
        let id = format!("{META}/instanceID");
        let mut attributes = Attributes::from([("nodeset", id.as_str()), ("type", "string")]);
        attributes.add("readonly", "true()");
        attributes.add("jr:preload", "uid");
        xml.empty("bind", &attributes)?;
        if let Some(name) = &self.form.settings().instance_name {
            let path = format!("{META}/instanceName");
            let mut attributes = Attributes::from([("nodeset", path.as_str()), ("type", "string")]);
            attributes.add("calculate", name.text());
            xml.empty("bind", &attributes)?;
        }
        Ok(())
    }

    fn bind(&self, xml: &mut Xml, id: NodeId, node: &Node) -> io::Result<()> {
        let path = self.path(id);
        let mut attributes = Attributes::from([("nodeset", path.as_str())]);
        let question = node.question();
        attributes.add_some("type", question.map(bind_type));
        if let Some(Question::Meta(meta)) = question
            && let Some((preload, parameters)) = preload(*meta)
        {
            attributes.add("jr:preload", preload);
            attributes.add("jr:preloadParams", parameters);
        }
        let has_triggers = !node.logic.triggers.is_empty();
        let mut ruled = false;
        for (aspect, rule) in node.rules() {
            let name = match aspect {
                Aspect::Relevant => "relevant",
                Aspect::Calculation if !has_triggers => "calculate",
                Aspect::ReadOnly => "readonly",
                Aspect::Required => "required",
                Aspect::Constraint => "constraint",
                _ => continue,
            };
            ruled = true;
            attributes.add(name, rule.text());
        }
        if question == Some(&Question::Note) && node.logic.read_only.is_none() {
            attributes.add("readonly", "true()");
        }
        attributes.add_some("jr:constraintMsg", self.text_ref(id, "jr:constraintMsg"));
        attributes.add_some("jr:requiredMsg", self.text_ref(id, "jr:requiredMsg"));
        match question {
            Some(Question::Image { max_pixels }) => {
                attributes.add_some("orx:max-pixels", max_pixels.map(|pixels| pixels.to_string()));
            }
            Some(Question::Audio { quality }) => {
                attributes.add_some("odk:quality", quality.map(|quality| quality.name()));
            }
            _ => {}
        }
        if question.is_some() || ruled { xml.empty("bind", &attributes) } else { Ok(()) }
    }
}

fn bind_type(question: &Question) -> &'static str {
    match question {
        Question::Integer => "int",
        Question::Range(range) if range.is_integer() => "int",
        Question::Decimal | Question::Range(_) => "decimal",
        Question::Date | Question::Meta(Meta::Today) => "date",
        Question::Time => "time",
        Question::DateTime | Question::Meta(Meta::Start | Meta::End) => "dateTime",
        Question::Rank(_) => "odk:rank",
        Question::Image { .. } | Question::Audio { .. } | Question::File | Question::Meta(Meta::Audit) => {
            "binary"
        }
        Question::Barcode => "barcode",
        Question::Geopoint(_) => "geopoint",
        Question::Geotrace => "geotrace",
        Question::Geoshape => "geoshape",
        Question::Text
        | Question::SelectOne(_)
        | Question::SelectMultiple(_)
        | Question::Note
        | Question::Calculate
        | Question::Hidden
        | Question::Acknowledge
        | Question::Meta(Meta::DeviceId | Meta::Username) => "string",
    }
}

fn preload(meta: Meta) -> Option<(&'static str, &'static str)> {
    match meta {
        Meta::Start => Some(("timestamp", "start")),
        Meta::End => Some(("timestamp", "end")),
        Meta::Today => Some(("date", "today")),
        Meta::DeviceId => Some(("property", "deviceid")),
        Meta::Username => Some(("property", "username")),
        Meta::Audit => None,
    }
}
