//! The functions that an expression may call, and how many arguments each takes.

/// How many arguments a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arity {
    /// From the first count to the second.
    Between(usize, usize),
    /// This many or more.
    AtLeast(usize),
    /// A fixed start, then pairs: this many or more, in steps of two, up to the second count.
    Pairs(usize, usize),
}

impl Arity {
    pub(super) fn admits(self, count: usize) -> bool {
        match self {
            Self::Between(least, most) => (least..=most).contains(&count),
            Self::AtLeast(least) => count >= least,
            Self::Pairs(least, most) => (least..=most).contains(&count) && (count - least).is_multiple_of(2),
        }
    }

    /// What to tell the author.
    pub(super) fn in_words(self) -> String {
        match self {
            Self::Between(least, most) if least == most => format!("{least} 个"),
            Self::Between(least, most) => format!("{least} 到 {most} 个"),
            Self::AtLeast(least) => format!("至少 {least} 个"),
            Self::Pairs(least, usize::MAX) => format!("{least} 个，之后每次再加 2 个"),
            Self::Pairs(least, most) => format!("{least} 个，之后每次再加 2 个，最多 {most} 个"),
        }
    }
}

macro_rules! functions {
    ($($name:literal $variant:ident $arity:expr;)*) => {
        /// A function of the language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Function {
            $($variant,)*
        }

        impl Function {
            /// Every function, in the order of the table.
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name that authors write.
            pub(super) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How many arguments it takes.
            pub(super) fn arity(self) -> Arity {
                match self { $(Self::$variant => $arity,)* }
            }
        }
    };
}

const fn exactly(count: usize) -> Arity {
    Arity::Between(count, count)
}

functions! {
    "if" If exactly(3);
    "coalesce" Coalesce exactly(2);
    "once" Once exactly(1);
    "selected" Selected exactly(2);
    "selected-at" SelectedAt exactly(2);
    "count-selected" CountSelected exactly(1);
    "count" Count exactly(1);
    "count-non-empty" CountNonEmpty exactly(1);
    "sum" Sum exactly(1);
    "max" Max Arity::AtLeast(1);
    "min" Min Arity::AtLeast(1);
    "position" Position Arity::Between(0, 1);
    "index" Index exactly(1);
    "last" Last exactly(0);
    "name" Name Arity::Between(0, 1);
    "local-name" LocalName Arity::Between(0, 1);
    "indexed-repeat" IndexedRepeat Arity::Pairs(3, 11);
    "join" Join Arity::AtLeast(1);
    "concat" Concat Arity::AtLeast(1);
    "substr" Substr Arity::Between(2, 3);
    "substring-before" SubstringBefore exactly(2);
    "substring-after" SubstringAfter exactly(2);
    "contains" Contains exactly(2);
    "starts-with" StartsWith exactly(2);
    "ends-with" EndsWith exactly(2);
    "string-length" StringLength Arity::Between(0, 1);
    "normalize-space" NormalizeSpace Arity::Between(0, 1);
    "translate" Translate exactly(3);
    "regex" Regex exactly(2);
    "not" Not exactly(1);
    "boolean" Boolean exactly(1);
    "boolean-from-string" BooleanFromString exactly(1);
    "true" True exactly(0);
    "false" False exactly(0);
    "string" String exactly(1);
    "number" Number exactly(1);
    "int" Int exactly(1);
    "round" Round Arity::Between(1, 2);
    "abs" Abs exactly(1);
    "pow" Pow exactly(2);
    "sqrt" Sqrt exactly(1);
    "exp" Exp exactly(1);
    "exp10" Exp10 exactly(1);
    "log" Log exactly(1);
    "log10" Log10 exactly(1);
    "sin" Sin exactly(1);
    "cos" Cos exactly(1);
    "tan" Tan exactly(1);
    "asin" Asin exactly(1);
    "acos" Acos exactly(1);
    "atan" Atan exactly(1);
    "atan2" Atan2 exactly(2);
    "pi" Pi exactly(0);
    "today" Today exactly(0);
    "now" Now exactly(0);
    "date" Date exactly(1);
    "date-time" DateTime exactly(1);
    "decimal-date-time" DecimalDateTime exactly(1);
    "decimal-time" DecimalTime exactly(1);
    "format-date" FormatDate exactly(2);
    "format-date-time" FormatDateTime exactly(2);
    "random" Random exactly(0);
    "randomize" Randomize Arity::Between(1, 2);
    "uuid" Uuid Arity::Between(0, 1);
    "digest" Digest Arity::Between(2, 3);
    "base64-encode" Base64Encode exactly(1);
    "base64-decode" Base64Decode exactly(1);
    "checklist" Checklist Arity::AtLeast(2);
    "weighted-checklist" WeightedChecklist Arity::Pairs(2, usize::MAX);
    "distance" Distance exactly(1);
    "area" Area exactly(1);
    "jr:choice-name" ChoiceName exactly(2);
    "jr:itext" Itext exactly(1);
    "property" Property exactly(1);
    "pulldata" PullData exactly(4);
    "version" Version exactly(0);
}

/// What people who know other languages write, and what it is called here.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("floor", "int"),
    ("ceiling", "round"),
    ("ceil", "round"),
    ("length", "string-length"),
    ("len", "string-length"),
    ("substring", "substr"),
    ("mid", "substr"),
    ("trim", "normalize-space"),
    ("replace", "translate"),
    ("is-selected", "selected"),
    ("average", "sum"),
    ("countif", "count"),
    ("ifs", "if"),
    ("iif", "if"),
    ("vlookup", "pulldata"),
    ("choice-name", "jr:choice-name"),
    ("itext", "jr:itext"),
    ("enclosed-area", "area"),
    ("isblank", "string-length"),
    ("power", "pow"),
    ("ln", "log"),
];

impl Function {
    /// The function of that name; names are case-sensitive.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.name() == name)
    }

    /// The known name nearest to one that is not known, where one is near enough to be meant.
    pub(super) fn nearest(unknown: &str) -> Option<&'static str> {
        let unknown = unknown.to_ascii_lowercase();
        if let Some((_, meant)) = OTHER_NAMES.iter().find(|(other, _)| *other == unknown) {
            return Some(meant);
        }
        Self::ALL
            .iter()
            .map(|function| (strsim::damerau_levenshtein(&unknown, function.name()), function.name()))
            .min()
            .filter(|(distance, name)| *distance <= (name.len() / 3).max(1))
            .map(|(_, name)| name)
    }

    /// Whether a call with so many arguments looks at the node that a predicate tests, besides through its arguments.
    pub(super) fn depends_on_context(self, arguments: usize) -> bool {
        match self {
            Self::Once | Self::Last | Self::IndexedRepeat => true,
            Self::Position | Self::StringLength | Self::NormalizeSpace | Self::Name | Self::LocalName => {
                arguments == 0
            }
            _ => false,
        }
    }
}
