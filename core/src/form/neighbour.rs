//! The neighbour interview (邻里访问调查表), after domain.md sections 3 and 4.

use super::checklist::{Checklist, Choice, Question, QuestionKind, Section};

const fn ask(name: &'static str, label: &'static str, kind: QuestionKind) -> Question {
    Question { name, label, kind, required: true }
}

const fn choice(name: &'static str, label: &'static str) -> Choice {
    Choice { name, label }
}

const ROLES: QuestionKind = QuestionKind::One(&[
    choice("neighbour", "邻居"),
    choice("group_leader", "组长"),
    choice("party_member", "党员"),
    choice("representative", "代表"),
    choice("village_cadre", "村干部"),
]);

const AGE_BANDS: QuestionKind = QuestionKind::One(&[
    choice("b", "19–50 岁"),
    choice("c", "51–70 岁"),
    choice("d", "71 岁以上"),
    choice("e", "未知"),
]);

const JOB_BANDS: QuestionKind = QuestionKind::One(&[
    choice("A", "管理"),
    choice("B", "工人"),
    choice("C", "职员"),
    choice("D", "商服"),
    choice("E", "个体"),
    choice("F", "务工"),
    choice("G", "务农"),
    choice("H", "其他"),
    choice("I", "未知"),
]);

const TIES: QuestionKind = QuestionKind::One(&[
    choice("none", "无"),
    choice("relative", "亲属"),
    choice("creditor", "债权债务"),
    choice("dispute", "有过纠纷"),
]);

const OVERALL: QuestionKind = QuestionKind::One(&[
    choice("poor", "困难"),
    choice("average", "一般"),
    choice("better", "较好"),
    choice("unknown", "不了解"),
]);

const KNOWN: QuestionKind =
    QuestionKind::One(&[choice("yes", "有"), choice("no", "没有"), choice("unknown", "不了解")]);

/// The neighbour interview. No age band below 19 is offered: minors are not interviewed (domain.md section 3).
pub static NEIGHBOUR_INTERVIEW: Checklist = Checklist {
    name: "neighbour_interview",
    title: "邻里访问调查表",
    sections: &[
        Section {
            name: "interviewee",
            title: "受访人",
            questions: &[
                ask("role", "受访人身份", ROLES),
                ask("age_band", "年龄段", AGE_BANDS),
                ask("job_band", "职业", JOB_BANDS),
                ask("tie", "与调查户的利害关系", TIES),
            ],
        },
        Section {
            name: "findings",
            title: "了解到的情况",
            questions: &[
                ask("residents", "常住人数", QuestionKind::Integer { min: 0, max: 30 }),
                ask("work", "主要收入来源", QuestionKind::Text { max_chars: 200 }),
                ask("vehicle_or_house", "在外是否有车辆、房产", KNOWN),
                ask("children_support", "子女是否赡养接济", KNOWN),
                ask("overall", "总体生活状况", OVERALL),
                Question {
                    name: "statement",
                    label: "其他反映",
                    kind: QuestionKind::Text { max_chars: 500 },
                    required: false,
                },
            ],
        },
    ],
};
