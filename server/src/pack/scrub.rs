//! Blanking of numbers and words in free text, and masking of identity numbers.

use super::content::PrivateWord;

/// What stands where something was blanked out.
pub const BLANKED: &str = "〔已隐去〕";

/// Digits in a row from which a number counts as an identity, phone or account number.
pub const MIN_PRIVATE_DIGITS: usize = 7;

/// Digits in a row from which a number counts as an identity or account number even for the organiser.
const MIN_LONG_NUMBER: usize = 14;
const LONG_NUMBER_MASK: &str = "********";

/// Shortest private word that is looked for: a single character would blank half a sentence.
const MIN_WORD_CHARS: usize = 2;

/// Characters of an identity number that stay visible at its start and at its end.
const VISIBLE_START: usize = 6;
const VISIBLE_END: usize = 4;

/// `110105********002X`: the region and the last four characters stay, as offices print it.
///
/// A number too short for that keeps its last character alone; a number that came masked stays as it is.
#[must_use]
pub fn mask_identity(number: &str) -> String {
    let chars: Vec<char> = number.trim().chars().collect();
    let (start, end) =
        if chars.len() > VISIBLE_START + VISIBLE_END { (VISIBLE_START, VISIBLE_END) } else { (0, 1) };
    let last = chars.len().saturating_sub(end);
    chars.iter().enumerate().map(|(i, c)| if i < start || i >= last { *c } else { '*' }).collect()
}

/// Blanks every one of `words` in `text`.
#[must_use]
pub fn blank_words<'a>(text: &str, words: impl IntoIterator<Item = &'a PrivateWord>) -> String {
    let mut words: Vec<&str> = words
        .into_iter()
        .map(|word| word.0.trim())
        .filter(|word| word.chars().count() >= MIN_WORD_CHARS)
        .collect();
    // Longest first, so that a name inside a longer name does not leave the longer one's rest behind.
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    words.into_iter().fold(text.to_owned(), |text, word| text.replace(word, BLANKED))
}

/// Terms of health that participants do not read, whoever wrote them into a remark.
const HEALTH_TERMS: [&str; 58] = [
    "尿毒症",
    "透析",
    "癌",
    "肿瘤",
    "白血病",
    "化疗",
    "放疗",
    "糖尿病",
    "高血压",
    "高血脂",
    "心脏病",
    "冠心病",
    "心梗",
    "脑梗",
    "脑溢血",
    "脑出血",
    "中风",
    "偏瘫",
    "瘫痪",
    "肝炎",
    "肝硬化",
    "乙肝",
    "肺结核",
    "尘肺",
    "哮喘",
    "肾衰竭",
    "肾病",
    "胃病",
    "精神分裂",
    "精神病",
    "精神障碍",
    "抑郁",
    "智力残疾",
    "精神残疾",
    "肢体残疾",
    "视力残疾",
    "听力残疾",
    "言语残疾",
    "多重残疾",
    "智力障碍",
    "智障",
    "痴呆",
    "帕金森",
    "癫痫",
    "艾滋",
    "梅毒",
    "吸毒",
    "红斑狼疮",
    "类风湿",
    "骨折",
    "截肢",
    "失明",
    "失聪",
    "聋哑",
    "侏儒",
    "孕",
    "流产",
    "手术",
];
/// Words after which a diagnosis follows up to the next mark.
const DIAGNOSIS_FOLLOWS: [&str; 5] = ["身患", "患有", "确诊", "诊断为", "患"];
/// Most characters of a diagnosis.
const MAX_DIAGNOSIS_CHARS: usize = 20;

/// Blanks terms of health and whatever a sentence says somebody suffers from.
///
/// A second lock and no promise: a remark can describe an illness in words that no list has. What the caller knows
/// to be private belongs into [`HouseholdSheet::organiser_only`](super::content::HouseholdSheet::organiser_only).
#[must_use]
pub fn blank_health(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, word)) = first_of(rest, &DIAGNOSIS_FOLLOWS) {
        let (before, tail) = rest.split_at_checked(at + word.len()).unwrap_or((rest, ""));
        let diagnosis: usize = tail
            .chars()
            .take(MAX_DIAGNOSIS_CHARS)
            .take_while(|c| !ends_diagnosis(*c))
            .map(char::len_utf8)
            .sum();
        out.push_str(before);
        if diagnosis > 0 {
            out.push_str(BLANKED);
        }
        rest = tail.get(diagnosis..).unwrap_or_default();
    }
    out.push_str(rest);
    HEALTH_TERMS.into_iter().fold(out, |text, term| text.replace(term, BLANKED))
}

