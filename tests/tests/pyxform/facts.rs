//! What an XForm says, as one sorted table: two XForms that say the same have the same table, however they are written.

use std::collections::BTreeMap;

use roxmltree::{Attribute, Document, Node};

use super::xpath::canonical;

/// Facts by name, for example `bind /data/age constraint`.
pub(crate) type Facts = BTreeMap<String, String>;

/// The language of texts that stand where they are shown.
const UNNAMED: &str = "default";

/// Attributes that hold expressions.
const EXPRESSIONS: [&str; 8] =
    ["relevant", "constraint", "required", "readonly", "calculate", "jr:count", "nodeset", "value"];

/// Reads an XForm.
pub(crate) fn facts(xform: &str) -> Facts {
    let document = Document::parse(xform).unwrap();
    let root = document.root_element();
    let mut reader = Reader { facts: Facts::new(), texts: BTreeMap::new(), languages: Vec::new() };
    let elements = |name: &'static str| root.descendants().filter(move |node| node.has_tag_name_like(name));
    for translation in elements("translation") {
        reader.translation(translation);
    }
    if reader.languages.is_empty() {
        reader.languages.push(UNNAMED.to_owned());
    }
    let mut languages = reader.languages.clone();
    languages.sort();
    reader.facts.insert("form languages".to_owned(), languages.join(", "));
    for title in elements("title") {
        reader.add("form title", title.text().unwrap_or_default());
    }
    let mut instances =
        elements("instance").filter(|node| node.parent().is_some_and(|up| up.has_tag_name_like("model")));
    if let Some(data) = instances.next().and_then(|instance| instance.first_element_child()) {
        for name in ["id", "version"] {
            reader.add(&format!("form {name}"), data.attribute(name).unwrap_or_default());
        }
        reader.instance(data, "");
    }
    instances.for_each(|instance| reader.list(instance));
    elements("bind").for_each(|bind| reader.bind(bind));
    elements("setvalue").for_each(|setvalue| reader.setvalue(setvalue));
    for body in elements("body") {
        reader.add("form style", body.attribute("class").unwrap_or_default());
        reader.controls(body, "body");
    }
    reader.facts
}

struct Reader {
    facts: Facts,
    /// By id, language and form.
    texts: BTreeMap<String, BTreeMap<(String, String), String>>,
    languages: Vec<String>,
}

