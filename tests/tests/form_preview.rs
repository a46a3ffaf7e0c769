//! `ruhu form preview` in real Chromium at a phone's width: what an author sees of a form.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test fails as the test does")]

#[path = "console_browser/browser.rs"]
#[allow(dead_code, reason = "the console's tests use all of it")]
mod browser;

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use browser::{Browser, Screen};
use fantoccini::Locator;
use ruhu_tests::server::ruhu_bin;
use tokio::runtime::Runtime;

const FORM: &str = "
| survey |
|        | type              | name    | label::中文(zh)    | label::English (en) | required | relevant              | constraint | constraint_message::中文(zh) | choice_filter  | appearance | calculation   |
|        | begin_group       | home    | 住房               | Housing             |          |                       |            |                              |                | field-list |               |
|        | select_one town   | town    | 所在乡镇           | Town                | yes      |                       |            |                              |                |            |               |
|        | select_one village| village | 所在村             | Village             | yes      | ${town} != ''         |            |                              | town = ${town} |            |               |
|        | integer           | rooms   | 房间数             | Rooms               | yes      |                       | . <= 20    | 房间数应在 20 以内，请核对    |                |            |               |
|        | end_group         |         |                    |                     |          |                       |            |                              |                |            |               |
|        | begin_repeat      | member  | 家庭成员           | Members             |          |                       |            |                              |                | field-list |               |
|        | text              | name    | 姓名               | Name                | yes      |                       |            |                              |                |            |               |
|        | decimal           | income  | 年收入             | Income              |          |                       |            |                              |                | money      |               |
|        | end_repeat        |         |                    |                     |          |                       |            |                              |                |            |               |
|        | decimal           | total   | 年收入合计         | Total               |          |                       |            |                              |                | money      | sum(${income})|
|        | text              | why     | 收入较高，请说明   | Why                 | yes      | ${total} > 10000      |            |                              |                | multiline  |               |

| choices |
|         | list_name | name | label::中文(zh) | label::English (en) | town |
|         | town      | a    | 武夷山镇        | Wuyishan            |      |
|         | town      | b    | 河口镇          | Hekou               |      |
|         | village   | a1   | 车盘村          | Chepan              | a    |
|         | village   | a2   | 仙山村          | Xianshan            | a    |
|         | village   | b1   | 城南村          | Chengnan            | b    |

| settings |
|          | form_title | form_id    | default_language |
|          | 试填表     | home_visit | 中文(zh)         |
";

/// A running preview; killed when dropped.
struct Preview {
    child: Child,
    url: String,
}

