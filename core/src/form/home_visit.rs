//! The home-visit checklist (入户调查表), after domain.md sections 3 and 4.

use super::checklist::{Checklist, Choice, Question, QuestionKind, Section};

const fn ask(name: &'static str, label: &'static str, kind: QuestionKind) -> Question {
    Question { name, label, kind, required: true }
}

const fn may_ask(name: &'static str, label: &'static str, kind: QuestionKind) -> Question {
    Question { name, label, kind, required: false }
}

const fn choice(name: &'static str, label: &'static str) -> Choice {
    Choice { name, label }
}

const LEVELS: QuestionKind =
    QuestionKind::One(&[choice("1", "很差"), choice("2", "较差"), choice("3", "一般"), choice("4", "较好")]);

const RESPONDENT_RELATIONS: QuestionKind = QuestionKind::One(&[
    choice("head", "户主本人"),
    choice("spouse", "配偶"),
    choice("child", "子女"),
    choice("parent", "父母"),
    choice("other_member", "其他共同生活成员"),
    choice("not_member", "非家庭成员"),
]);

const ORIGINALS: QuestionKind = QuestionKind::Many(&[
    choice("id_card", "居民身份证"),
    choice("hukou_book", "户口簿"),
    choice("disability_cert", "残疾人证"),
    choice("medical", "诊断或住院材料"),
    choice("income_proof", "收入证明"),
    choice("passbook", "一卡通或存折"),
]);

const TENURE: QuestionKind =
    QuestionKind::One(&[choice("0", "自有"), choice("1", "公有"), choice("2", "借住"), choice("3", "租赁")]);

const STRUCTURE: QuestionKind = QuestionKind::One(&[
    choice("brick_concrete", "砖混"),
    choice("brick_wood", "砖木"),
    choice("earth", "土坯"),
    choice("frame", "框架"),
    choice("other", "其他"),
]);

const ABNORMAL: QuestionKind = QuestionKind::Many(&[
    choice("vehicle", "机动车"),
    choice("second_home", "其他房产"),
    choice("high_fee_school", "高收费就学"),
    choice("travel", "出境旅游"),
    choice("utility", "水电气话费异常"),
    choice("business", "经营实体"),
    choice("other", "其他异常"),
]);

const CONCLUSION: QuestionKind = QuestionKind::One(&[
    choice("true", "属实"),
    choice("partly", "部分属实"),
    choice("false", "不实"),
    choice("unverifiable", "无法核实"),
]);

const PROPOSAL: QuestionKind = QuestionKind::One(&[
    choice("keep", "继续保障"),
    choice("raise", "提高补差"),
    choice("lower", "降低补差"),
    choice("exit", "退出保障"),
    choice("add", "新增保障"),
    choice("recheck", "再次核查"),
]);

/// The home-visit checklist. Amounts of income are for the twelve months before the visit.
pub static HOME_VISIT: Checklist = Checklist {
    name: "home_visit",
    title: "入户调查表",
    sections: &[
        Section {
            name: "notice",
            title: "告知与核对",
            questions: &[
                ask("notice_given", "已出示证件并告知调查目的", QuestionKind::YesNo),
                ask("respondent_relation", "受访人与户主关系", RESPONDENT_RELATIONS),
                ask("originals_seen", "查验的证件原件", ORIGINALS),
            ],
        },
        Section {
            name: "people",
            title: "家庭人口",
            questions: &[
                ask("members_confirmed", "核实的共同生活人数", QuestionKind::Integer { min: 0, max: 30 }),
                ask("labour_count", "有劳动能力人数", QuestionKind::Integer { min: 0, max: 30 }),
                may_ask("ill_or_disabled_count", "重病或残疾人数", QuestionKind::Integer { min: 0, max: 30 }),
                may_ask("members_note", "人口变动说明", QuestionKind::Text { max_chars: 300 }),
            ],
        },
        Section {
            name: "income",
            title: "家庭收入(近 12 个月)",
            questions: &[
                ask("income_wage", "工资性收入", QuestionKind::Money),
                ask("income_business", "经营净收入", QuestionKind::Money),
                ask("income_property", "财产净收入", QuestionKind::Money),
                ask("income_transfer", "转移净收入", QuestionKind::Money),
                ask("income_other", "其他收入", QuestionKind::Money),
                may_ask("rigid_medical", "自付医疗支出", QuestionKind::Money),
                may_ask("rigid_education", "教育支出", QuestionKind::Money),
            ],
        },
        Section {
            name: "property",
            title: "家庭财产",
            questions: &[
                ask("property_deposit", "存款、证券、基金等金融资产", QuestionKind::Money),
                ask("property_vehicles", "机动车数量", QuestionKind::Integer { min: 0, max: 20 }),
                ask("property_houses", "房产数量", QuestionKind::Integer { min: 0, max: 20 }),
                may_ask("property_machinery", "农机具、工商登记等", QuestionKind::Text { max_chars: 300 }),
            ],
        },
        Section {
            name: "housing",
            title: "住房",
            questions: &[
                ask("housing_tenure", "住房性质", TENURE),
                ask("housing_structure", "房屋结构", STRUCTURE),
                ask("housing_area", "建筑面积(平方米)", QuestionKind::Integer { min: 0, max: 2000 }),
            ],
        },
        Section {
            name: "living",
            title: "吃穿住用",
            questions: &[
                ask("living_food", "吃", LEVELS),
                ask("living_clothing", "穿", LEVELS),
                ask("living_housing", "住", LEVELS),
                ask("living_goods", "用", LEVELS),
                ask("abnormal", "异常情形", ABNORMAL),
                may_ask("abnormal_note", "异常说明", QuestionKind::Text { max_chars: 500 }),
            ],
        },
        Section {
            name: "conclusion",
            title: "结论与建议",
            questions: &[
                ask("related_filing", "是否为经办人员或村(居)干部近亲属", QuestionKind::YesNo),
                ask("conclusion", "申报情况是否属实", CONCLUSION),
                ask("proposal", "调查建议", PROPOSAL),
                ask("proposal_reason", "建议理由", QuestionKind::Text { max_chars: 500 }),
            ],
        },
    ],
};
