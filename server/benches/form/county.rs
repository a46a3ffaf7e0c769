//! The form that is measured: a county's survey of 1,000 questions with 300 calculations, made by number.
//!
//! Fifty sections of twenty questions and six calculations. Two sections are repeats. The last calculation of a section
//! adds to that of the section before, so that an answer at the beginning reaches to the end.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub(crate) const QUESTIONS: usize = 1_000;
pub(crate) const CALCULATIONS: usize = 300;
const SECTIONS: usize = 50;
const SEED: u64 = 20_260_910;

/// The section that people repeat, and how often they do.
pub(crate) const REPEAT: usize = 10;
pub(crate) const INSTANCES: u32 = 3;
/// The section that is repeated as often as an answer of the section before says.
pub(crate) const COUNTED: usize = 35;
/// That answer.
pub(crate) const COUNTER: &str = "s34_people";

const HEADINGS: [&str; 14] = [
    "type",
    "name",
    "label::中文(zh)",
    "label::English (en)",
    "required",
    "relevant",
    "constraint",
    "constraint_message::中文(zh)",
    "constraint_message::English (en)",
    "choice_filter",
    "calculation",
    "repeat_count",
    "parameters",
    "appearance",
];

/// A sheet as rows of cells, the first with the headings.
pub(crate) type Rows = Vec<Vec<String>>;

/// The sheets of the form, by name.
pub(crate) fn sheets() -> Vec<(&'static str, Rows)> {
    let settings = [["form_id", "form_title", "default_language"], ["county", "全县大调查", "中文(zh)"]];
    let settings = settings.iter().map(|row| row.iter().copied().map(str::to_owned).collect()).collect();
    vec![("survey", survey()), ("choices", choices()), ("settings", settings)]
}

fn survey() -> Rows {
    let mut sheet =
        Survey { rows: Vec::new(), rng: ChaCha8Rng::seed_from_u64(SEED), section: 0, counted: [0; 2] };
    sheet.rows.push(HEADINGS.map(str::to_owned).to_vec());
    for section in 1..=SECTIONS {
        sheet.section = section;
        sheet.section();
    }
    assert_eq!(sheet.counted, [QUESTIONS, CALCULATIONS], "the form is not what it is called");
    sheet.rows
}

struct Survey {
    rows: Rows,
    rng: ChaCha8Rng,
    section: usize,
    /// Questions and calculations so far.
    counted: [usize; 2],
}

impl Survey {
    fn section(&mut self) {
        let own = self.section;
        let count = format!("${{{COUNTER}}}");
        let (kind, columns) = match own {
            REPEAT => ("repeat", vec![]),
            COUNTED => ("repeat", vec![("repeat_count", count)]),
            _ if own.is_multiple_of(5) => ("group", vec![("relevant", self.gate())]),
            _ => ("group", vec![]),
        };
        let heading = format!("第 {own} 部分");
        let columns: Vec<(&str, &str)> = columns.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.put(&format!("begin_{kind}"), &format!("s{own:02}"), &heading, &columns);
        self.people();
        self.places();
        self.things();
        self.calculations();
        self.put(&format!("end_{kind}"), "", "", &[]);
    }

    /// A rule on the first question of some section before this one that is no repeat.
    fn gate(&mut self) -> String {
        let earlier = match self.rng.random_range(1..self.section.max(2)) {
            REPEAT | COUNTED => 1,
            earlier => earlier,
        };
        format!("${{s{earlier:02}_ask}} = 'yes'")
    }

    fn people(&mut self) {
        let most = self.rng.random_range(10..30);
        let at_most = format!(". >= 0 and . <= {most}");
        self.ask("select_one yes_no", "ask", "是否有此情况", &[("required", "yes")]);
        self.ask("integer", "people", "人数", &[("constraint", &at_most)]);
        let rule = self.own(". >= 0 and . <= ${people}");
        let relevant = self.own("${ask} = 'yes'");
        self.ask("integer", "workers", "劳动力人数", &[("constraint", &rule), ("relevant", &relevant)]);
        self.ask(
            "decimal",
            "wage",
            "工资性收入",
            &[("appearance", "money"), ("constraint", ". >= 0"), ("required", &relevant)],
        );
        let relevant = self.own("${people} > 2");
        self.ask(
            "decimal",
            "trade",
            "经营净收入",
            &[("appearance", "money"), ("constraint", ". >= 0"), ("relevant", &relevant)],
        );
        let most = self.rng.random_range(100..1_000);
        let rule = format!(". >= 0 and . <= {most}");
        self.ask("decimal", "land", "土地面积（亩）", &[("constraint", &rule)]);
        self.ask("text", "work", "从事工作", &[("constraint", "string-length(.) <= 200")]);
        self.ask("text", "phone", "联系电话", &[("constraint", "regex(., '^1[0-9]{10}$')")]);
    }

    fn places(&mut self) {
        self.ask("select_one county", "county", "县", &[]);
        let filter = self.own("county = ${county}");
        self.ask("select_one town", "town", "乡镇", &[("choice_filter", &filter)]);
        let filter = self.own("town = ${town}");
        self.ask("select_one village", "village", "村", &[("choice_filter", &filter)]);
    }

