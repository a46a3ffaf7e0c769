//! Faults of sheets, their headings, their cells as such, and of the settings.

super::faults! {
    /// What can be wrong with a sheet.
    SheetFault {
        NoSurvey = "no_survey_sheet", "没有名为 survey 的工作表；请把题目所在的工作表命名为 survey";
        EmptySurvey = "empty_survey", "survey 工作表中没有任何题目，请在表头下面填写题目";
        EntitiesUnsupported = "entities_unsupported", "暂不支持 entities 工作表（实体）；请删除该工作表，需要的信息请用题目采集";
        DuplicateSheet { first: String } = "duplicate_sheet", "与工作表“{first}”重名（不区分大小写），请合并为一个工作表";
        SheetIgnored = "sheet_ignored", "不是 survey、choices、settings，其内容未使用；如为笔误请改名，否则可以忽略";
        TooManySheets { limit: usize } = "too_many_sheets", "工作表超过 {limit} 个，请删除多余的工作表";
        TooManyRows { limit: usize } = "too_many_rows", "有内容的行超过 {limit} 行，请拆分表单";
        TooManyColumns { limit: u32 } = "too_many_columns", "内容超出第 {limit} 列，请删除右侧多余的列";
        CellTooLong { limit: usize } = "cell_too_long", "内容超过 {limit} 个字符，请精简";
        TooManyFindings { limit: usize } = "too_many_findings", "问题超过 {limit} 处，其余未列出；请先修改已列出的问题，再重新检查";
        MergedCells { range: String } = "merged_cells", "单元格 {range} 已合并，只有左上角的内容能读到；请取消合并，并在每个单元格中填写内容";
        FormulaWithoutValue = "formula_without_value", "单元格是 Excel 公式，文件中没有它的计算结果；请在 Excel 中打开并保存，或改写为文字";
        FormulaValueUsed { value: String } = "formula_value_used", "单元格是 Excel 公式，已采用其结果“{value}”；如果是想让手机来计算，请在前面加英文单引号 ' 改为文字";
        ErrorCell { found: String } = "error_cell", "单元格是错误值 {found}，请改正公式或直接填写内容";
        DateCell { found: String } = "date_cell", "Excel 把内容变成了日期“{found}”；请把单元格格式设为“文本”后重新输入";
        BoolName { found: String } = "bool_name", "Excel 把名称变成了逻辑值 {found}；请把单元格格式设为“文本”后重新输入";
        NumberTooLong { found: String } = "number_too_long", "数字“{found}”超过 15 位，Excel 已丢失末尾的数字；请把单元格格式设为“文本”后重新输入";
        NoHeadings = "no_headings", "第一行没有表头；survey 的表头应有 type、name、label 等列名";
        UnknownColumn { found: String, instead: String } = "unknown_column", "不认识列名“{found}”；{instead}";
        UnsupportedColumn { found: String, instead: &'static str } = "unsupported_column", "不支持“{found}”列；{instead}";
        SaveToIgnored = "save_to_ignored", "不支持把答案存入实体（save_to），该列未使用；可以删除该列";
        DuplicateColumn { first: String } = "duplicate_column", "与“{first}”列的含义相同，请只保留其中一列";
        MissingColumn { name: &'static str } = "missing_column", "表头缺少“{name}”列，请补上";
        CellsWithoutHeading { at: String } = "cells_without_heading", "{at} 列有内容但没有表头；请填写列名，或清除该列的内容";
        NotTranslatable { found: String } = "column_not_translatable", "“{found}”列不分语言，请去掉列名中“::”及其后面的语言";
        BadLanguage { found: String } = "bad_language", "列名“{found}”中的语言不完整；请写成“label::中文(zh)”这样的形式";
        TooManyLanguages { limit: usize } = "too_many_languages", "语言超过 {limit} 种，请减少";
        BadChoiceColumn { found: String } = "bad_choice_column", "choices 的附加列名“{found}”不能用于筛选；请改用英文字母开头、只含字母、数字、下划线的列名，中文写在 label 中";
        UnknownDefaultLanguage { found: String, known: String } = "unknown_default_language", "默认语言“{found}”没有对应的 label 列；表头中的语言有：{known}";
        MissingFormId { found: String } = "missing_form_id", "没有 form_id，而文件名“{found}”不能作为表单名；请在 settings 中填写 form_id，只用英文字母、数字、下划线";
        BadFormId { found: String, limit: usize } = "bad_form_id", "form_id“{found}”不合要求；请用英文字母开头，只含字母、数字、- _ .，最多 {limit} 个字符，中文写在 form_title 中";
        BadSetting { found: String, instead: &'static str } = "bad_setting", "“{found}”不是有效的设置；{instead}";
        SettingsExtraRow = "settings_extra_row", "settings 只应有一行设置，请删除多余的行";
    }
}