fn first_of<'a>(text: &str, words: &[&'a str]) -> Option<(usize, &'a str)> {
    words
        .iter()
        .filter_map(|word| text.find(word).map(|at| (at, *word)))
        .min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())))
}

fn ends_diagnosis(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || "\u{ff0c}。\u{ff1b}\u{ff1a}\u{ff08}\u{ff09}、\u{ff01}\u{ff1f}〔".contains(c)
}

/// Masks runs of digits as long as an identity or account number, all but the last four characters. Shorter ones,
/// phone numbers among them, stay: the organiser needs them.
#[must_use]
pub fn mask_long_numbers(text: &str) -> String {
    change_numbers(text, |digits| {
        let long = digits.iter().filter(|c| counts(**c)).count() >= MIN_LONG_NUMBER;
        long.then(|| {
            let start = digits.len().saturating_sub(VISIBLE_END);
            let last: String = digits.iter().skip(start).collect();
            format!("{LONG_NUMBER_MASK}{last}")
        })
    })
}

/// Blanks every run of digits that may be an identity, phone or account number.
///
/// Digits count in every script in which offices type them: ASCII, full-width and Chinese. Single blanks, hyphens
/// and mask stars inside a run do not end it. Dates such as `2026-09-03` stay.
#[must_use]
pub fn blank_numbers(text: &str) -> String {
    change_numbers(text, |digits| {
        let private = digits.iter().filter(|c| counts(**c)).count() >= MIN_PRIVATE_DIGITS;
        private.then(|| BLANKED.to_owned())
    })
}

/// Replaces every run of digits for which `change` gives something else.
fn change_numbers(text: &str, change: impl Fn(&[char]) -> Option<String>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = chars.as_slice();
    while let Some((&first, after)) = rest.split_first() {
        let date = date_len(rest);
        let run = run_len(rest);
        if let Some((kept, tail)) = rest.split_at_checked(date).filter(|_| date > 0) {
            out.extend(kept);
            rest = tail;
        } else if let Some((digits, tail)) = rest.split_at_checked(run).filter(|_| run > 0) {
            match change(digits) {
                Some(changed) => out.push_str(&changed),
                None => out.extend(digits),
            }
            rest = tail;
        } else {
            out.push(first);
            rest = after;
        }
    }
    out
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&c) || "〇零一二三四五六七八九".contains(c)
}

fn is_star(c: char) -> bool {
    matches!(c, '*' | '\u{ff0a}' | '×' | '\u{2022}')
}

fn counts(c: char) -> bool {
    is_digit(c) || is_star(c)
}

fn joins(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{3000}' | '-' | '\u{2010}'
            ..='\u{2015}' | '\u{ff0d}' | '_' | '/' | '·' | '.' | '\u{ff0e}'
    )
}

/// Length of the run of digits at the start of `chars`, 0 when there is none.
fn run_len(chars: &[char]) -> usize {
    let mut end = 0;
    let mut gap = 0;
    for (i, &c) in chars.iter().enumerate() {
        if counts(c) {
            end = i + 1;
            gap = 0;
        } else if end > 0 && gap == 0 && joins(c) && !is_decimal_point(chars, i) {
            gap = 1;
        } else {
            break;
        }
    }
    // The check character of an identity number belongs to it.
    let check = chars.get(end).is_some_and(|c| matches!(c, 'X' | 'x' | '\u{ff38}' | '\u{ff58}'));
    if end > 0 && check { end + 1 } else { end }
}

/// A dot before exactly two digits is the decimal point of an amount: what follows is fen, not more number.
fn is_decimal_point(chars: &[char], at: usize) -> bool {
    let digit = |offset: usize| chars.get(at + offset).is_some_and(char::is_ascii_digit);
    chars.get(at) == Some(&'.') && digit(1) && digit(2) && !digit(3)
}