    fn things(&mut self) {
        self.ask("select_multiple asset", "asset", "家庭财产", &[]);
        let relevant = self.own("selected(${asset}, 'car')");
        self.ask("integer", "cars", "车辆数", &[("relevant", &relevant), ("constraint", ". > 0 and . < 10")]);
        self.ask("date", "born", "出生日期", &[("constraint", ". <= today()")]);
        let (rule, relevant) = (self.own(". >= ${born}"), self.own("${born} != ''"));
        self.ask("date", "moved", "迁入日期", &[("constraint", &rule), ("relevant", &relevant)]);
        let rule = self.own(". <= ${people}");
        self.ask("integer", "ill", "患病人数", &[("constraint", &rule)]);
        self.ask("range", "view", "生活状况评分", &[("parameters", "start=0 end=10 step=1")]);
        self.ask("acknowledge", "told", "已告知政策", &[]);
        let relevant = self.gate();
        self.ask(
            "decimal",
            "debt",
            "负债",
            &[("appearance", "money"), ("relevant", &relevant), ("constraint", ". >= 0")],
        );
        let relevant = self.own("${told} = 'OK'");
        self.ask("text", "remark", "备注：人均 ${each} 元", &[("relevant", &relevant)]);
    }

    fn calculations(&mut self) {
        let before = match self.section {
            1 => "0".to_owned(),
            // What stands in a repeat is seen from outside as a set.
            own if own == REPEAT + 1 || own == COUNTED + 1 => {
                format!("coalesce(${{s{:02}_total}}, 0) + sum(${{s{:02}_total}})", own - 2, own - 1)
            }
            REPEAT | COUNTED => "0".to_owned(),
            own => format!("coalesce(${{s{:02}_total}}, 0)", own - 1),
        };
        let total = format!("{before} + ${{income}} + ${{goods}} - coalesce(${{debt}}, 0)");
        for (name, rule) in [
            ("heads", "coalesce(${people}, 0) + coalesce(${ill}, 0) - coalesce(${workers}, 0)"),
            ("income", "coalesce(${wage}, 0) + coalesce(${trade}, 0) + coalesce(${land}, 0) * 12"),
            ("each", "if(${heads} > 0, round(${income} div ${heads}, 2), 0)"),
            (
                "goods",
                "count-selected(${asset}) * 10 + if(selected(${asset}, 'car'), 100 * coalesce(${cars}, 1), 0)",
            ),
            ("place", "concat(${county}, '/', ${town}, '/', ${village}, '/', string-length(${work}))"),
            ("total", &total),
        ] {
            let (name, rule) = (format!("s{:02}_{name}", self.section), self.own(rule));
            self.put("calculate", &name, "", &[("calculation", &rule)]);
            self.counted[1] += 1;
        }
    }

    /// A rule with the names of this section.
    fn own(&self, rule: &str) -> String {
        let parts: Vec<String> = rule
            .split("${")
            .enumerate()
            .map(|(at, part)| match at {
                0 => part.to_owned(),
                _ if part.starts_with('s') && part.get(3..4) == Some("_") => {
                    format!("${{{part}")
                }
                _ => format!("${{s{:02}_{part}", self.section),
            })
            .collect();
        parts.concat()
    }

    fn ask(&mut self, kind: &str, name: &str, label: &str, columns: &[(&str, &str)]) {
        let (name, label) = (format!("s{:02}_{name}", self.section), self.own(label));
        self.put(kind, &name, &label, columns);
        self.counted[0] += 1;
    }

    fn put(&mut self, kind: &str, name: &str, label: &str, columns: &[(&str, &str)]) {
        let english = if label.is_empty() { String::new() } else { format!("{name}: {label}") };
        let constrained = columns.iter().any(|(column, _)| *column == "constraint");
        let row = HEADINGS.map(|heading| match heading {
            "type" => kind.to_owned(),
            "name" => name.to_owned(),
            "label::中文(zh)" => label.to_owned(),
            "label::English (en)" => english.clone(),
            "constraint_message::中文(zh)" if constrained => "请核对后重新填写".to_owned(),
            "constraint_message::English (en)" if constrained => "Look again".to_owned(),
            _ => columns
                .iter()
                .find(|(column, _)| *column == heading)
                .map(|(_, text)| (*text).to_owned())
                .unwrap_or_default(),
        });
        self.rows.push(row.to_vec());
    }
}

/// Ten counties of ten towns of ten villages, and the short lists.
fn choices() -> Rows {
    let mut rows: Rows = Vec::new();
    let mut put = |cells: [&str; 6]| rows.push(cells.map(str::to_owned).to_vec());
    put(["list_name", "name", "label::中文(zh)", "label::English (en)", "county", "town"]);
    put(["yes_no", "yes", "是", "Yes", "", ""]);
    put(["yes_no", "no", "否", "No", "", ""]);
    for (name, label) in [("car", "汽车"), ("tractor", "拖拉机"), ("shop", "门面"), ("house", "房屋")]
    {
        put(["asset", name, label, name, "", ""]);
    }
    for number in 0..1_110 {
        let (county, town, village) = match number {
            0..10 => (number, None, None),
            10..110 => ((number - 10) / 10, Some(number - 10), None),
            _ => ((number - 110) / 100, Some((number - 110) / 10), Some(number - 110)),
        };
        let (county, town) = (format!("c{county}"), town.map(|town| format!("t{town}")).unwrap_or_default());
        match village {
            Some(village) => {
                let name = format!("v{village}");
                put(["village", &name, &format!("{village} 村"), &name, &county, &town]);
            }
            None if town.is_empty() => put(["county", &county, &format!("{county} 县"), &county, "", ""]),
            None => put(["town", &town, &format!("{town} 镇"), &town, &county, ""]),
        }
    }
    rows
}
