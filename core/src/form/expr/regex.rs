//! Regular expressions as JavaRosa understands them, run by an engine that takes linear time.

use regex::{Regex, RegexBuilder};

use crate::error::Explain;

use super::{
    Expression,
    function::Function,
    limits::{MAX_REGEX_BYTES, MAX_REGEX_DEPTH, MAX_REGEX_PROGRAM},
    tree::{Term, TextId},
};

/// Why a regular expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegexProblem {
    /// Longer than patterns may be, or too large once its repetitions are counted.
    #[error("正则表达式太大，请缩短或减小 {{}} 中的次数")]
    TooLarge,
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`, `(?>…)`.
    #[error("正则表达式不支持前后查找 {0}…)，请改用几个条件并以 and 连接")]
    LookAround(&'static str),
    /// `\1`, `\k<name>`.
    #[error("正则表达式不支持反向引用 {0}，请改写")]
    BackReference(String),
    /// `a++` and its like.
    #[error("正则表达式不支持占有量词 {0}，请去掉后面的 +")]
    Possessive(String),
    /// Something else that the engine does not have.
    #[error("正则表达式不支持 {0}，请改写；汉字可以写 [\\u4e00-\\u9fff] 或 \\p{{Han}}")]
    Unsupported(String),
    /// Not a regular expression.
    #[error("正则表达式写法不正确，请检查括号、方括号和反斜杠")]
    Syntax,
}

impl Explain for RegexProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "regex_too_large",
            Self::LookAround(_) => "regex_look_around",
            Self::BackReference(_) => "regex_back_reference",
            Self::Possessive(_) => "regex_possessive",
            Self::Unsupported(_) => "regex_unsupported",
            Self::Syntax => "regex_syntax",
        }
    }
}

/// Compiles a pattern that has to match a whole text.
pub(super) fn compile(pattern: &str) -> Result<Regex, RegexProblem> {
    if pattern.len() > MAX_REGEX_BYTES {
        return Err(RegexProblem::TooLarge);
    }
    let translated = super::regex_dialect::translate(pattern)?;
    RegexBuilder::new(&format!(r"\A(?:{translated})\z"))
        .size_limit(MAX_REGEX_PROGRAM)
        .dfa_size_limit(MAX_REGEX_PROGRAM)
        .nest_limit(MAX_REGEX_DEPTH)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => RegexProblem::TooLarge,
            _ => RegexProblem::Syntax,
        })
}

impl Expression {
    /// The compiled form of a literal pattern; none where it cannot be used, which parsing has already refused.
    pub(super) fn pattern(&self, text: TextId) -> Option<&Regex> {
        let patterns = self.0.patterns.get_or_init(|| self.compile_literals());
        patterns.iter().find(|(id, _)| *id == text).map(|(_, regex)| regex)
    }

    fn compile_literals(&self) -> Box<[(TextId, Regex)]> {
        let mut patterns: Vec<(TextId, Regex)> = Vec::new();
        for (_, term) in self.0.tree.terms() {
            let Term::Call { function: Function::Regex, arguments } = term else { continue };
            let Some(pattern) = self.0.tree.list(arguments).get(1) else { continue };
            let Term::Text(text) = self.0.tree.term(*pattern) else { continue };
            if patterns.iter().all(|(id, _)| *id != text) {
                patterns.extend(compile(self.0.tree.text(text)).ok().map(|regex| (text, regex)));
            }
        }
        patterns.into()
    }
}
