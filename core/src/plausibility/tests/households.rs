//! What households answer: a checklist of forty-six questions, most of them alike in most families.

use super::dice::Dice;
use crate::{
    form::{Answer, AnswerKey, Answers},
    money::Fen,
};

const CHOICES: i64 = 24;
const REMARKS: [&str; 6] = [
    "户主年老多病，靠养老金和低保金生活",
    "子女外出务工，老人独自居住",
    "房屋为二十年前所建，屋内简陋",
    "家中无存粮，口粮向邻居购买",
    "家电只有电视机一台和旧冰箱",
    "与花名册所列情况基本一致",
];

fn key(name: &str) -> AnswerKey {
    AnswerKey::new(name).unwrap()
}

/// An honest family's answers.
pub(super) fn answers(dice: &mut Dice) -> Answers {
    let mut answers = Answers::new();
    let mut put = |name: &str, answer: Answer| answers.insert(key(name), answer);
    for number in 0..CHOICES {
        let choice = if dice.happens(0.8) { "a" } else { *dice.one_of(&["b", "c", "d"]) };
        put(&format!("choice_{number}"), Answer::One(choice.to_owned()));
    }
    let members = dice.whole(1, 6);
    put("members_confirmed", Answer::Integer(members));
    for member in 0..members.min(4) {
        put(&format!("age_{member}"), Answer::Integer(dice.whole(3, 88)));
    }
    put("house_area", Answer::Integer(dice.whole(4, 14) * 10));
    // The basic pension and the subsidy for a field are the same for everybody.
    put("income_pension", money(dice, 0.7, (1, 2), 196_800));
    put("income_subsidy", Answer::Money(Fen(members * 12_500)));
    put("income_wage", money(dice, 0.5, (10, 500), 10_000));
    put("income_business", money(dice, 0.3, (5, 200), 10_000));
    put("income_property", money(dice, 0.15, (1, 60), 10_000));
    put("income_transfer", money(dice, 0.6, (2, 100), 10_000));
    put("rigid_medical", money(dice, 0.6, (1, 300), 10_000));
    put("rigid_education", money(dice, 0.3, (1, 120), 10_000));
    put("rigid_other", money(dice, 0.2, (1, 40), 10_000));
    put("utility_cost", money(dice, 0.9, (20, 160), 100));
    put("property_deposit", money(dice, 0.4, (1, 30), 100_000));
    put("address_group", Answer::Text(format!("大源镇石桥村第{}组", dice.whole(1, 9))));
    put("visit_day", Answer::Text("2026-09-14".to_owned()));
    let remark = *dice.one_of(&REMARKS);
    let own = if dice.happens(0.5) { format!("，户编{}", dice.whole(1, 400)) } else { String::new() };
    put("remark", Answer::Text(format!("{remark}{own}")));
    answers
}

fn money(dice: &mut Dice, chance: f64, (least, most): (i64, i64), unit: i64) -> Answer {
    let amount = if dice.happens(chance) { dice.whole(least, most) * unit } else { 0 };
    Answer::Money(Fen(amount))
}

/// Somebody else's answers with a few of them changed, so that they do not look it.
pub(super) fn retouched(answers: &Answers, changes: i64, dice: &mut Dice) -> Answers {
    let mut copy = answers.clone();
    for _ in 0..changes {
        let names: Vec<&AnswerKey> = answers.keys().collect();
        let name = (*dice.one_of(&names)).clone();
        let another = match copy.get(&name) {
            Some(Answer::Money(Fen(amount))) => Answer::Money(Fen(amount + 10_000)),
            Some(Answer::Integer(number)) => Answer::Integer(number + 1),
            Some(other) => other.clone(),
            None => continue,
        };
        copy.insert(name, another);
    }
    copy
}
