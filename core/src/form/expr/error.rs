//! Why a text is not an expression, and what to write instead.

use crate::error::Explain;

use super::limits::{MAX_DEPTH, MAX_NODES, MAX_TEXT_CHARS};

/// An error in the text of an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {position} 个字符：{problem}")]
pub struct ExpressionError {
    /// Where, in characters from 1.
    pub position: usize,
    /// What is wrong there.
    pub problem: ExpressionProblem,
}

/// What is wrong with the text of an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionProblem {
    /// Nothing was written.
    #[error("表达式是空的，请填写内容或清空单元格")]
    Empty,
    /// More characters than an expression may have.
    #[error("表达式超过 {MAX_TEXT_CHARS} 个字符，请拆成几个 calculate 题")]
    TooLong,
    /// Nested too deeply.
    #[error("括号或函数嵌套超过 {MAX_DEPTH} 层，请拆成几个 calculate 题")]
    TooDeep,
    /// Too many parts.
    #[error("表达式超过 {MAX_NODES} 个组成部分，请拆成几个 calculate 题")]
    TooManyNodes,
    /// A curly or other quotation mark that is not part of the language.
    #[error("不能用引号 {0}，请改用英文直引号 ' 或 \"（关闭输入法或 Excel 的自动替换引号）")]
    SmartQuote(char),
    /// A full-width character.
    #[error("不能用全角字符“{found}”，请改用半角的“{instead}”")]
    FullWidth {
        /// What was written.
        found: char,
        /// Its half-width form.
        instead: &'static str,
    },
    /// An operator of another language.
    #[error("不能用“{found}”，请改写为 {instead}")]
    WrongOperator {
        /// What was written.
        found: &'static str,
        /// What the language has for it.
        instead: &'static str,
    },
    /// A function that does not exist, with the name that was probably meant.
    #[error("没有函数 {name}(){}", nearest.map(|nearest| format!("，是不是要写 {nearest}()？")).unwrap_or_default())]
    UnknownFunction {
        /// What was written.
        name: String,
        /// The nearest name that exists.
        nearest: Option<&'static str>,
    },
    /// Too few or too many arguments.
    #[error("函数 {function}() 需要 {expected}参数，这里有 {found} 个，请检查逗号和括号")]
    ArgumentCount {
        /// The function.
        function: &'static str,
        /// How many it takes, in words.
        expected: String,
        /// How many are there.
        found: usize,
    },
    /// A bracket that is never closed.
    #[error("这里的“{0}”没有对应的右括号，请补上")]
    Unclosed(char),
    /// A closing bracket without an opening one.
    #[error("多了一个“{0}”，请删去，或在前面补上对应的左括号")]
    StrayClosing(char),
    /// `${` without `}`.
    #[error("${{ 后面缺少 }}，应写成 ${{变量名}}")]
    UnclosedVariable,
    /// A quotation mark without its partner.
    #[error("文字从这里的引号开始，但没有结束，请在末尾补上同样的引号")]
    UnclosedText,
    /// A name with Chinese or other non-ASCII characters.
    #[error("名称“{0}”含有非英文字符；name 列请用英文字母、数字和下划线，中文写在 label 列")]
    NameNotAscii(String),
    /// A `${…}` whose inside is not a name.
    #[error("${{{0}}} 不是合法的变量引用，应写成 ${{变量名}}，中间不要有空格，名称以字母或下划线开头")]
    BadVariable(String),
    /// `$name` without braces.
    #[error("引用其他题目要写成 ${{变量名}}，不能省略花括号")]
    BareDollar,
    /// A reference to the last saved record, which Ruhu does not have.
    #[error("不支持 ${{last-saved#…}}，请删去")]
    LastSaved,
    /// A reference inside quotes, where it is only text.
    #[error("引号里的 {0} 只是普通文字，不会取到答案；请去掉它两边的引号")]
    QuotedVariable(String),
    /// `//`.
    #[error("不支持 //，请写出完整路径，例如 /data/group/name 或 ${{name}}")]
    DoubleSlash,
    /// `@`.
    #[error("不支持属性 @，表单里只有题目，请引用题目名称")]
    Attribute,
    /// An axis other than child, parent and self.
    #[error("不支持 {0}::，只能用子节点名称、. 和 ..")]
    Axis(String),
    /// `instance()` without a literal name.
    #[error("instance() 里要直接写选项表或文件的名称，例如 instance('towns')")]
    InstanceName,
    /// The second argument of `jr:choice-name` is not a quoted reference.
    #[error("jr:choice-name() 的第二个参数要写成带引号的题目引用，例如 jr:choice-name(${{a}}, '${{a}}')")]
    ChoiceNameTarget,
    /// `[` or `/` after something that is not a path.
    #[error("“{0}”只能跟在路径后面，例如 instance('towns')/root/item[name='a']")]
    NotAPath(char),
    /// An argument that has to be a path.
    #[error("函数 {function}() 的第 {argument} 个参数要是题目或重复组的引用，例如 ${{name}}")]
    ArgumentNotAPath {
        /// The function.
        function: &'static str,
        /// Which argument, from 1.
        argument: usize,
    },
    /// A regular expression that cannot be used.
    #[error("{0}")]
    Regex(#[from] super::regex::RegexProblem),
    /// Two values without an operator between them.
    #[error("“{0}”前面缺少运算符（如 +、=、and）或逗号")]
    MissingOperator(String),
    /// An operator, bracket or comma where a value belongs.
    #[error("“{0}”前面缺少一个值")]
    MissingValue(String),
    /// The end came where a value belongs.
    #[error("表达式没有写完，末尾缺少一个值")]
    UnexpectedEnd,
    /// A character that is not part of the language.
    #[error("不认识的字符“{}”，请删去", .0.escape_debug())]
    BadCharacter(char),
    /// A `${name}` that the form does not have.
    #[error("表单中没有名为 {0} 的题目，请检查拼写")]
    UnknownVariable(String),
}

