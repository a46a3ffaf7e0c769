//! Calls and the declarations that they mean: names and argument labels, without types.

use std::collections::HashMap;

use tree_sitter::Node;

use super::source::Source;

/// Same names in Swift's own libraries, with labels that none of ours has.
const FOREIGN: [&str; 3] = ["contains(where:)", "kill(_:_:)", "range(of:)"];

/// Beginnings of the names of generated types whose functions nobody calls.
const INNER: [&str; 2] = ["FfiConverter", "Uniffi"];

/// The parameters of a declaration: label, and whether it may be left out.
type Shape = Vec<(Option<String>, bool)>;
/// By name.
type Declarations = HashMap<String, Vec<Shape>>;

/// Calls whose labels fit no declaration of that name. What the wrappers call on `$0`, `native` and `RuhuNative` must be
/// declared in the generated file.
pub fn mismatches(written: &[Source], generated: &Source) -> Vec<String> {
    let native = declarations(&[generated]);
    let mut all = declarations(&written.iter().collect::<Vec<_>>());
    for (name, shapes) in &native {
        all.entry(name.clone()).or_default().extend(shapes.iter().cloned());
    }
    let mut found = Vec::new();
    for file in written.iter().filter(|file| file.name != "Package.swift") {
        for node in file.all(&["call_expression"]) {
            let Some(call) = Call::read(file, node) else { continue };
            let crosses = file.name.starts_with("Sources/Ruhu/") && call.crosses();
            let known = if crosses { native.get(&call.name) } else { all.get(&call.name) };
            let fits = match known {
                Some(shapes) => shapes.iter().any(|shape| call.fits(shape)),
                None => !crosses,
            };
            if !fits && !FOREIGN.contains(&call.written().as_str()) {
                found.push(format!("{}: nothing is declared as {}", file.position(node), call.written()));
            }
        }
    }
    found
}

struct Call {
    receiver: String,
    name: String,
    labels: Vec<Option<String>>,
    closures: usize,
}

impl Call {
    fn read(file: &Source, node: Node<'_>) -> Option<Self> {
        let callee = node.child(0)?;
        let name = match callee.kind() {
            "simple_identifier" => callee,
            "navigation_expression" => callee.child_by_field_name("suffix")?.child_by_field_name("suffix")?,
            "prefix_expression" => callee.child_by_field_name("target")?,
            _ => return None,
        };
        let receiver = match callee.kind() {
            "navigation_expression" => file.of(callee.child_by_field_name("target")?),
            _ => "",
        };
        let suffix = children(node).into_iter().find(|child| child.kind() == "call_suffix")?;
        let arguments = children(suffix).into_iter().filter(|child| child.kind() == "value_arguments");
        // What stands between brackets is parsed as a call, too.
        if arguments.clone().any(|arguments| file.of(arguments).starts_with('[')) {
            return None;
        }
        let labels = arguments
            .flat_map(children)
            .filter(|argument| argument.kind() == "value_argument")
            .map(|argument| Some(file.of(argument.child_by_field_name("name")?).to_owned()))
            .collect();
        // `f(x) { … }` is parsed as a call of what `f(x)` gives.
        let outer = node.parent().filter(|parent| {
            parent.kind() == "call_expression" && parent.child(0).is_some_and(|first| first.id() == node.id())
        });
        let closures = [Some(node), outer].into_iter().flatten().map(trailing_closures).sum();
        let (receiver, name) = (receiver.to_owned(), plain(file.of(name)));
        Some(Self { receiver, name, labels, closures })
    }

    fn crosses(&self) -> bool {
        ["$0", "native", "self.native"].contains(&self.receiver.as_str())
            || self.receiver.starts_with("RuhuNative")
    }

    /// Arguments come in the order of the parameters; trailing closures stand for parameters at the end.
    fn fits(&self, shape: &Shape) -> bool {
        let mut parameters = shape.iter();
        for label in &self.labels {
            loop {
                match parameters.next() {
                    Some((wanted, _)) if wanted == label => break,
                    Some((_, true)) => {}
                    _ => return false,
                }
            }
        }
        let needed = parameters.clone().filter(|(_, may_be_left_out)| !may_be_left_out).count();
        needed <= self.closures && self.closures <= parameters.count()
    }

    fn written(&self) -> String {
        let labels: String =
            self.labels.iter().map(|label| format!("{}:", label.as_deref().unwrap_or("_"))).collect();
        format!("{}({labels}){}", self.name, " { }".repeat(self.closures))
    }
}

