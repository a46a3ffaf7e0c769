//! The console in real Chromium, over data that came in through the real protocol.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails as the test does"
)]

#[path = "console_browser/browser.rs"]
mod browser;
#[path = "console_browser/person.rs"]
mod person;
#[path = "console_browser/scene.rs"]
mod scene;

use browser::{Browser, Screen};
use fantoccini::Locator;
use person::{Answer, Person};
use ruhu_core::ids::Sha256Hash;
use scene::{ADMINISTRATOR, INTERVIEWEE, OUTSIDER, PASSWORD, REVIEWER, Scene};
use tokio::runtime::Runtime;

fn photo_path(scene: &Scene, sha256: Sha256Hash) -> String {
    format!("/households/{}/photos/{sha256}", scene.surveyed())
}

#[test]
fn a_reviewer_works_through_a_case_without_a_mouse() {
    let scene = Scene::build(60);
    Runtime::new().unwrap().block_on(work_through(&scene));
}

async fn work_through(scene: &Scene) {
    let url = scene.site.url();
    let browser = Browser::open(Screen::Office).await;

    browser.go(&format!("{url}/households")).await;
    browser.arrive("/login").await;
    browser.picture("login").await;
    browser.log_in(&url, REVIEWER, "a wrong pass phrase").await;
    browser.client.wait().for_element(Locator::Css("[role=alert]")).await.unwrap();
    assert!(browser.text().await.contains("用户名或密码不正确"));
    browser.log_in(&url, REVIEWER, PASSWORD).await;
    browser.arrive("/households").await;
    browser.assert_fits("households").await;
    browser.picture("households").await;

    let text = browser.text().await;
    for count in ["户数 60", "已入户 2", "资料齐全 1", "待补照片 1", "隔离待查 1"] {
        assert!(text.replace('\n', " ").contains(count), "{count}: {text}");
    }

    browser.tab().await;
    assert_eq!(browser.run("return document.activeElement.className").await, "skip");
    browser.enter().await;
    assert_eq!(browser.run("return document.activeElement.id").await, "main");
    let case_path = format!("/households/{}", scene.surveyed());
    browser.tab_to(&format!("a[href='{case_path}']")).await;
    browser.enter().await;
    browser.arrive(&case_path).await;
    browser.assert_fits("case file").await;
    browser.picture("case").await;

    let loaded = "return [...document.images].filter(i => i.complete && i.naturalWidth > 0).length";
    assert_eq!(browser.number(loaded).await, 4, "four photos are shown, the fifth is an identity paper");
    let text = browser.text().await;
    for seen in ["陈建国、李秀英", "继续保障", "共同生活人数", "WGS-84", "服务器收到时间", "邻居"]
    {
        assert!(text.contains(seen), "{seen}");
    }
    assert!(!text.contains(INTERVIEWEE));

    browser.tab_to("details.ask > summary").await;
    browser.enter().await;
    browser.tab_to("details.ask input[name=purpose]").await;
    browser.press("核实群众反映的情况").await;
    browser.enter().await;
    browser.client.wait().for_element(Locator::Css(".revealed")).await.unwrap();
    assert!(browser.text().await.contains(INTERVIEWEE));
    browser.picture("respondent").await;
    let written = scene.audit().into_iter().find(|(action, ..)| action == "interviewee.reveal").unwrap();
    assert_eq!(written.2, "核实群众反映的情况");

    browser.go(&format!("{url}{case_path}")).await;
    assert!(!browser.text().await.contains(INTERVIEWEE), "shown once");
    browser.tab_to("form.guarded input[name=purpose]").await;
    browser.press("核对证件原件").await;
    browser.enter().await;
    browser.client.wait().for_element(Locator::Css(".reveal img")).await.unwrap();
    assert_eq!(browser.number(loaded).await, 1);
    browser.picture("photo-reveal").await;

    for (page, word) in [("meetings", "下载参会人员版"), ("quarantine", "too_few_surveyors")] {
        browser.go(&format!("{url}/{page}")).await;
        assert!(browser.text().await.contains(word), "{page}");
        browser.assert_fits(page).await;
        browser.picture(page).await;
    }
    browser.go(&format!("{url}/households?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E4%BA%BA")).await;
    assert!(browser.text().await.contains("没有符合条件的家庭"));
    browser.go(&format!("{url}/nowhere")).await;
    browser.picture("not-found").await;

    browser.go(&format!("{url}/households")).await;
    browser.tab_to("form[action='/logout'] button").await;
    browser.enter().await;
    browser.arrive("/login").await;
    browser.go(&format!("{url}{case_path}")).await;
    browser.arrive("/login").await;
    browser.close().await;
}

