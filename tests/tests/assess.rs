//! What a household is entitled to, from a real visit on a real server, as the office asks for it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::fs;

use ruhu_core::sync::Unwatched;
use ruhu_server::store::AuditLine;
use ruhu_tests::{
    day::{open_phone, sealed_visit},
    server::{ruhu, ruhu_ok},
    site::Site,
};

const RULES: &str = "name = \"county\"\ntitle = \"测试县政策\"\nregion = \"361124000000\"\nsettlement = \"rural\"\n\
    [standard]\nyuan = \"4310\"\nper = \"year\"\nsource = \"县文件\"\n\
    [grant]\nmethod = \"difference\"\nsource = \"57号第二十三条\"\n\
    [rounding]\nto = \"fen\"\nway = \"half_up\"\nsource = \"县文件\"\n";

/// A site on which the first of two households has been visited.
fn visited() -> Site {
    let site = Site::start(2);
    let phone = open_phone(&site.dir().join("phone")).unwrap();
    phone.enrol(&site.url(), &site.code(), "手机").unwrap();
    phone.sync(&Unwatched).unwrap();
    sealed_visit(&phone, &site.households[0], 1).unwrap();
    assert!(phone.sync(&Unwatched).unwrap().digest_equal);
    site
}

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
    let site = visited();
    let (data, policy) = (data(&site), policy_file(&site, RULES));
    let household = site.households[0].to_string();
    let assess = ["assess", &household, "--data", &data, "--policy", &policy];

    let short = ruhu_ok(&assess).unwrap();
    assert!(short.contains("月保障金：527.50 元/月") && short.contains("测试县政策"), "{short}");
    assert!(!short.contains("家庭收入合计"), "{short}");

    let explained = ruhu_ok(&[&assess[..], &["--explain"]].concat()).unwrap();
    for line in
        ["家庭收入合计：6600.00 元/年", "全家标准：12930.00 元/年", "income_wage〕", "六、什么会改变结果"]
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
    let site = visited();
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