impl Preview {
    fn of(file: &Path) -> Self {
        let mut child = Command::new(ruhu_bin().unwrap())
            .args(["form", "preview"])
            .arg(file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let url = said.split_whitespace().find(|word| word.starts_with("http")).expect("no address");
        let url = url.split('（').next().unwrap().to_owned();
        Self { child, url }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until the page, which is changed in place, says this.
async fn until_it_says(browser: &Browser, text: &str) {
    for _ in 0..100 {
        if browser.text().await.contains(text) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the page never says {text}: {}", browser.text().await);
}

/// How often the page has changed in place.
async fn turn(browser: &Browser) -> i64 {
    browser.number("return Number(document.getElementById('live').dataset.turn || 0)").await
}

async fn wait_for_turn(browser: &Browser, before: i64) {
    for _ in 0..100 {
        if turn(browser).await > before {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the page never changed: {}", browser.text().await);
}

async fn click(browser: &Browser, css: &str) {
    let before = turn(browser).await;
    browser.client.find(Locator::Css(css)).await.unwrap().click().await.unwrap();
    wait_for_turn(browser, before).await;
}

/// Types into a field in place of what it holds, and leaves it.
async fn fill(browser: &Browser, css: &str, text: &str) {
    let before = turn(browser).await;
    browser.client.find(Locator::Css(css)).await.unwrap().click().await.unwrap();
    browser.run("document.activeElement.select()").await;
    browser.press(text).await;
    browser.tab().await;
    wait_for_turn(browser, before).await;
}

#[test]
fn an_author_sees_filters_constraints_repeats_and_relevance_at_work() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("form.md");
    std::fs::write(&file, FORM).unwrap();
    let preview = Preview::of(&file);
    Runtime::new().unwrap().block_on(try_the_form(&preview, &file));
}

async fn try_the_form(preview: &Preview, file: &Path) {
    let browser = Browser::open(Screen::Phone).await;
    browser.go(&preview.url).await;
    browser.assert_fits("preview").await;
    assert!(!browser.text().await.contains("所在村"), "the village is asked once the town is known");

    click(&browser, "input[value=a]").await;
    until_it_says(&browser, "仙山村").await;
    assert!(!browser.text().await.contains("城南村"), "villages of the other town are not offered");
    browser.picture("preview-filter").await;
    click(&browser, "input[value=b]").await;
    until_it_says(&browser, "城南村").await;
    assert!(!browser.text().await.contains("仙山村"));
    click(&browser, "input[value=b1]").await;

    fill(&browser, "#rooms", "２１").await;
    until_it_says(&browser, "房间数应在 20 以内，请核对").await;
    browser.picture("preview-constraint").await;
    fill(&browser, "#rooms", "3").await;
    until_it_says(&browser, "没有缺项").await;

    browser.client.find(Locator::LinkText("下一页")).await.unwrap().click().await.unwrap();
    until_it_says(&browser, "家庭成员：0 条").await;
    for (name, income) in [("张小明", "8000.50"), ("李秀英", "4000")] {
        until_it_says(&browser, "增加一条").await;
        click(&browser, ".repeat .wide").await;
        until_it_says(&browser, "姓名").await;
        fill(&browser, ".question input[type=text]", name).await;
        until_it_says(&browser, "姓名").await;
        fill(&browser, ".with-unit input", income).await;
        browser.picture("preview-member").await;
        let last = "document.querySelectorAll('.outline a')";
        browser.run(&format!("[...{last}].find(a => a.textContent.includes('增加')).click()")).await;
    }
    until_it_says(&browser, "家庭成员：2 条").await;
    browser.assert_fits("repeat").await;
    browser.picture("preview-repeat").await;

    browser.client.find(Locator::LinkText("下一页")).await.unwrap().click().await.unwrap();
    until_it_says(&browser, "年收入合计").await;
    let total = browser.run("return document.querySelector('input[readonly]').value").await;
    assert_eq!(total, "12000.5");
    browser.client.find(Locator::LinkText("下一页")).await.unwrap().click().await.unwrap();
    // Asked because of the sum.
    until_it_says(&browser, "收入较高，请说明").await;
    browser.picture("preview-relevance").await;

    // A file with faults leaves the form as it was, and says what is wrong.
    std::fs::write(file, FORM.replace("${town} != ''", "${twon} != ''")).unwrap();
    browser.client.find(Locator::XPath("//button[.='重新读取文件']")).await.unwrap().click().await.unwrap();
    until_it_says(&browser, "文件有 1 处错误").await;
    browser.picture("preview-faults").await;
    browser.close().await;
}

#[test]
fn the_shipped_home_visit_can_be_tried_in_both_languages() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../checklists/home_visit.md");
    let preview = Preview::of(&file);
    Runtime::new().unwrap().block_on(try_the_home_visit(&preview));
}

async fn try_the_home_visit(preview: &Preview) {
    let browser = Browser::open(Screen::Phone).await;
    browser.go(&preview.url).await;
    until_it_says(&browser, "入户调查表").await;
    browser.picture("preview-home-visit").await;
    let screens = browser.number("return document.querySelectorAll('.outline a').length").await;
    for screen in 0..screens {
        browser.run(&format!("document.querySelectorAll('.outline a')[{screen}].click()")).await;
        until_it_says(&browser, &format!("第 {} 页，共 {screens} 页", screen + 1)).await;
        browser.assert_fits(&format!("screen {screen}")).await;
    }
    browser.client.find(Locator::XPath("//button[.='English (en)']")).await.unwrap().click().await.unwrap();
    until_it_says(&browser, "Conclusion and proposal").await;
    browser.close().await;
}

#[test]
fn no_page_elsewhere_reaches_the_preview() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../checklists/home_visit.md");
    let preview = Preview::of(&file);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let named = agent.get(&preview.url).header("host", "evil.example").call().unwrap();
    assert_eq!(named.status().as_u16(), 403);
    let posted = agent
        .post(format!("{}/answer", preview.url))
        .header("origin", "http://evil.example")
        .send_form([("key", "notice_given"), ("value", "yes")])
        .unwrap();
    assert_eq!(posted.status().as_u16(), 403);
}