#[test]
fn every_page_fits_a_phone_and_a_thumb() {
    let scene = Scene::build(60);
    Runtime::new().unwrap().block_on(fit_a_phone(&scene));
}

async fn fit_a_phone(scene: &Scene) {
    let url = scene.site.url();
    let browser = Browser::open(Screen::Phone).await;
    browser.log_in(&url, REVIEWER, PASSWORD).await;
    browser.arrive("/households").await;
    assert_eq!(browser.number("return innerWidth").await, 390);
    let case = format!("households/{}", scene.surveyed());
    let half = format!("households/{}", scene.half_surveyed());
    let pages = [
        ("households", "households"),
        (&case, "case"),
        (&half, "half"),
        ("meetings", "meetings"),
        ("quarantine", "quarantine"),
    ];
    for (path, name) in pages {
        browser.go(&format!("{url}/{path}")).await;
        browser.assert_fits(path).await;
        browser.run("document.querySelectorAll('details').forEach(d => d.open = true)").await;
        browser.assert_fits(&format!("{path}, everything open")).await;
        browser.run("document.querySelectorAll('details').forEach(d => d.open = false)").await;
        let low = "return [...document.querySelectorAll('button, .button, select, input, .main-nav a')]\
                   .filter(e => e.offsetHeight > 0 && e.offsetHeight < 44).length";
        assert_eq!(browser.number(low).await, 0, "{path}: too low for a thumb");
        browser.picture(name).await;
    }
    browser.close().await;
}

#[test]
fn pages_are_neither_framed_nor_cached_nor_fed_from_elsewhere() {
    let scene = Scene::build(4);
    let person = Person::logged_in(&scene.site.url(), REVIEWER);
    for path in
        ["/households", &format!("/households/{}", scene.surveyed()), "/meetings", "/quarantine", "/nowhere"]
    {
        let page = person.get(path);
        assert!(page.header("content-security-policy").starts_with("default-src 'self'"), "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert!(!page.text().contains("http://") || path == "/nowhere", "{path} names another address");
    }
    let css = person.get("/households").text();
    let href = css.split("href=\"/assets/console.css").nth(1).unwrap().split('"').next().unwrap();
    let sheet = person.get(&format!("/assets/console.css{href}"));
    assert!(sheet.header("cache-control").contains("immutable"));
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(person.get("/api/nowhere").header("content-type"), "application/problem+json; charset=utf-8");
}

#[test]
fn a_photo_is_served_to_those_whose_household_it_belongs_to_and_to_nobody_else() {
    let scene = Scene::build(4);
    let url = scene.site.url();
    let person = Person::logged_in(&url, REVIEWER);
    let photo = &scene.open_photo;

    let thumbnail = person.get(&photo_path(&scene, photo.thumbnail.sha256));
    assert_eq!((thumbnail.status, thumbnail.header("content-type")), (200, "image/jpeg"));
    assert_eq!(thumbnail.header("cache-control"), "no-store");
    assert_eq!(Sha256Hash::of(&thumbnail.body), photo.thumbnail.sha256);
    let original = person.get(&photo_path(&scene, photo.original.sha256));
    assert_eq!(Sha256Hash::of(&original.body), photo.original.sha256);
    let disposition = original.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; filename=\"") && disposition.contains("outside"),
        "{disposition}"
    );
    assert!(scene.audit().iter().any(|(action, ..)| action == "photo.original"));

    let guarded = &scene.guarded_photo;
    for blob in [guarded.thumbnail, guarded.derivative, guarded.original] {
        assert_eq!(person.get(&photo_path(&scene, blob.sha256)).status, 404, "an identity paper");
    }
    let elsewhere = format!("/households/{}/photos/{}", scene.half_surveyed(), photo.thumbnail.sha256);
    assert_eq!(person.get(&elsewhere).status, 404, "a photo of another household");
    let waiting =
        format!("/households/{}/photos/{}", scene.half_surveyed(), scene.waiting_photo.thumbnail.sha256);
    assert_eq!(person.get(&waiting).status, 404, "a photo of a record that is not complete");
    assert_eq!(person.get(&photo_path(&scene, Sha256Hash::ZERO)).status, 404);
    assert_eq!(person.get(&format!("/households/{}/photos/..%2Fruhu.sqlite", scene.surveyed())).status, 404);
    let outsider = Person::logged_in(&url, OUTSIDER);
    assert_eq!(outsider.get(&photo_path(&scene, photo.thumbnail.sha256)).status, 404);
    let nobody = Person::nobody(&url).get(&photo_path(&scene, photo.thumbnail.sha256));
    assert_eq!(nobody.status, 303);
    assert!(nobody.header("location").starts_with("/login"));
}

