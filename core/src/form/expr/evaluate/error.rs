//! Why an expression has no value.

use crate::{error::Explain, form::expr::RegexProblem};

/// An expression that could not be evaluated. Only a form that was written wrongly gives one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {position} 个字符：{problem}")]
pub struct EvaluationError {
    /// Where in the expression, in characters from 1.
    pub position: usize,
    /// What went wrong there.
    pub problem: EvaluationProblem,
}

/// What went wrong. Answers are not repeated here: they are private.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationProblem {
    /// More steps than an evaluation may take.
    #[error("计算量太大，请缩小条件的范围，或拆成几个 calculate 题")]
    TooManySteps,
    /// A text that is longer than texts may be.
    #[error("得到的文字太长，请缩短或拆开")]
    TextTooLong,
    /// `${name}` that was not resolved.
    #[error("没有找到题目 {0}，请检查名称")]
    UnresolvedVariable(String),
    /// A table that does not exist.
    #[error("没有选项表或文件“{0}”，请检查名称")]
    UnknownTable(String),
    /// A value that has to be nodes.
    #[error("函数 {function}() 的第 {argument} 个参数不是题目或重复组，请改为引用，例如 ${{name}}")]
    NotNodes {
        /// The function.
        function: &'static str,
        /// Which argument, from 1.
        argument: usize,
    },
    /// Something that is no node beside `|`.
    #[error("“|”两边都要是题目或重复组的引用，连接文字请用 concat()")]
    NotAUnion,
    /// A text or truth value that is no date.
    #[error("这里的值不是日期或时间，请写成 2026-01-31 或 2026-01-31T08:30:00+08:00 的样子")]
    NotADate,
    /// A number of days that no calendar has.
    #[error("日期超出范围，请检查天数")]
    DateOutOfRange,
    /// A `%` that means nothing.
    #[error("日期格式不认识 %{0}，可以用 %Y %y %m %n %b %d %e %H %h %M %S %3 %a，百分号写 %%")]
    DateFormat(String),
    /// A text that is no place.
    #[error("这里的值不是位置，请引用 geopoint、geotrace 或 geoshape 题目")]
    NotAPlace,
    /// A digest that does not exist.
    #[error("不认识的摘要算法，请用 MD5、SHA-1、SHA-256、SHA-384 或 SHA-512")]
    UnknownDigest,
    /// An encoding that does not exist.
    #[error("不认识的编码，请用 hex 或 base64")]
    UnknownEncoding,
    /// A text that is not base64.
    #[error("这里的值不是 base64 编码，请检查来源")]
    NotBase64,
    /// A computed regular expression that cannot be used.
    #[error("{0}")]
    Regex(#[from] RegexProblem),
    /// Too many computed regular expressions.
    #[error("计算得到的正则表达式太多，请把正则表达式直接写在引号里")]
    TooManyRegexes,
    /// A repeat of `indexed-repeat` that does not hold the question.
    #[error("indexed-repeat() 的第 {0} 个参数要是第 1 个参数所在的重复组")]
    NotAroundTarget(usize),
    /// Answers and weights of different number.
    #[error("weighted-checklist() 的答案和权重数量不同，请检查两组题目")]
    UnevenWeights,
    /// More random characters than anyone needs.
    #[error("uuid() 的长度太大，请改小")]
    TooManyRandomCharacters,
}

impl EvaluationProblem {
    /// The problem at its position.
    pub(in crate::form::expr) fn at(self, position: usize) -> EvaluationError {
        EvaluationError { position, problem: self }
    }
}

impl Explain for EvaluationError {
    fn code(&self) -> &'static str {
        match &self.problem {
            EvaluationProblem::TooManySteps => "evaluation_too_many_steps",
            EvaluationProblem::TextTooLong => "evaluation_text_too_long",
            EvaluationProblem::UnresolvedVariable(_) => "evaluation_unresolved_variable",
            EvaluationProblem::UnknownTable(_) => "evaluation_unknown_table",
            EvaluationProblem::NotNodes { .. } => "evaluation_not_nodes",
            EvaluationProblem::NotAUnion => "evaluation_not_a_union",
            EvaluationProblem::NotADate => "evaluation_not_a_date",
            EvaluationProblem::DateOutOfRange => "evaluation_date_out_of_range",
            EvaluationProblem::DateFormat(_) => "evaluation_date_format",
            EvaluationProblem::NotAPlace => "evaluation_not_a_place",
            EvaluationProblem::UnknownDigest => "evaluation_unknown_digest",
            EvaluationProblem::UnknownEncoding => "evaluation_unknown_encoding",
            EvaluationProblem::NotBase64 => "evaluation_not_base64",
            EvaluationProblem::Regex(problem) => problem.code(),
            EvaluationProblem::TooManyRegexes => "evaluation_too_many_regexes",
            EvaluationProblem::NotAroundTarget(_) => "evaluation_not_around_target",
            EvaluationProblem::UnevenWeights => "evaluation_uneven_weights",
            EvaluationProblem::TooManyRandomCharacters => "evaluation_too_many_random_characters",
        }
    }
}