fn trailing_closures(call: Node<'_>) -> usize {
    let suffixes = children(call).into_iter().filter(|child| child.kind() == "call_suffix");
    suffixes.flat_map(children).filter(|child| child.kind() == "lambda_literal").count()
}

fn declarations(files: &[&Source]) -> Declarations {
    let mut found = Declarations::new();
    let functions =
        ["function_declaration", "protocol_function_declaration", "init_declaration", "enum_entry"];
    for file in files {
        for node in file.all(&functions) {
            let within = enclosing_type(node);
            if within.is_some_and(|name| INNER.iter().any(|start| file.of(name).starts_with(start))) {
                continue;
            }
            let name = match node.kind() {
                // An initialiser is called by the name of its type; types that are extended have others, elsewhere.
                "init_declaration" => within.filter(|name| name.kind() == "type_identifier"),
                _ => node.child_by_field_name("name"),
            };
            let Some(name) = name else { continue };
            let shape =
                if node.kind() == "enum_entry" { payload(file, node) } else { parameters(file, node) };
            found.entry(plain(file.of(name))).or_default().push(shape);
        }
    }
    found
}

fn parameters(file: &Source, function: Node<'_>) -> Shape {
    let mut shape = Shape::new();
    for (field, child) in with_fields(function) {
        if child.kind() == "parameter" {
            let label = child.child_by_field_name("external_name").or(child.child_by_field_name("name"));
            let label = label.map(|label| plain(file.of(label))).filter(|label| label != "_");
            shape.push((label, false));
        } else if field == Some("default_value")
            && let Some((_, may_be_left_out)) = shape.last_mut()
        {
            *may_be_left_out = true;
        }
    }
    shape
}

fn payload(file: &Source, case: Node<'_>) -> Shape {
    let Some(contents) = case.child_by_field_name("data_contents") else { return Shape::new() };
    let (mut shape, mut label) = (Shape::new(), None);
    for (field, child) in with_fields(contents) {
        if child.kind() == "simple_identifier" {
            label = Some(plain(file.of(child)));
        } else if field == Some("name") {
            shape.push((label.take(), false));
        }
    }
    shape
}

fn enclosing_type(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::successors(node.parent(), |node| node.parent())
        .find(|node| ["class_declaration", "protocol_declaration"].contains(&node.kind()))?
        .child_by_field_name("name")
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.children(&mut node.walk()).collect()
}

fn with_fields<'t>(node: Node<'t>) -> Vec<(Option<&'t str>, Node<'t>)> {
    let fields = (0..).map(|at| node.field_name_for_child(at));
    fields.zip(children(node)).collect()
}

/// A name without its backquotes.
fn plain(name: &str) -> String {
    name.trim_matches('`').trim_end_matches(':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATIVE: &str = "open class Store {
        public static func `open`(folder: String, clock: Clock? = nil)throws -> Store { return Store() }
        open func answer(question: String, answer: Value)throws { }
    }
    public enum Value { case text(
        text: String
    )
    case none }
    extension Data { init(rustBuffer: RustBuffer) { } }
    struct FfiConverterStore { static func forget() { } }";

    fn found(wrapper: &str) -> Vec<String> {
        let generated = Source::generated(NATIVE).unwrap();
        let written = Source::written("Sources/Ruhu/A.swift", wrapper).unwrap();
        assert!(written.faults().is_empty(), "{:?}", written.faults());
        mismatches(&[written], &generated)
    }

    #[test]
    fn labels_order_and_names_must_fit() {
        for good in [
            "let a = try held.call { try $0.answer(question: q, answer: .text(text: t)) }",
            "let a = try RuhuNative.Store.open(folder: f)",
            "let a = try RuhuNative.Store.open(folder: f, clock: c)",
            "let a = unknown(anything: 1)",
            "func f(_ a: Int, then work: () -> Void) {}\nlet b: Void = f(1) { print(2) }",
            "let a = Data(count: 3)",
            "let a = all.answer[0]",
        ] {
            assert_eq!(found(good), Vec::<String>::new(), "{good}");
        }
        for bad in [
            "let a = try held.call { try $0.answer(answer: .none, question: q) }",
            "let a = try held.call { try $0.answer(name: q, answer: a) }",
            "let a = try held.call { try $0.answer(question: q) }",
            "let a = try held.call { try $0.forget() }",
            "let a = try RuhuNative.Store.open(clock: c)",
            "let a = Value.text(words: t)",
            "func f(_ a: Int, then work: () -> Void) {}\nlet b: Void = f(1)",
        ] {
            assert_eq!(found(bad).len(), 1, "{bad}: {:?}", found(bad));
        }
    }
}
