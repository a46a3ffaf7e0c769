//! What an expression refers to: the importer resolves names and builds the graph of dependencies from this.

use super::{
    Expression,
    function::Function,
    tree::{Span, Start, Step, Term, TermId, Test, Tree},
};

/// Something that an expression refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where, in characters from 1.
    pub position: usize,
    /// To what.
    pub target: Target,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `${name}`, not yet resolved.
    Variable {
        /// The name.
        name: String,
        /// What the path goes on with, after the named node.
        then: Vec<PathStep>,
    },
    /// Nodes of the record. Inside a predicate the path is already joined to what the predicate tests.
    Path {
        /// Where it starts.
        origin: Origin,
        /// Where it goes from there.
        steps: Vec<PathStep>,
    },
    /// Rows of a choice list or an attached table.
    Instance {
        /// Its name.
        id: String,
        /// Where the path goes, usually `root`, `item` and a column.
        steps: Vec<PathStep>,
    },
    /// `pulldata`, with what of its arguments is literal.
    PullData {
        /// The table's name.
        file: Option<String>,
        /// The column that is returned.
        column: Option<String>,
        /// The column that is searched.
        key: Option<String>,
    },
    /// A translated text; `None` where its name is computed.
    Itext(Option<String>),
    /// A property of the device or user; `None` where its name is computed.
    Property(Option<String>),
}

/// Where a path through the record starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Above the root element.
    Root,
    /// The node that the expression belongs to.
    Node,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// `..`
    Parent,
    /// A child of that name.
    Child(String),
    /// Any child.
    Any,
}

/// What relative paths start from.
#[derive(Clone)]
enum Base {
    Record(Origin, Vec<PathStep>),
    Instance(String, Vec<PathStep>),
    Variable(String, Vec<PathStep>),
}

impl Expression {
    /// Everything that the expression refers to, in the order of the text, with repetitions.
    #[must_use]
    pub fn references(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        let base = Base::Record(Origin::Node, Vec::new());
        collect(&self.0.tree, self.0.tree.root, &base, &mut found);
        found
    }

    /// Whether a name in `${…}` is still unresolved.
    #[must_use]
    pub fn has_variables(&self) -> bool {
        self.0.tree.terms().any(|(_, term)| matches!(term, Term::Path { start: Start::Variable, .. }))
    }
}

fn collect(tree: &Tree, id: TermId, base: &Base, found: &mut Vec<Reference>) {
    match tree.term(id) {
        Term::Number(_) | Term::Text(_) => {}
        Term::Negate(operand) | Term::Quoted(operand) => collect(tree, operand, base, found),
        Term::Chain { first, rest } => {
            collect(tree, first, base, found);
            for link in tree.links(rest) {
                collect(tree, link.operand, base, found);
            }
        }
        Term::Call { function, arguments } => {
            let arguments = tree.list(arguments);
            let position = tree.position(id);
            let literal = |index: usize| {
                arguments.get(index).and_then(|argument| match tree.term(*argument) {
                    Term::Text(text) => Some(tree.text(text).to_owned()),
                    _ => None,
                })
            };
            let target = match function {
                Function::PullData => {
                    Some(Target::PullData { file: literal(0), column: literal(1), key: literal(2) })
                }
                Function::Itext => Some(Target::Itext(literal(0))),
                Function::Property => Some(Target::Property(literal(0))),
                _ => None,
            };
            found.extend(target.map(|target| Reference { position, target }));
            // These read the context node when they are given nothing, or besides what they are given.
            let reads_context = arguments.is_empty()
                && matches!(
                    function,
                    Function::StringLength | Function::NormalizeSpace | Function::Name | Function::LocalName
                );
            if reads_context || matches!(function, Function::Once) {
                found.push(base.reference(position));
            }
            for argument in arguments {
                collect(tree, *argument, base, found);
            }
        }
        Term::Path { start, steps } => collect_path(tree, id, start, steps, base, found),
    }
}

fn collect_path(tree: &Tree, id: TermId, start: Start, steps: Span, base: &Base, found: &mut Vec<Reference>) {
    let mut reached = match start {
        Start::Root => Base::Record(Origin::Root, Vec::new()),
        Start::Current => Base::Record(Origin::Node, Vec::new()),
        Start::Context | Start::Variable => base.clone(),
        Start::Instance(instance) => Base::Instance(tree.text(instance).to_owned(), Vec::new()),
    };
    let mut inside = Vec::new();
    for step in tree.steps(steps) {
        reached = reached.step(tree, *step);
        for predicate in tree.list(step.predicates) {
            collect(tree, *predicate, &reached, &mut inside);
        }
    }
    found.push(reached.reference(tree.position(id)));
    found.append(&mut inside);
}

impl Base {
    fn step(mut self, tree: &Tree, step: Step) -> Self {
        let next = match step.test {
            Test::Itself => return self,
            Test::Parent => PathStep::Parent,
            Test::AnyChild => PathStep::Any,
            Test::Child(name) => PathStep::Child(tree.text(name).to_owned()),
            Test::Variable(name) => return Self::Variable(tree.text(name).to_owned(), Vec::new()),
        };
        let (Self::Record(_, steps) | Self::Instance(_, steps) | Self::Variable(_, steps)) = &mut self;
        // `a[…]/..` is where `a` was reached from.
        if next == PathStep::Parent && matches!(steps.last(), Some(PathStep::Child(_) | PathStep::Any)) {
            steps.pop();
        } else {
            steps.push(next);
        }
        self
    }

    fn reference(&self, position: usize) -> Reference {
        let target = match self.clone() {
            Self::Record(origin, steps) => Target::Path { origin, steps },
            Self::Instance(id, steps) => Target::Instance { id, steps },
            Self::Variable(name, then) => Target::Variable { name, then },
        };
        Reference { position, target }
    }
}
