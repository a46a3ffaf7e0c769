//! What a report says about a kind of change, for the staff of an office.

use super::change::{ChangeCode as Code, Effect};

/// What changed.
pub(super) fn title(code: Code) -> &'static str {
    match code {
        Code::FormIdChanged => "表单编号改变",
        Code::SettingChanged => "设置改变",
        Code::QuestionAdded => "新增题目",
        Code::QuestionRemoved => "删除题目",
        Code::MaybeRenamed => "可能改了名称（文字和题型相同）",
        Code::GroupAdded => "新增分组",
        Code::GroupRemoved => "删除分组",
        Code::RepeatAdded => "新增重复组",
        Code::RepeatRemoved => "删除重复组",
        Code::TypeChanged => "题型改变",
        Code::MovedAcrossRepeats => "移入、移出或改换重复组",
        Code::Moved => "移到其他分组",
        Code::Reordered => "次序改变",
        Code::ColumnRenamed => "导出的列名改变",
        Code::CalculationChanged => "计算公式改变",
        Code::TriggerChanged => "触发计算的题目改变",
        Code::RelevantChanged => "显示条件改变",
        Code::RequiredChanged => "是否必填改变",
        Code::ConstraintChanged => "填写限制改变",
        Code::ChoiceFilterChanged => "选项筛选条件改变",
        Code::RepeatCountChanged => "重复次数改变",
        Code::DefaultChanged => "预填值改变",
        Code::ReadOnlyChanged => "是否只读改变",
        Code::ParametersChanged => "题型参数改变",
        Code::ListSwitched => "改用其他选项列表（选项的差别见列表）",
        Code::LabelChanged => "题目文字改变",
        Code::TextChanged => "提示、图片或声音改变",
        Code::AppearanceChanged => "显示方式改变",
        Code::ListAdded => "新增选项列表",
        Code::ListRemoved => "删除选项列表",
        Code::ListChanged => "列表的文件或列改变",
        Code::ChoiceAdded => "新增选项",
        Code::ChoiceDropped => "删除选项",
        Code::ChoiceRelabelled => "选项文字改变",
        Code::ChoiceChanged => "选项的附加列、图片或声音改变",
        Code::ChoicesReordered => "选项次序改变",
        Code::OtherChanged => "只有不影响填写的内部差别",
    }
}

/// How a reader's eye is caught.
pub(super) fn mark(effect: Effect) -> &'static str {
    match effect {
        _ if effect.is_warning() => "〔注意〕",
        Effect::CheckMeaning => "〔核对〕",
        _ => "",
    }
}

/// What it means for answers in exports.
pub(super) fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::OtherForm => "服务器当作另一份表单，新旧记录不在一起统计",
        Effect::MeaningChanged => "列名相同但含义不同，新旧答案不能直接合并，请按版本分开统计；或改用新名称",
        Effect::CheckMeaning => "列名和取值不变；如果改后意思也变了，请改用新名称，否则新旧答案会混在一起",
        Effect::ColumnEnds => "此列到旧版为止，新记录不再有；旧记录的答案保留",
        Effect::ColumnRenamed => "旧记录的答案在旧列，新记录的在新列，统计时请把两列对上",
        Effect::ColumnAdded => "增加一列；旧记录此列为空，不要当作 0 或“否”",
        Effect::ValueEnds => "新记录不再出现此值；旧记录仍有，按选项统计时请注明",
        Effect::ValueAdded => "增加一个取值；旧记录没有，比较各选项占比时请按版本分开",
        Effect::RulesDiffer => "列和取值的含义不变；问到的户或可填的内容不同，比较时请按版本核对",
        Effect::None => "不影响答案",
    }
}

/// The type of a question in words, besides its name.
pub(super) fn kind(name: &str) -> &'static str {
    match name {
        "text" => "文字",
        "integer" => "整数",
        "decimal" => "小数",
        "decimal money" => "金额",
        "date" => "日期",
        "time" => "时间",
        "dateTime" => "日期和时间",
        "select_one" => "单选",
        "select_multiple" => "多选",
        "rank" => "排序",
        "range" => "刻度",
        "note" => "说明",
        "calculate" => "计算",
        "hidden" => "隐藏值",
        "acknowledge" => "确认",
        "image" => "照片",
        "audio" => "录音",
        "file" => "文件",
        "barcode" => "条码",
        "geopoint" => "位置",
        "geotrace" => "路线",
        "geoshape" => "范围",
        "begin_group" => "分组",
        "begin_repeat" => "重复组",
        _ => "自动记录",
    }
}
