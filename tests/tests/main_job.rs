//! The main job, from the roster to the packs and the proof, as a newcomer runs it: `ruhu demo`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use ruhu_tests::server::{ruhu, ruhu_ok};
use serde_json::Value;

const HOUSEHOLDS: usize = 12;
/// Visits of the demo that are made up, and the share that gives them.
const DISHONEST: u64 = 5;
const SHARE: &str = "0.42";

/// One run of the demo serves all tests: it is the same for the same seed.
fn out() -> &'static Path {
    static OUT: OnceLock<PathBuf> = OnceLock::new();
    OUT.get_or_init(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("main-job");
        let _ = fs::remove_dir_all(&out);
        let count = HOUSEHOLDS.to_string();
        ruhu_ok(&[
            "demo",
            "--out",
            &out.to_string_lossy(),
            "--households",
            &count,
            "--phones",
            "3",
            "--dishonest",
            SHARE,
        ])
        .unwrap();
        out
    })
}

fn json(name: &str) -> Value {
    serde_json::from_slice(&fs::read(out().join(name)).unwrap()).unwrap()
}

fn pdf_text(name: &str) -> String {
    let output = Command::new("pdftotext").arg("-layout").arg(out().join(name)).arg("-").output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Text without the white space that a layout puts anywhere.
fn joined(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Every name, identity number and account of the roster, and every head's name, from the workbook itself.
struct RosterWords {
    heads: Vec<String>,
    numbers: Vec<String>,
    accounts: Vec<String>,
}

fn roster_words() -> RosterWords {
    use calamine::{Reader, open_workbook_auto};
    let mut workbook = open_workbook_auto(out().join("roster.xlsx")).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    let mut words = RosterWords { heads: Vec::new(), numbers: Vec::new(), accounts: Vec::new() };
    for row in range.rows().skip(4) {
        let cell = |column: usize| {
            let text = row.get(column).map(ToString::to_string).unwrap_or_default();
            text.chars()
                .map(|c| {
                    if ('\u{ff10}'..='\u{ff19}').contains(&c) {
                        char::from_u32(c as u32 - 0xfee0).unwrap()
                    } else {
                        c
                    }
                })
                .collect::<String>()
        };
        let filled = |text: String| (!text.is_empty()).then_some(text);
        words.heads.extend(filled(cell(1)));
        words.numbers.extend(filled(cell(2)).into_iter().chain(filled(cell(7))));
        words.accounts.extend(filled(cell(13)));
    }
    words
}

#[test]
fn the_summary_counts_every_record_once_and_all_are_complete() {
    let summary = json("summary.json");
    let count = |key: &str| summary[key].as_u64().unwrap();
    assert_eq!(count("households"), HOUSEHOLDS as u64);
    assert_eq!(count("visits"), HOUSEHOLDS as u64);
    assert_eq!(count("interviews"), 2 * HOUSEHOLDS as u64);
    assert_eq!(count("photos"), 4 * HOUSEHOLDS as u64);
    assert_eq!(count("sealed"), count("visits") + count("interviews") + count("attempts"));
    assert_eq!(count("complete"), count("sealed"));
    assert_eq!(count("quarantined"), 0);
    assert_eq!(summary["digests_equal"], Value::Bool(true));
    assert_eq!(count("sample_size"), 2, "ceil(0.10 x 12)");
    assert!(summary["pack_pages"]["participants"].as_u64().unwrap() >= HOUSEHOLDS as u64 + 6);
}

#[test]
fn every_made_up_visit_is_found_and_no_honest_one_accused() {
    let summary = json("summary.json");
    let findings = summary["findings"].as_array().unwrap();
    let all = |key: &str| findings.iter().map(|line| line[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!(
        (all("planted"), all("caught"), all("false_alarms")),
        (DISHONEST, DISHONEST, 0),
        "{findings:?}"
    );
    let reused = findings.iter().find(|line| line["code"] == "photo_reused").unwrap();
    assert_eq!(reused["planted"], 2, "the very files, and what a chat made of them");
}

#[test]
fn who_must_be_checked_is_listed_with_reasons_and_without_names() {
    let data = out().join("data").to_string_lossy().into_owned();
    let file = out().join("must-check.json").to_string_lossy().into_owned();
    let region = json("summary.json")["region"].as_str().unwrap().to_owned();
    let said =
        ruhu_ok(&["spot-check", "must-check", "--data", &data, "--region", &region, "--output", &file])
            .unwrap();
    let listed = json("must-check.json");
    let reasons: Vec<&Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|household| household["reasons"].as_array().unwrap())
        .collect();
    let doubts = reasons.iter().filter(|reason| reason["ground"] == "doubt").count() as u64;
    assert!(doubts >= DISHONEST, "{reasons:?}");
    for reason in &reasons {
        assert!(!reason["text"].as_str().unwrap().is_ascii(), "in Chinese: {reason}");
    }
    let (told, words) = (format!("{said}{listed}"), roster_words());
    assert!(!words.heads.iter().chain(&words.numbers).any(|word| told.contains(word.as_str())));
}

#[test]
fn the_import_report_says_what_was_not_trusted() {
    let report = json("import-report.json");
    assert_eq!(report["accepted"].as_array().unwrap().len(), HOUSEHOLDS);
    let rejected = report["rejected"].as_array().unwrap();
    assert!(!rejected.is_empty());
    for fault in rejected {
        assert!(fault["row"].as_u64().unwrap() > 4);
        assert!(!fault["message"].as_str().unwrap().is_ascii());
    }
}

#[test]
fn the_participants_pack_names_households_and_nothing_private() {
    let text = joined(&pdf_text("pack-participants.pdf"));
    let words = roster_words();
    let report = json("import-report.json");
    let accepted: Vec<u64> =
        report["accepted"].as_array().unwrap().iter().map(|line| line["no"].as_u64().unwrap()).collect();
    assert_eq!(accepted.len(), HOUSEHOLDS);
    let named = words.heads.iter().filter(|name| text.contains(name.as_str())).count();
    assert!(named >= HOUSEHOLDS, "{named} heads named");
    for number in words.numbers.iter().chain(&words.accounts) {
        assert!(!text.contains(number.as_str()), "a full number is printed");
        let tail = &number[number.len() - 4..];
        let birth = number.get(6..14).unwrap_or(number);
        assert!(!text.contains(birth), "part of a number is printed");
        assert!(!text.contains(&format!("*{tail}")), "a masked number is printed");
    }
    for surname in ["曾", "汪", "祝", "詹"] {
        for nth in ["三", "五", "六"] {
            assert!(!text.contains(&format!("{surname}老{nth}")), "an interviewee is named");
        }
    }
    let organiser = joined(&pdf_text("pack-organiser.pdf"));
    assert!(organiser.contains("********"), "the organiser sees masked numbers");
    assert!(!words.numbers.iter().any(|number| organiser.contains(number.as_str())));
}

#[test]
fn no_page_of_the_packs_is_left_to_a_single_line() {
    // Two of them stand at the head and the foot of every page.
    let fewest = 4;
    for pack in ["pack-organiser.pdf", "pack-participants.pdf"] {
        let text = pdf_text(pack);
        let (pages, _) = text.rsplit_once('\u{c}').unwrap();
        for (at, page) in pages.split('\u{c}').enumerate() {
            let lines = page.lines().filter(|line| !line.trim().is_empty()).count();
            assert!(lines >= fewest, "{pack}, page {}: {page}", at + 1);
        }
    }
}

#[test]
fn both_forms_of_the_county_end_in_the_pack() {
    let summary = json("summary.json");
    let by_form: Vec<(String, u64)> = summary["visits_by_form"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(form, visits)| (form.clone(), visits.as_u64().unwrap()))
        .collect();
    let mut counts: Vec<u64> = by_form.iter().map(|(_, visits)| *visits).collect();
    counts.sort_unstable();
    // Three phones had a visit under way when the form was changed.
    assert_eq!(counts, [3, HOUSEHOLDS as u64 - 3]);
    assert!(by_form.iter().all(|(form, _)| form.starts_with("home_visit@")));
    for pack in ["pack-organiser.pdf", "pack-participants.pdf"] {
        let asked = joined(&pdf_text(pack)).matches("炊事取暖主要用什么").count();
        assert_eq!(asked, HOUSEHOLDS - 3, "{pack}: the question that the county added");
    }
    let data = out().join("data").to_string_lossy().into_owned();
    let listed = ruhu_ok(&["form", "list", "--data", &data]).unwrap();
    for (form, _) in by_form {
        assert!(listed.contains(&form), "{listed}");
    }
    assert_eq!(listed.matches("停用").count(), 1, "{listed}");
}

#[test]
fn a_sealed_record_is_told_as_text_table_and_json() {
    let data = out().join("data").to_string_lossy().into_owned();
    let household =
        json("spot-check.json")["lines"][0].as_str().unwrap().split(',').next().unwrap().to_owned();
    let told = |format: &str| {
        ruhu_ok(&[
            "form",
            "answers",
            "--data",
            &data,
            "--household",
            &household,
            "--format",
            format,
            "--reason",
            "核对填写",
        ])
        .unwrap()
    };
    let text = told("text");
    for part in ["入户调查", "邻里走访", "【结论与建议】", "调查建议：", "元"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let csv = told("csv");
    assert!(csv.starts_with("\u{feff}记录,类别,户"), "{csv}");
    let rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes()).into_records().count();
    let records: Value = serde_json::from_str(&told("json")).unwrap();
    let answers: usize =
        records.as_array().unwrap().iter().map(|record| record["answers"].as_array().unwrap().len()).sum();
    assert_eq!(rows, answers);
    assert!(answers > 40, "{answers}");
    let refused =
        ruhu(&["form", "answers", "--data", &data, "--household", &household, "--reason", " "]).unwrap();
    assert!(!refused.status.success());
}

#[test]
fn the_proof_is_accepted_and_any_changed_character_refused() {
    let path = out().join("spot-check.json");
    let proof = fs::read_to_string(&path).unwrap();
    assert!(ruhu_ok(&["spot-check", "verify", &path.to_string_lossy()]).unwrap().contains("证明有效"));
    let parsed: Value = serde_json::from_str(&proof).unwrap();
    let stratum = parsed["strata"].as_object().unwrap().values().next().unwrap().clone();
    let mut texts: Vec<String> =
        parsed["lines"].as_array().unwrap().iter().map(|l| l.as_str().unwrap().to_owned()).collect();
    texts.truncate(3);
    texts.extend(parsed["sources"].as_array().unwrap().iter().map(|s| s["hex"].as_str().unwrap().to_owned()));
    texts.extend(stratum["sample"].as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()));
    for text in texts {
        let last = text.chars().last().unwrap();
        let other = if last == '0' { '1' } else { '0' };
        let spoiled = format!("{}{other}", &text[..text.len() - last.len_utf8()]);
        // A sampled id stands in its line too; spoil the last place it stands in.
        let at = proof.rfind(&text).unwrap();
        let changed = format!("{}{spoiled}{}", &proof[..at], &proof[at + text.len()..]);
        let file = out().join("spoiled.json");
        fs::write(&file, changed).unwrap();
        let output = ruhu(&["spot-check", "verify", &file.to_string_lossy()]).unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "accepted after a change of {text}");
        assert_eq!(said.trim().lines().count(), 1, "one clear line: {said}");
    }
}

#[test]
fn a_phones_folder_shows_nothing_in_clear() {
    let words = roster_words();
    let mut needles: Vec<Vec<u8>> =
        words.heads.iter().chain(&words.numbers).map(|w| w.clone().into_bytes()).collect();
    needles.extend(["陈建国", "继续保障", "home_visit", "SQLite format 3"].map(|w| w.as_bytes().to_vec()));
    needles.push(vec![0xff, 0xd8, 0xff, 0xe0]);
    needles.push(vec![0xff, 0xd8, 0xff, 0xe1]);
    needles.push(vec![0xff, 0xd8, 0xff, 0xdb]);
    let mut files = 0;
    let mut folders = vec![out().join("phones")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = fs::read(&path).unwrap();
            for needle in &needles {
                // Three bytes of a JPEG header do turn up by chance in megabytes of noise; four at the start do not.
                let found = if needle.first() == Some(&0xff) {
                    bytes.starts_with(needle)
                } else {
                    bytes.windows(needle.len()).any(|window| window == needle.as_slice())
                };
                assert!(!found, "{} holds something in clear", path.display());
            }
        }
    }
    assert!(files > 3 * HOUSEHOLDS, "{files} files looked at");
}

#[test]
fn the_demo_does_not_touch_a_folder_that_is_not_its_own() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("letter.txt"), "keep me").unwrap();
    let output = ruhu(&["demo", "--out", &dir.path().to_string_lossy()]).unwrap();
    assert!(!output.status.success());
    assert_eq!(fs::read_to_string(dir.path().join("letter.txt")).unwrap(), "keep me");
}
