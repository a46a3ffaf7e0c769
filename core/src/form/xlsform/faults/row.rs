//! Faults of single questions, groups and choices.

super::faults! {
    /// What can be wrong with a row.
    RowFault {
        MissingType = "missing_type", "没有填写 type；请填写题型，例如 text、integer、select_one";
        UnknownType { found: String, instead: String } = "unknown_type", "不认识题型“{found}”；{instead}";
        UnsupportedType { found: String, instead: &'static str } = "unsupported_type", "不支持题型“{found}”；{instead}";
        TypeWithoutList { found: String } = "type_without_list", "“{found}”后面没有选项列表的名称；请写成“{found} 列表名”，列表在 choices 中定义";
        MissingName = "missing_name", "没有填写 name；请填写英文变量名，例如 income_wage";
        NameNotAscii { found: String } = "name_not_ascii", "变量名“{found}”含有中文或其他非英文字符；请改用英文字母、数字和下划线（如 income_wage），中文写在 label 列";
        NameHasSpace { found: String } = "name_has_space", "变量名“{found}”中有空格，请用下划线 _ 代替";
        BadName { found: String } = "bad_name", "变量名“{found}”不合要求；请以英文字母或下划线开头，其余只用字母、数字、- _ .";
        NameTooLong { found: String, limit: usize } = "name_too_long", "变量名“{found}”超过 {limit} 个字符，请缩短";
        ReservedName { found: String } = "reserved_name", "变量名“{found}”是系统保留的，请换一个名称";
        AuditName { found: String } = "audit_name", "audit 题的变量名只能是 audit，请把“{found}”改为 audit";
        DuplicateName { found: String, first: u32 } = "duplicate_name", "变量名“{found}”与第 {first} 行重复；同一层（同一组内）的名称不能相同，请改名";
        DuplicateRepeat { found: String, first: u32 } = "duplicate_repeat_name", "重复组“{found}”与第 {first} 行的重复组同名；重复组的名称在整个表单中不能相同，请改名";
        NameDiffersByCase { found: String, first: u32 } = "name_differs_by_case", "变量名“{found}”与第 {first} 行只有大小写不同，统计时容易混淆，建议改名";
        MissingLabel = "missing_label", "没有填写 label；请填写题目的文字";
        MissingTranslation { language: String } = "missing_translation", "缺少“{language}”的文字，将显示默认语言";
        MissingChoiceLabel { found: String } = "missing_choice_label", "选项“{found}”没有 label，手机上将直接显示名称";
        NotClosed { kind: &'static str, end: &'static str } = "group_not_closed", "从这一行开始的{kind}没有结束；请在它的最后一题下面加一行 {end}";
        EndWithoutBegin { found: String, begin: &'static str } = "end_without_begin", "“{found}”没有对应的开始行；请删除这一行，或在前面加一行 {begin}";
        EndWrongKind { found: String, row: u32, begin: String, end: &'static str } = "end_wrong_kind", "“{found}”与第 {row} 行的“{begin}”不配对；请改为 {end}，或先结束里面的组";
        TooDeep { limit: usize } = "too_deep", "组的嵌套超过 {limit} 层，请减少嵌套";
        TooManyNodes { limit: usize } = "too_many_questions", "题目和组超过 {limit} 个，其余未检查；请拆分表单";
        EmptyContainer { kind: &'static str } = "empty_group", "{kind}内没有题目，可以删除";
        MissingCalculation = "missing_calculation", "calculate 没有计算式；请在 calculation 列填写表达式";
        CellIgnored { column: String, kind: String } = "cell_ignored", "“{column}”列对题型“{kind}”不起作用，可以清除";
        BadParameters { found: String } = "bad_parameters", "参数“{found}”的写法不对；请写成“名称=值”，多个之间用空格隔开，例如 start=1 end=10 step=1";
        UnknownParameter { found: String, known: String } = "unknown_parameter", "这种题型没有参数“{found}”；可用的参数有：{known}";
        BadParameter { name: &'static str, found: String, instead: &'static str } = "bad_parameter", "参数 {name} 的值“{found}”不对；{instead}";
        MissingSeedOrder = "seed_without_randomize", "参数 seed 只与 randomize=true 一起使用；请补上 randomize=true";
        BadDefault { found: String, instead: String } = "bad_default", "默认值“{found}”不合题型；{instead}";
        MoneyNotDecimal = "money_not_decimal", "金额（appearance 为 money）只能用于 decimal 题；请把 type 改为 decimal";
        UnsupportedAppearance { found: String, instead: &'static str } = "unsupported_appearance", "不支持显示方式“{found}”；{instead}";
        OrOtherWithFilter = "or_other_with_filter", "or_other 不能与 choice_filter 同时使用；请在 choices 中加一个“其他”选项，并另加一道填写说明的题";
        OrOtherNotHere { kind: &'static str } = "or_other_not_here", "“{kind}”不支持 or_other，请在 choices 中加一个“其他”选项";
        ListMissing { list: String, known: String } = "list_missing", "choices 中没有列表“{list}”；{known}";
        BadFileName { found: String } = "bad_file_name", "“{found}”不是 CSV 文件名；请写成 villages.csv 这样的英文文件名";
        FileMissing { file: String } = "file_missing", "没有找到选项文件“{file}”；请把它与表单文件放在同一文件夹后重新检查";
        FileColumnMissing { file: String, column: String } = "file_column_missing", "选项文件“{file}”中没有“{column}”列；请补上该列，或用参数 value=列名 label=列名 指明";
        BadFile { file: String, reason: String } = "bad_file", "选项文件“{file}”不能使用：{reason}";
        ChoiceWithoutList = "choice_without_list", "没有填写 list_name；请填写选项所属的列表";
        ChoiceWithoutName = "choice_without_name", "没有填写选项的 name；请填写英文名称或数字编码";
        DuplicateChoice { found: String, list: String, first: u32 } = "duplicate_choice", "列表“{list}”中已有选项“{found}”（第 {first} 行）；请改名，确需重复时在 settings 中设置 allow_choice_duplicates 为 yes";
        ChoiceNameHasSpace { found: String, list: String } = "choice_name_has_space", "选项名“{found}”中有空格，而列表“{list}”用于多选或排序；请用下划线 _ 代替空格";
        ChoiceNameNotAscii { found: String } = "choice_name_not_ascii", "选项名“{found}”不是英文；建议改用英文名称或数字编码，中文写在 label 列";
        BadListName { found: String } = "bad_list_name", "列表名“{found}”不合要求；请以英文字母或下划线开头，只用字母、数字、- _ .";
        UnusedList { list: String } = "unused_list", "列表“{list}”没有题目使用，可以删除";
        TooManyChoices { limit: usize } = "too_many_choices", "选项超过 {limit} 个，其余未检查；请把大列表改为 CSV 文件，用 select_one_from_file";
    }
}
