//! What a household is entitled to, from a real visit on a real server, as the office asks for it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::{fs, process::Command};

use ruhu_core::{
    form::{Answer, AnswerKey},
    money::Fen,
    sync::Unwatched,
};
use ruhu_server::store::AuditLine;
use ruhu_tests::{
    day::{interview_with, open_phone, visit_with},
    server::{ruhu, ruhu_bin, ruhu_ok},
    site::Site,
};

const RULES: &str = "name = \"county\"\ntitle = \"测试县政策\"\nregion = \"361124000000\"\nsettlement = \"rural\"\n\
    [standard]\nyuan = \"4310\"\nper = \"year\"\nsource = \"县文件\"\n\
    [grant]\nmethod = \"difference\"\nsource = \"57号第二十三条\"\n\
    [rounding]\nto = \"fen\"\nway = \"half_up\"\nsource = \"县文件\"\n";

fn policy_file(site: &Site, text: &str) -> String {
    let path = site.dir().join("policy.toml");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn data(site: &Site) -> String {
    site.data().display().to_string()
}

/// The visit of the tests: 3 people, 4,800 + 600 + 1,200 yuan a year. (4310 × 3 − 6600) ÷ 12 = 527.50.
#[test]
fn the_office_sees_the_grant_and_how_it_came_about() {
    let site = Site::visited(2);
    let (data, policy) = (data(&site), policy_file(&site, RULES));
    let household = site.households[0].to_string();
    let assess = ["assess", &household, "--data", &data, "--policy", &policy];

    let short = ruhu_ok(&assess).unwrap();
    assert!(short.contains("月保障金：527.50 元/月") && short.contains("测试县政策"), "{short}");
    assert!(!short.contains("家庭收入合计"), "{short}");

    let explained = ruhu_ok(&[&assess[..], &["--explain"]].concat()).unwrap();
    for line in
        ["家庭收入合计：6600.00 元/年", "全家标准：12930.00 元/年", "工资性收入〕", "六、什么会改变结果"]
    {
        assert!(explained.contains(line), "{line} is missing in {explained}");
    }

    let json = ruhu_ok(&[&assess[..], &["--json"]].concat()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["assessment"]["grant"]["amount"], "527.50");
    assert_eq!(json["assessment"]["policy"], "county");
    assert_eq!(json["what_would_change"][0]["evidence"]["question"], "income_wage");

    let mut looked = 0;
    let count = |_, line: AuditLine, _, _| looked += u32::from(line.action == "household.assess");
    site.app().store.read(|r| r.each_audit_line(count)).unwrap();
    assert_eq!(looked, 3, "who looks is written down");
}

#[test]
fn what_cannot_be_assessed_is_refused_in_words_that_help() {
    let site = Site::visited(2);
    let data = data(&site);
    let refused = |household: &str, policy: &str| {
        let answer = ruhu(&["assess", household, "--data", &data, "--policy", policy]).unwrap();
        assert!(!answer.status.success());
        String::from_utf8(answer.stderr).unwrap()
    };
    let (first, second) = (site.households[0].to_string(), site.households[1].to_string());
    let sound = policy_file(&site, RULES);
    assert!(refused(&second, &sound).contains("还没有资料齐全的入户调查"));
    assert!(refused("no-such-household", &sound).contains("核对户编号"));
    let unsound = policy_file(&site, &RULES.replace("\"4310\"", "4310.5"));
    let said = refused(&first, &unsound);
    assert!(said.contains("第 6 行") && said.contains("小数请加引号"), "{said}");
}

#[test]
fn what_changed_since_the_last_campaign_is_told() {
    let site = Site::visited(2);
    let (data, policy) = (data(&site), policy_file(&site, RULES));
    let household = site.households[0].clone();
    let explained = || {
        let assess = ["assess", household.as_str(), "--data", &data, "--policy", &policy, "--explain"];
        ruhu_ok(&assess).unwrap()
    };
    assert!(!explained().contains("与上次"), "there was no campaign before");

    ruhu_ok(&["campaign", "create", "--data", &data, "--id", "next-year", "--title", "下一年复核"]).unwrap();
    let phone = open_phone(&site.dir().join("next phone")).unwrap();
    phone.enrol(&site.url(), &site.code(), "手机二").unwrap();
    phone.sync(&Unwatched).unwrap();
    let earned = [(AnswerKey::new("income_wage").unwrap(), Answer::Money(Fen(900_000)))];
    visit_with(&phone, &household, &earned).unwrap();
    assert!(phone.sync(&Unwatched).unwrap().digest_equal);

    let text = explained();
    assert!(text.contains("八、与上次入户调查相比"), "{text}");
    let change = "工资性收入：上次 4800.00 元/年，本次 9000.00 元/年，增加 4200.00 元/年";
    assert!(text.contains(change), "{text}");
    let json =
        ruhu_ok(&["assess", household.as_str(), "--data", &data, "--policy", &policy, "--json"]).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let changes = json["since_last_round"].as_array().unwrap();
    assert_eq!((changes.len(), &changes[0]["now"]), (1, &"9000.00".into()));
    assert_eq!(changes[0]["evidence"].as_array().unwrap().len(), 2, "of this round and of the last");
}

#[test]
fn what_neighbours_say_otherwise_stands_in_the_assessment() {
    let site = Site::visited(1);
    let (data, policy) = (data(&site), policy_file(&site, RULES));
    let household = &site.households[0];
    let phone = open_phone(&site.dir().join("another phone")).unwrap();
    phone.enrol(&site.url(), &site.code(), "手机二").unwrap();
    phone.sync(&Unwatched).unwrap();
    let key = |name: &str| AnswerKey::new(name).unwrap();
    let car = [
        (key("residents"), Answer::Integer(3)),
        (key("vehicle_or_house"), Answer::One("yes".to_owned())),
        (key("children_support"), Answer::One("yes".to_owned())),
    ];
    interview_with(&phone, household, &car).unwrap();
    assert!(phone.sync(&Unwatched).unwrap().digest_equal);

    let assess = ["assess", household.as_str(), "--data", &data, "--policy", &policy];
    let explained = ruhu_ok(&[&assess[..], &["--explain"]].concat()).unwrap();
    let found = "车辆与其他房产：入户调查 机动车 0 辆，房产 1 处；邻里走访 1 人反映在外有车辆或房产";
    assert!(explained.contains(found), "{explained}");
    assert!(!explained.contains("没有超出容许范围的差异"), "{explained}");
    let json = ruhu_ok(&[&assess[..], &["--json"]].concat()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let told = json["neighbours"].as_array().unwrap();
    assert_eq!(
        told.len(),
        1,
        "the visit counted transfers, so children's support is no contradiction: {told:?}"
    );
    assert_eq!(told[0]["evidence"][2]["question"], "vehicle_or_house");
}

#[test]
fn a_command_whose_reader_has_gone_ends_without_a_word() {
    let site = Site::visited(1);
    let policy = policy_file(&site, RULES);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = Command::new(ruhu_bin().unwrap())
        .args([
            "assess",
            site.households[0].as_str(),
            "--explain",
            "--data",
            &data(&site),
            "--policy",
            &policy,
        ])
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(141));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

/// The example of GB 11643.
const NUMBER: &str = "11010519491231002X";

fn import(site: &Site, text: &str) -> (String, serde_json::Value) {
    let (file, report) = (site.dir().join("核对.csv"), site.dir().join("report.json"));
    fs::write(&file, text).unwrap();
    let [file, report, data] = [file, report, site.data().to_owned()].map(|path| path.display().to_string());
    let said = ruhu_ok(&["verification", "import", &file, "--data", &data, "--report", &report]).unwrap();
    let report = fs::read_to_string(report).unwrap();
    for told in [&said, &report] {
        assert!(!told.contains(NUMBER) && !told.contains("王大山"), "no number and no name: {told}");
    }
    (said, serde_json::from_str(&report).unwrap())
}

#[test]
fn what_authorities_answer_stands_beside_what_was_seen() {
    let site = Site::visited(2);
    let household = &site.households[0];
    site.give_number(household, NUMBER);
    let head = "身份证号码,核对项目,金额,核对单位,核对日期\n";
    let wage = |yuan: u32, day: &str| format!("{head}{NUMBER},工资性收入,{yuan},人社局,{day}\n");

    // The visit saw 4,800 yuan of wages. The stranger and the line without an item do not come in.
    let (said, report) = import(
        &site,
        &format!("{}110101199003071233,存款,1,银行,\n{NUMBER},奖金,1,税务局,\n", wage(9_000, "2026-01-05")),
    );
    assert!(said.contains("第 1 次核对结果：匹配 1 条，涉及 1 户"), "{said}");
    assert!(said.contains("工资性收入：入户调查 4800.00 元/年，信息核对 9000.00 元/年"), "{said}");
    assert_eq!(report["contradicted"][0]["household_id"], household.as_str());
    assert_eq!(
        (&report["unmatched"][0]["row"], &report["unmatched"][0]["code"]),
        (&3.into(), &"not_on_roster".into())
    );
    assert_eq!(
        (&report["rejected"][0]["row"], &report["rejected"][0]["code"]),
        (&4.into(), &"unknown_item".into())
    );

    // The highest counts, and the explanation says where it stands.
    let (data, policy) = (data(&site), policy_file(&site, RULES));
    let explained =
        ruhu_ok(&["assess", household.as_str(), "--data", &data, "--policy", &policy, "--explain"]);
    let explained = explained.unwrap();
    assert!(explained.contains("〔核对结果 第 1 次 第 2 行〕"), "{explained}");

    // A younger answer replaces; an older one does not come in.
    let (_, report) = import(&site, &wage(4_800, "2026-02-05"));
    assert_eq!(report["contradicted"], serde_json::json!([]), "now both say the same");
    let (said, report) = import(&site, &wage(9_000, "2026-01-05"));
    assert!(said.contains("没有导入任何核对结果"), "{said}");
    assert_eq!(report["rejected"][0]["code"], "outdated");
}
