//! The register of close relatives (近亲属备案), from the file of an office to the list of households that must be checked.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;

use ruhu_tests::{
    day::TEAM,
    server::{ruhu, ruhu_ok},
    site::{Site, VILLAGE},
};
use serde_json::Value;

/// The example of GB 11643, and the same person's number of before 1999.
const NUMBER: &str = "11010519491231002X";
const OLD_NUMBER: &str = "110105491231002";
/// Nobody of the roster.
const STRANGER: &str = "110101199003071233";

/// Imports rows below the heading and gives what was printed and the report.
fn import(site: &Site, rows: &str) -> (bool, String, Value) {
    let (file, report) = (site.dir().join("登记.csv"), site.dir().join("report.json"));
    fs::write(&file, format!("备案人姓名,近亲属身份证号码,与备案人关系\n{rows}")).unwrap();
    let [file, report, data] = [file, report, site.data().to_owned()].map(|path| path.display().to_string());
    let answer = ruhu(&["relatives", "import", &file, "--data", &data, "--report", &report]).unwrap();
    let said = String::from_utf8(answer.stdout).unwrap();
    let report = fs::read_to_string(report).unwrap();
    for told in [&said, &report] {
        let names = TEAM.iter().any(|name| told.contains(name));
        assert!(!told.contains(NUMBER) && !told.contains(STRANGER) && !names, "no number, no name: {told}");
    }
    (answer.status.success(), said, serde_json::from_str(&report).unwrap())
}

/// The reasons for which the households of the village must be checked, by household.
fn reasons(site: &Site) -> Vec<(String, Vec<String>)> {
    let data = site.data().display().to_string();
    let file = site.dir().join("must-check.json").display().to_string();
    ruhu_ok(&["spot-check", "must-check", "--data", &data, "--region", VILLAGE, "--output", &file]).unwrap();
    let listed: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let of = |household: &Value| {
        let reasons = household["reasons"].as_array().unwrap();
        let texts = reasons.iter().map(|reason| reason["text"].as_str().unwrap().to_owned());
        (household["household"].as_str().unwrap().to_owned(), texts.collect())
    };
    listed.as_array().unwrap().iter().map(of).collect()
}

#[test]
fn a_registered_household_must_be_checked_and_a_surveyor_who_filed_it_is_told_of() {
    let site = Site::visited(2);
    let (first, second) = (site.households[0].to_string(), site.households[1].to_string());
    // The roster has the old number; the register has the new one.
    site.give_number(&site.households[0], OLD_NUMBER);
    site.give_number(&site.households[1], "110101199003070011");
    let told = |texts: &[String], part: &str| texts.iter().any(|text| text.contains(part));
    let of = |all: &[(String, Vec<String>)], household: &str| -> Vec<String> {
        all.iter().find(|(id, _)| id == household).map(|(_, texts)| texts.clone()).unwrap_or_default()
    };
    assert!(!told(&of(&reasons(&site), &first), "近亲属"));

    let (done, said, report) =
        import(&site, &format!("{},{NUMBER},父子\n{},{STRANGER},\n", TEAM[0], TEAM[1]));
    assert!(done && said.contains("原有 0 条，现有 1 条，涉及 1 户；不在花名册中的 1 条没有保留"), "{said}");
    assert_eq!(report["unmatched"][0]["code"], "not_on_roster");
    let found = of(&reasons(&site), &first);
    assert!(told(&found, "近亲属备案登记表中有该户成员"), "{found:?}");
    assert!(told(&found, "本次调查人中有 1 人与备案为该户近亲属的人员同名"), "{found:?}");

    // Filed by somebody who did not visit: must be checked, and nothing is said of the surveyors.
    let (done, said, _) = import(&site, &format!("周玉兰,{NUMBER},姐妹\n周玉兰,110101199003070011,\n"));
    assert!(done && said.contains("原有 1 条，现有 2 条，涉及 2 户"), "{said}");
    let all = reasons(&site);
    assert!(told(&of(&all, &first), "登记表") && !told(&of(&all, &first), "同名"), "{all:?}");
    assert!(told(&of(&all, &second), "登记表"), "{all:?}");
}

#[test]
fn a_slip_of_the_pen_strikes_nobody_from_the_register() {
    let site = Site::start(1);
    site.give_number(&site.households[0], NUMBER);
    assert!(import(&site, &format!("周玉兰,{NUMBER},\n")).0);
    let (done, said, report) = import(&site, &format!("周玉兰,{NUMBER},\n周玉兰,110105194912310021,\n"));
    assert!(!done && said.contains("没有导入，原有 1 条登记没有改动"), "{said}");
    assert!(said.contains("第 3 行〔近亲属身份证号码〕"), "{said}");
    assert_eq!((&report["replaced"], &report["kept"]), (&false.into(), &1.into()));
    assert_eq!(reasons(&site).len(), 1);
}

#[test]
fn a_file_that_is_no_register_is_refused_with_what_to_do() {
    let site = Site::start(1);
    let data = site.data().display().to_string();
    let refused = |text: &str| {
        let file = site.dir().join("file.csv");
        fs::write(&file, text).unwrap();
        let file = file.display().to_string();
        let answer = ruhu(&["relatives", "import", &file, "--data", &data]).unwrap();
        assert!(!answer.status.success());
        String::from_utf8(answer.stderr).unwrap()
    };
    assert!(refused("姓名,电话\n甲,1\n").contains("请补上列名"));
    assert!(refused("备案人姓名,近亲属身份证号码\n").contains("请确认选择了正确的文件"));
}