#[test]
fn names_and_papers_need_a_purpose_and_are_written_down_first() {
    let scene = Scene::build(4);
    let person = Person::logged_in(&scene.site.url(), REVIEWER);
    let case = person.get(&format!("/households/{}", scene.surveyed())).text();
    let address = case.split("action=\"").find(|part| part.contains("/respondent\"")).unwrap();
    let address = address.split('"').next().unwrap();
    let paper = photo_path(&scene, scene.guarded_photo.derivative.sha256);

    for path in [address, paper.as_str()] {
        for purpose in ["", "看看", "……………………"] {
            let refused = person.post(path, &[("purpose", purpose)], None);
            assert_eq!(refused.status, 422, "{purpose}");
            assert!(refused.text().contains("查阅用途"));
        }
        assert_eq!(person.post(path, &[], None).status, 422);
        assert_eq!(
            person.post(path, &[("purpose", "核实群众举报")], Some("http://evil.example")).status,
            403
        );
    }
    let quiet = |action: &str| !scene.audit().iter().any(|(done, ..)| done == action);
    assert!(quiet("interviewee.reveal") && quiet("photo.reveal"));

    let named = person.post(address, &[("purpose", "核实群众举报")], None);
    assert!(named.text().contains(INTERVIEWEE));
    assert_eq!(named.header("cache-control"), "no-store");
    let shown = person.post(&paper, &[("purpose", "核对证件原件")], None);
    assert!(shown.text().contains("data:image/jpeg;base64,"));
    assert!(shown.header("content-security-policy").contains("img-src data:"));
    assert!(!quiet("interviewee.reveal") && !quiet("photo.reveal"));
}

#[test]
fn other_places_do_not_exist_and_administrators_read_no_case() {
    let scene = Scene::build(4);
    let url = scene.site.url();
    let case = format!("/households/{}", scene.surveyed());
    let pack = format!("/meetings/{}/packs/participants.pdf", scene.meeting);

    let outsider = Person::logged_in(&url, OUTSIDER);
    assert_eq!(outsider.get(&case).status, 404);
    assert_eq!(outsider.get("/households/no-such-household").status, 404);
    assert_eq!(outsider.get(&case).text(), outsider.get("/households/no-such-household").text());
    assert_eq!(outsider.get(&pack).status, 404);
    assert!(outsider.get("/households").text().contains("还没有名册"));
    assert!(outsider.get("/meetings").text().contains("还没有评议会议"));
    assert!(outsider.get("/quarantine").text().contains("没有被隔离的记录"));

    let administrator = Person::logged_in(&url, ADMINISTRATOR);
    for path in ["/households", case.as_str(), "/meetings", "/quarantine", pack.as_str()] {
        let page = administrator.get(path);
        assert_eq!(page.status, 403, "{path}");
        assert!(page.text().contains("系统管理员"), "{path}");
    }
}

