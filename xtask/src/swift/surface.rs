//! What `Ruhu` shows of what is generated: one import is enough for an app.

use std::collections::BTreeSet;

use super::source::Source;

/// The generated classes that have a wrapper of the same name.
const WRAPPED: [&str; 5] = ["FieldSession", "FieldStore", "InterviewDraft", "SyncRun", "VisitDraft"];

/// Public types of the generated file without a name in `Ruhu`, and names that mean nothing any more.
pub fn hidden(written: &[Source], generated: &Source) -> Vec<String> {
    let made: BTreeSet<String> = types(generated, &["class_declaration", "protocol_declaration"])
        .into_iter()
        .filter(|name| !["FfiConverter", "Uniffi"].iter().any(|start| name.starts_with(start)))
        .filter(|name| !["Impl", "Protocol"].iter().any(|end| name.ends_with(end)))
        .collect();
    let mut shown: BTreeSet<String> = WRAPPED.map(str::to_owned).into();
    for file in written.iter().filter(|file| file.name.starts_with("Sources/Ruhu/")) {
        shown.extend(types(file, &["typealias_declaration"]));
    }
    let missing = made.difference(&shown).map(|name| format!("{name} has no typealias in Sources/Ruhu"));
    let idle = shown.difference(&made).map(|name| format!("{name} is not generated"));
    missing.chain(idle).collect()
}

/// Public types of a file that are not inside another.
fn types(file: &Source, kinds: &[&str]) -> Vec<String> {
    let top = file.root();
    let nodes = top.children(&mut top.walk()).collect::<Vec<_>>();
    let declared = nodes.into_iter().filter(|node| kinds.contains(&node.kind()));
    declared
        .filter_map(|node| {
            let name = node.child_by_field_name("name")?;
            let is_public = ["public", "open"].iter().any(|word| file.of(node).starts_with(word));
            // What an extension extends is not a name of its own.
            (is_public && name.kind() == "type_identifier").then(|| file.of(name).to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATIVE: &str = "public struct Who { public let name: String }
extension Who: Equatable { }
open class SyncRun: SyncRunProtocol { public enum Inner { case a } }
public protocol SyncRunProtocol { }
public protocol Clock { }
struct FfiConverterTypeWho { }
fileprivate class Internal { }";

    fn found(wrapper: &str) -> Vec<String> {
        let wrapped = WRAPPED.iter().filter(|name| **name != "SyncRun");
        let native: String = wrapped.map(|name| format!("\nopen class {name} {{ }}")).collect();
        let generated = Source::generated(&(NATIVE.to_owned() + &native)).unwrap();
        hidden(&[Source::written("Sources/Ruhu/Types.swift", wrapper).unwrap()], &generated)
    }

    #[test]
    fn each_type_has_one_name_and_each_name_a_type() {
        let whole = "public typealias Who = RuhuNative.Who\npublic typealias Clock = RuhuNative.Clock\n";
        assert_eq!(found(whole), Vec::<String>::new());
        assert_eq!(found("public typealias Who = RuhuNative.Who\n").len(), 1);
        assert_eq!(found(&whole.replace("public typealias Clock", "typealias Clock")).len(), 1);
        assert_eq!(found(&(whole.to_owned() + "public typealias Old = RuhuNative.Old\n")).len(), 1);
    }
}
