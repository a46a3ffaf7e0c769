//! Faults of expressions and of what they refer to.

super::faults! {
    /// What can be wrong with an expression.
    LogicFault {
        ChineseYesNo { found: String } = "chinese_yes_no", "“{found}”应写成 yes 或 no（或一个表达式）";
        UnknownReference { name: String, instead: String } = "unknown_reference", "表单中没有名为“{name}”的题目；{instead}";
        AmbiguousReference { name: String, rows: String } = "ambiguous_reference", "有多个题目名为“{name}”（{rows}），无法确定指哪一个；请把它们改成不同的名称";
        BadReference { found: String } = "bad_reference", "“{found}”不完整；引用答案请写成 ${{变量名}}";
        UnknownPath { path: String } = "unknown_path", "表单中没有路径“{path}”；请改用 ${{变量名}} 引用题目";
        UnknownInstance { name: String } = "unknown_instance", "没有名为“{name}”的选项列表或选项文件；请检查 instance() 或 pulldata() 中的名称";
        UnknownChoiceColumn { column: String, list: String, known: String } = "unknown_choice_column", "列表“{list}”没有“{column}”列；可用的列有：{known}；引用题目的答案请写成 ${{变量名}}";
        BadTrigger { found: String } = "bad_trigger", "“{found}”不能作为 trigger；请只引用手机上看得到的题目，例如 ${{age}}，多个之间用逗号隔开";
        Cycle { names: String } = "cycle", "计算或显示条件互相依赖，形成循环：{names}；请去掉其中一个引用";
    }
}