#[test]
fn guessing_passwords_has_to_wait_and_learns_nothing() {
    let scene = Scene::build(4);
    let nobody = Person::nobody(&scene.site.url());
    let told = |login: &str, answer: &Answer| answer.text().replace(login, "");
    let unknown = nobody.log_in("no.such.person", "a wrong pass phrase");
    let wrong = nobody.log_in(REVIEWER, "a wrong pass phrase");
    assert_eq!((unknown.status, wrong.status), (401, 401));
    assert_eq!(told("no.such.person", &unknown), told(REVIEWER, &wrong), "the login's existence is not told");
    for _ in 0..4 {
        assert_eq!(nobody.log_in(REVIEWER, "a wrong pass phrase").status, 401);
    }
    let waiting = nobody.log_in(REVIEWER, PASSWORD);
    assert_eq!(waiting.status, 429, "even the right one waits");
    assert!(waiting.header("retry-after").parse::<u64>().unwrap() <= 30);
    assert!(waiting.text().contains("秒后再试"));
    assert_eq!(nobody.log_in(OUTSIDER, PASSWORD).status, 303, "others do not wait");
    let forged =
        nobody.post("/login", &[("login", OUTSIDER), ("password", PASSWORD)], Some("http://evil.example"));
    assert_eq!(forged.status, 403);
}

#[test]
fn the_list_is_found_by_name_group_and_progress() {
    let scene = Scene::build(4);
    let person = Person::logged_in(&scene.site.url(), REVIEWER);
    let found = |query: &str| {
        let page = person.get(&format!("/households?{query}")).text();
        let caption = page.split("<caption>").nth(1).map(|rest| rest.split('，').next().unwrap().to_owned());
        caption.unwrap_or_else(|| "无".to_owned())
    };
    for (status, caption) in [
        ("unvisited", "共 1 户"),
        ("attempted", "共 1 户"),
        ("visited", "共 2 户"),
        ("complete", "共 1 户"),
        ("waiting", "共 1 户"),
        ("quarantined", "共 1 户"),
        ("nonsense", "共 4 户"),
    ] {
        assert_eq!(found(&format!("status={status}")), caption, "{status}");
    }
    assert_eq!(found("q=%E8%B5%B5%E5%B0%8F%E5%85%B0"), "共 1 户", "by name");
    assert_eq!(found("q=3%E7%BB%84"), "共 1 户", "by group");
    assert_eq!(found("q=3%E7%BB%84&status=complete"), "无", "by both");
    assert_eq!(found("q=%25&page=99999999999999999999"), "无", "a percent sign is a percent sign");
    assert_eq!(found("page=-1"), "共 4 户");
    assert_eq!(found("q=%FF%FE"), found("q=nothing"), "bytes that are no text");
}

#[test]
fn a_session_ends_on_the_server_too() {
    let scene = Scene::build(4);
    let person = Person::logged_in(&scene.site.url(), REVIEWER);
    assert_eq!(person.get("/households").status, 200);
    let ended = person.post("/logout", &[], None);
    assert_eq!(ended.status, 303);
    assert!(ended.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(person.get("/households").status, 303, "the old cookie opens nothing");
}

#[test]
fn packs_are_made_on_demand_and_the_organisers_asks_why() {
    let scene = Scene::build(4);
    let person = Person::logged_in(&scene.site.url(), REVIEWER);
    let base = format!("/meetings/{}/packs", scene.meeting);
    let pdf = person.get(&format!("{base}/participants.pdf"));
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{}", pdf.text());
    assert!(pdf.body.starts_with(b"%PDF-"));
    assert_eq!(person.get(&format!("{base}/organiser.pdf")).status, 303);
    assert_eq!(person.post(&format!("{base}/organiser.pdf"), &[("purpose", "")], None).status, 422);
    let pdf = person.post(&format!("{base}/organiser.pdf"), &[("purpose", "主持本次评议会")], None);
    assert!(pdf.body.starts_with(b"%PDF-"));
    assert!(pdf.header("content-disposition").ends_with("-organiser.pdf\""));
    assert_eq!(person.get(&format!("{base}/..%2F..%2Fruhu.sqlite")).status, 404);
    let lines = scene.audit();
    assert_eq!(lines.iter().filter(|(action, ..)| action == "pack.download").count(), 2);
    assert!(person.get("/meetings").text().contains("已生成的版本（2）"));
}
