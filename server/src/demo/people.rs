//! Invented households: names, ages and relations that could be true, of nobody.

use std::collections::HashSet;

use jiff::civil::Date;
use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use ruhu_core::household::IdNumber;

const SURNAMES: [&str; 30] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "林", "罗", "高", "郑", "梁", "谢", "宋", "唐", "许", "邓", "冯", "韩", "欧阳",
];
const MEN: [&str; 24] = [
    "建国", "志强", "水生", "根发", "福贵", "长根", "大山", "金保", "火生", "细毛", "国华", "明亮", "春生",
    "有才", "德胜", "永福", "木林", "光明", "家旺", "冬根", "海龙", "文斌", "小勇", "俊杰",
];
const WOMEN: [&str; 24] = [
    "秀英", "桂花", "玉兰", "冬梅", "金凤", "翠莲", "美香", "春花", "菊香", "水莲", "荷花", "腊梅", "月娥",
    "小燕", "丽萍", "红英", "彩云", "兰香", "慧芳", "雪莲", "婷婷", "佳怡", "晓𬱖", "思琪",
];
const CAUSES: [&str; 6] = ["疾病", "残疾", "缺劳力", "因学", "灾害", "其他"];
const BANKS: [&str; 3] = ["江西农商银行", "农业银行", "邮储银行"];
/// Prefix of the invented accounts: a bank's range with digits that no bank gives out in full.
const ACCOUNT_PREFIX: &str = "622600";
/// The year in which the invented people live.
const YEAR: i16 = 2026;

/// One invented person.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) relation: &'static str,
    pub(super) number: String,
}

/// One invented household as a roster has it.
pub(super) struct Household {
    /// The head first.
    pub(super) people: Vec<Person>,
    pub(super) insured: usize,
    pub(super) class: &'static str,
    pub(super) cause: &'static str,
    pub(super) group: u8,
    pub(super) bank: &'static str,
    pub(super) account: String,
    /// Whole yuan a month.
    pub(super) grant: i64,
    pub(super) start: (i16, i8),
}

/// Most sequence numbers of one birthday in one county; each person gets its own.
const SEQUENCES: u32 = 999;

/// Invents households of one county, never the same number twice.
pub(super) struct Village<'r> {
    rng: &'r mut ChaCha8Rng,
    county: String,
    sequence: u32,
    given_out: HashSet<String>,
}

impl<'r> Village<'r> {
    pub(super) fn new(rng: &'r mut ChaCha8Rng, county: &str) -> Self {
        Self { rng, county: county.to_owned(), sequence: 0, given_out: HashSet::new() }
    }

    pub(super) fn household(&mut self, groups: u8) -> Household {
        let surname = self.pick(&SURNAMES);
        let man = self.rng.random_bool(0.6);
        let age = self.rng.random_range(38..88);
        let mut people = vec![self.person(surname, man, age, "本人")];
        if age < 80 && self.rng.random_bool(0.5) {
            let spouse = self.pick(&SURNAMES);
            people.push(self.person(spouse, !man, age - 2, "配偶"));
        }
        if age > 45 && self.rng.random_bool(0.45) {
            let son = self.rng.random_bool(0.5);
            people.push(self.person(surname, son, age - 26, if son { "子" } else { "女" }));
            if age > 62 && self.rng.random_bool(0.6) {
                let boy = self.rng.random_bool(0.5);
                people.push(self.person(surname, boy, age - 52, if boy { "孙子" } else { "孙女" }));
            }
        }
        let class = if age > 65 { "A" } else { self.pick(&["A", "B", "B", "C"]) };
        let insured = people.len();
        Household {
            insured,
            class,
            cause: self.pick(&CAUSES),
            group: self.rng.random_range(1..=groups),
            bank: self.pick(&BANKS),
            account: format!("{ACCOUNT_PREFIX}{:013}", self.rng.random_range(0..10_000_000_000_000_u64)),
            grant: self.rng.random_range(280..560) * i64::try_from(insured).unwrap_or(1),
            start: (self.rng.random_range(2012..=2025), self.rng.random_range(1..=12)),
            people,
        }
    }

    fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        from.choose(self.rng).copied().unwrap_or_default()
    }

    fn person(&mut self, surname: &str, man: bool, age: i16, relation: &'static str) -> Person {
        let given = if man { self.pick(&MEN) } else { self.pick(&WOMEN) };
        let birth = Date::new(YEAR - age, self.rng.random_range(1..=12), self.rng.random_range(1..=28));
        let number = birth.map(|birth| self.number(birth, man)).unwrap_or_default();
        Person { name: format!("{surname}{given}"), relation, number }
    }

    /// A number with the right check character, the one of eleven that the rule accepts; odd sequences are men's.
    fn number(&mut self, birth: Date, man: bool) -> String {
        let mut number = String::new();
        for _ in 0..SEQUENCES {
            self.sequence = (self.sequence + 2) % SEQUENCES;
            let sequence = (self.sequence & !1) | u32::from(man);
            let stem = format!("{}{}{sequence:03}", self.county, birth.strftime("%Y%m%d"));
            let mut checks = ('0'..='9').chain(['X']).map(|check| format!("{stem}{check}"));
            number = checks.find(|number| IdNumber::new(number).is_ok()).unwrap_or(stem);
            if self.given_out.insert(number.clone()) {
                break;
            }
        }
        number
    }
}