/// Length of a date `2026-09-03` or `2026/9/3` at the start of `chars`, 0 when there is none.
fn date_len(chars: &[char]) -> usize {
    let digits = |from: usize| chars.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
    let year = digits(0);
    let separator = chars.get(year).copied();
    if year != 4
        || !matches!(separator, Some('-' | '/' | '.'))
        || !matches!(chars, ['1' | '2', '9' | '0', ..])
    {
        return 0;
    }
    let month = digits(year + 1);
    let second = year + 1 + month;
    let day = digits(second + 1);
    if (1..=2).contains(&month) && (1..=2).contains(&day) && chars.get(second).copied() == separator {
        second + 1 + day
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_keep_their_region_and_last_four() {
        assert_eq!(mask_identity("11010519491231002X"), "110105********002X");
        assert_eq!(mask_identity("110105********002X"), "110105********002X");
        assert_eq!(mask_identity("110105491231002"), "110105*****1002");
        assert_eq!(mask_identity("12345"), "****5");
        assert_eq!(mask_identity(""), "");
    }

    #[test]
    fn numbers_that_may_be_private_are_blanked_however_they_are_typed() {
        for private in [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "138****5678",
            "11010519491231002X",
            "110105********002x",
            "6222 0212 3456 7890 123",
            "0793\u{2014}8765432",
            "\u{ff11}\u{ff13}\u{ff18}\u{ff10}\u{ff10}\u{ff11}\u{ff13}\u{ff18}\u{ff10}\u{ff10}\u{ff10}",
            "一三八零零一三八〇〇〇",
            "6222.0212.3456.7890",
        ] {
            assert_eq!(
                blank_numbers(&format!("电话{private}，属实")),
                format!("电话{BLANKED}，属实"),
                "{private}"
            );
        }
    }

    #[test]
    fn health_is_blanked_by_term_and_by_sentence() {
        for (written, printed) in [
            ("户主长期患尿毒症，每周透析三次", "户主长期患〔已隐去〕，每周〔已隐去〕三次"),
            ("妻子身患某种怪病。家中无劳力", "妻子身患〔已隐去〕。家中无劳力"),
            ("曾因脑梗住院", "曾因〔已隐去〕住院"),
            ("患", "患"),
            ("务农为生", "务农为生"),
        ] {
            assert_eq!(blank_health(written), printed);
        }
    }

    #[test]
    fn the_organiser_reads_phones_but_no_whole_account_or_identity_number() {
        assert_eq!(mask_long_numbers("打入6228480402564890018"), "打入********0018");
        assert_eq!(mask_long_numbers("证号11010519491231002X"), "证号********002X");
        assert_eq!(mask_long_numbers("电话13900001234"), "电话13900001234");
        assert_eq!(mask_long_numbers("2026-09-03 3200.00"), "2026-09-03 3200.00");
    }

    #[test]
    fn amounts_dates_and_counts_stay() {
        for plain in [
            "2026-09-03 10:20 到家",
            "2026/9/3",
            "月补差 410.00 元",
            "存款123456.78元",
            "3 人，2019年3月起",
            "二〇二六年九月",
            "",
        ] {
            assert_eq!(blank_numbers(plain), plain);
        }
    }

    #[test]
    fn private_words_are_blanked_longest_first() {
        let words = ["王五".to_owned(), "王五六".to_owned(), "病".to_owned()].map(PrivateWord);
        assert_eq!(blank_words("王五六与王五同去，因病", &words), "〔已隐去〕与〔已隐去〕同去，因病");
    }

    proptest::proptest! {
        #[test]
        fn no_run_of_private_length_survives(text in "[0-9]{1,30}|[0-9 *X\\-.]{0,40}|\\PC{0,40}") {
            let blanked = blank_numbers(&text);
            let mut longest = 0;
            let mut run = 0;
            for c in blanked.chars() {
                run = if c.is_ascii_digit() { run + 1 } else { 0 };
                longest = longest.max(run);
            }
            proptest::prop_assert!(longest < MIN_PRIVATE_DIGITS);
        }
    }
}