impl Reader {
    fn add(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.facts.insert(name.to_owned(), value.to_owned());
        }
    }

    fn translation(&mut self, translation: Node<'_, '_>) {
        let language = translation.attribute("lang").unwrap_or_default();
        self.languages.push(language.to_owned());
        if translation.attribute("default").is_some() && language != UNNAMED {
            self.add("form default language", language);
        }
        for text in translation.children().filter(Node::is_element) {
            let entry = self.texts.entry(text.attribute("id").unwrap_or_default().to_owned()).or_default();
            for value in text.children().filter(Node::is_element) {
                let form = value.attribute("form").unwrap_or_default();
                entry.insert((language.to_owned(), form.to_owned()), words(value));
            }
        }
    }

    /// The text that an id or the element itself gives, in every language.
    fn text(&mut self, name: &str, reference: Option<&str>, inline: &str) {
        let id = reference.and_then(|text| text.strip_prefix("jr:itext('")?.strip_suffix("')"));
        let translated = id.and_then(|id| self.texts.get(id)).cloned().unwrap_or_default();
        for ((language, form), text) in translated {
            self.add(format!("text {name} {form} {language}").as_str(), &text);
        }
        if id.is_none() {
            for language in self.languages.clone() {
                self.add(&format!("text {name}  {language}"), inline);
            }
        }
    }

    fn instance(&mut self, node: Node<'_, '_>, above: &str) {
        let template = node.attributes().any(|attribute| attribute.name() == "template");
        let path = format!("{above}/{}{}", node.tag_name().name(), if template { "[template]" } else { "" });
        let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
        let names: Vec<&str> = children.iter().map(|child| child.tag_name().name()).collect();
        self.facts.insert(format!("instance {path}"), names.join(" "));
        if children.is_empty() {
            self.add(&format!("default {path}"), node.text().unwrap_or_default().trim());
        }
        children.into_iter().for_each(|child| self.instance(child, &path));
    }

    fn list(&mut self, instance: Node<'_, '_>) {
        let id = instance.attribute("id").unwrap_or_default();
        self.facts.insert(format!("list {id}"), instance.attribute("src").unwrap_or_default().to_owned());
        let items = instance.descendants().filter(|node| node.has_tag_name_like("item"));
        for (at, item) in items.enumerate() {
            for column in item.children().filter(Node::is_element) {
                let (name, value) = (column.tag_name().name(), column.text().unwrap_or_default());
                match name {
                    "itextId" => {
                        self.text(&format!("choice {id} {at}"), Some(&format!("jr:itext('{value}')")), "");
                    }
                    "label" => self.text(&format!("choice {id} {at}"), None, &words(column)),
                    _ => self.add(&format!("list {id} {at} {name}"), value),
                }
            }
        }
    }

    fn bind(&mut self, bind: Node<'_, '_>) {
        let path = bind.attribute("nodeset").unwrap_or_default().trim().to_owned();
        for attribute in bind.attributes().filter(|attribute| attribute.name() != "nodeset") {
            let name = qualified(&attribute);
            if matches!(name.as_str(), "jr:constraintMsg" | "jr:requiredMsg") {
                self.text(&format!("{path} {name}"), Some(attribute.value()), attribute.value());
            } else {
                self.add(&format!("bind {path} {name}"), &value(&name, attribute.value()));
            }
        }
    }

    fn setvalue(&mut self, node: Node<'_, '_>) {
        let parent =
            node.parent_element().map(|parent| reference(parent).unwrap_or_else(|| "model".to_owned()));
        let name = format!(
            "setvalue {} in {} on {}",
            node.attribute("ref").unwrap_or_default().trim(),
            parent.unwrap_or_default(),
            node.attribute("event").unwrap_or_default()
        );
        let rule = canonical(node.attribute("value").unwrap_or_default());
        // No value and an empty text both empty the answer.
        self.facts.insert(name, if rule == "\"\"" { String::new() } else { rule });
    }

    fn controls(&mut self, parent: Node<'_, '_>, name: &str) {
        let mut order = Vec::new();
        for control in parent.children().filter(Node::is_element) {
            let tag = control.tag_name().name();
            let path = reference(control).unwrap_or_default();
            match tag {
                "setvalue" => {}
                "label" | "hint" => {
                    self.text(&format!("{name} {tag}"), control.attribute("ref"), &words(control));
                }
                "itemset" => self.itemset(control, name),
                _ => {
                    order.push(format!("{tag} {path}"));
                    for attribute in
                        control.attributes().filter(|own| !matches!(own.name(), "ref" | "nodeset"))
                    {
                        let attribute_name = qualified(&attribute);
                        let found = value(&attribute_name, attribute.value());
                        self.add(&format!("{tag} {path} {attribute_name}"), &found);
                    }
                    // A repeat and the group around it stand for the same node.
                    let inner = if tag == "repeat" { format!("{path} repeat") } else { path };
                    self.controls(control, &inner);
                }
            }
        }
        self.add(&format!("controls {name}"), &order.join(", "));
    }

    fn itemset(&mut self, itemset: Node<'_, '_>, path: &str) {
        self.add(&format!("itemset {path}"), &canonical(itemset.attribute("nodeset").unwrap_or_default()));
        for part in itemset.children().filter(Node::is_element) {
            // Both mean the label of the choice; texts are compared by themselves.
            let column = part.attribute("ref").unwrap_or_default().replace("jr:itext(itextId)", "label");
            self.add(&format!("itemset {path} {}", part.tag_name().name()), &column);
        }
    }
}

fn value(name: &str, text: &str) -> String {
    if EXPRESSIONS.contains(&name) { canonical(text) } else { text.trim().to_owned() }
}

fn reference(node: Node<'_, '_>) -> Option<String> {
    let path = node.attribute("ref").or_else(|| node.attribute("nodeset"))?;
    Some(path.trim().to_owned())
}

/// The name of an attribute with the prefix that the field's examples use.
fn qualified(attribute: &Attribute<'_, '_>) -> String {
    let prefix = match attribute.namespace() {
        Some("http://openrosa.org/javarosa") => "jr:",
        Some("http://openrosa.org/xforms") => "orx:",
        Some("http://www.opendatakit.org/xforms") => "odk:",
        _ => "",
    };
    format!("{prefix}{}", attribute.name())
}

/// A text with the answers in it; blanks are as good as one.
fn words(element: Node<'_, '_>) -> String {
    let mut text = String::new();
    for part in element.children() {
        if part.is_element() {
            text.extend(["<", &canonical(part.attribute("value").unwrap_or_default()), ">"]);
        } else {
            text += part.text().unwrap_or_default();
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace(" <", "<").replace("> ", ">")
}

/// Names without their namespaces.
trait Named {
    fn has_tag_name_like(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_like(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