impl Explain for ExpressionError {
    fn code(&self) -> &'static str {
        match &self.problem {
            ExpressionProblem::Empty => "expression_empty",
            ExpressionProblem::TooLong => "expression_too_long",
            ExpressionProblem::TooDeep => "expression_too_deep",
            ExpressionProblem::TooManyNodes => "expression_too_many_nodes",
            ExpressionProblem::SmartQuote(_) => "expression_smart_quote",
            ExpressionProblem::FullWidth { .. } => "expression_full_width",
            ExpressionProblem::WrongOperator { .. } => "expression_wrong_operator",
            ExpressionProblem::UnknownFunction { .. } => "expression_unknown_function",
            ExpressionProblem::ArgumentCount { .. } => "expression_argument_count",
            ExpressionProblem::Unclosed(_) => "expression_unclosed",
            ExpressionProblem::StrayClosing(_) => "expression_stray_closing",
            ExpressionProblem::UnclosedVariable => "expression_unclosed_variable",
            ExpressionProblem::UnclosedText => "expression_unclosed_text",
            ExpressionProblem::NameNotAscii(_) => "expression_name_not_ascii",
            ExpressionProblem::BadVariable(_) => "expression_bad_variable",
            ExpressionProblem::BareDollar => "expression_bare_dollar",
            ExpressionProblem::LastSaved => "expression_last_saved",
            ExpressionProblem::QuotedVariable(_) => "expression_quoted_variable",
            ExpressionProblem::DoubleSlash => "expression_double_slash",
            ExpressionProblem::Attribute => "expression_attribute",
            ExpressionProblem::Axis(_) => "expression_axis",
            ExpressionProblem::InstanceName => "expression_instance_name",
            ExpressionProblem::ChoiceNameTarget => "expression_choice_name_target",
            ExpressionProblem::NotAPath(_) => "expression_not_a_path",
            ExpressionProblem::ArgumentNotAPath { .. } => "expression_argument_not_a_path",
            ExpressionProblem::Regex(problem) => problem.code(),
            ExpressionProblem::MissingOperator(_) => "expression_missing_operator",
            ExpressionProblem::MissingValue(_) => "expression_missing_value",
            ExpressionProblem::UnexpectedEnd => "expression_unexpected_end",
            ExpressionProblem::BadCharacter(_) => "expression_bad_character",
            ExpressionProblem::UnknownVariable(_) => "expression_unknown_variable",
        }
    }
}
