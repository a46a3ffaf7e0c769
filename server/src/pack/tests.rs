//! The whole way from content to paper, read back with poppler-utils as an office's computer would.

use std::{process::Command, sync::LazyLock};

use ruhu_core::{
    error::Explain as _,
    ids::{HouseholdId, Sha256Hash},
    money::Fen,
};

use super::{
    content::{Member, PrivateWord},
    sample::{ACCOUNT, DIAGNOSIS, INTERVIEWEE, PHONE, SamplePhotos},
    *,
};

/// 2026-09-10 09:00 in Beijing.
const MADE_AT_MS: i64 = 1_789_002_000_000;
/// Text must keep this far from the edge of the paper, in points.
const EDGE: f64 = 50.0;

static FONTS: LazyLock<PackFonts> = LazyLock::new(|| PackFonts::discover(&[]).unwrap());
static PHOTOS: LazyLock<SamplePhotos> = LazyLock::new(|| SamplePhotos::of(4, 9));
/// Four households as they are: setting them takes the longest of what the tests read.
static CONTENT: LazyLock<PackContent> = LazyLock::new(|| sample::content(4, 4).unwrap());
static ORGANISERS: LazyLock<PackPdf> = LazyLock::new(|| render(&CONTENT, Edition::Organiser).unwrap());
static PARTICIPANTS: LazyLock<PackPdf> = LazyLock::new(|| render(&CONTENT, Edition::Participants).unwrap());

fn render(content: &PackContent, edition: Edition) -> Result<PackPdf, PackError> {
    let cache = tempfile::tempdir().unwrap();
    let room = PressRoom {
        fonts: &FONTS,
        photos: &*PHOTOS,
        cache: cache.path(),
        made_at_ms: MADE_AT_MS,
        log_head: &sample::log_head(1_024),
    };
    let pdf = render_pack(content, edition, &room)?;
    // `PACK_LOOK=DIR cargo test …` keeps the papers: some faults only an eye finds.
    if let Ok(folder) = std::env::var("PACK_LOOK") {
        let name = format!("{}-{}-{}.pdf", &pdf.version.to_string()[..8], pdf.pages, edition.name());
        std::fs::write(std::path::Path::new(&folder).join(name), &pdf.bytes).unwrap();
    }
    Ok(pdf)
}

fn poppler(tool: &str, args: &[&str], pdf: &PackPdf, to: &[&str]) -> String {
    let file = tempfile::NamedTempFile::with_suffix(".pdf").unwrap();
    std::fs::write(file.path(), &pdf.bytes).unwrap();
    let output = Command::new(tool)
        .args(args)
        .arg(file.path())
        .args(to)
        .output()
        .unwrap_or_else(|error| panic!("{tool} (Debian: poppler-utils): {error}"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text without its white space: a name that is broken over two lines is still that name.
fn text(pdf: &PackPdf) -> String {
    poppler("pdftotext", &[], pdf, &["-"]).split_whitespace().collect::<String>().replace('\u{200b}', "")
}

/// Every word with its box, which must lie on the paper and clear of its edge.
fn assert_nothing_overflows(pdf: &PackPdf) {
    let boxes = poppler("pdftotext", &["-bbox"], pdf, &["-"]);
    let number = |line: &str, key: &str| -> Option<f64> {
        line.split_once(&format!("{key}=\""))?.1.split_once('"')?.0.parse().ok()
    };
    let (mut width, mut words) = (0.0, 0);
    for line in boxes.lines() {
        if line.contains("<page ") {
            width = number(line, "width").unwrap();
        } else if line.contains("<word ") {
            words += 1;
            let (from, to) = (number(line, "xMin").unwrap(), number(line, "xMax").unwrap());
            assert!(from >= EDGE && to <= width - EDGE, "{line} on a page of {width} pt");
        }
    }
    assert!(words > 500, "{words}");
}

#[test]
fn the_paper_names_the_evidence_log_and_keeps_its_version_in_both_editions_while_the_log_grows() {
    let content = sample::content(1, 1).unwrap();
    let cache = tempfile::tempdir().unwrap();
    let print = |edition, entries| {
        let head = sample::log_head(entries);
        let room = PressRoom {
            fonts: &FONTS,
            photos: &*PHOTOS,
            cache: cache.path(),
            made_at_ms: MADE_AT_MS,
            log_head: &head,
        };
        (render_pack(&content, edition, &room).unwrap(), head)
    };
    let (earlier, _) = print(Edition::Organiser, 3);
    assert_eq!(earlier.version, Manifest::of(&content).version());
    for edition in [Edition::Organiser, Edition::Participants] {
        let (pdf, head) = print(edition, 77);
        assert_eq!(pdf.version, earlier.version, "neither the log nor the edition is content");
        let said = text(&pdf);
        assert!(said.contains("共有77条记录"), "{said}");
        assert!(said.contains(&head.tree.root.to_string()));
        assert_eq!(said.contains(&head.signature.to_string()), edition == Edition::Organiser);
    }
}

#[test]
fn both_editions_are_whole_papers() {
    let content = &*CONTENT;
    for (edition, pdf) in [(Edition::Organiser, &*ORGANISERS), (Edition::Participants, &*PARTICIPANTS)] {
        let text = text(pdf);
        for part in ["会议议程", "政策宣讲单", "评议户名单", "民主评议表", "签到表", "签字页", "材料清单"]
        {
            assert!(text.contains(part), "{part}");
        }
        for step in ["宣讲政策", "介绍情况", "现场评议", "形成结论", "签字确认"] {
            assert!(text.contains(step), "{step}");
        }
        for sheet in &content.households {
            assert!(text.contains(&sheet.basics.head), "{}", sheet.basics.head);
            assert!(text.contains(&sheet.basics.monthly_grant.to_string()));
        }
        assert!(pdf.pages >= 14, "{}", pdf.pages);
        assert!(text.contains(&format!("第{0}页共{0}页", pdf.pages)));
        assert!(text.contains(edition.label()) && text.contains(&pdf.version.to_string()[..8]));
        assert_nothing_overflows(pdf);

        let info = poppler("pdfinfo", &[], pdf, &[]);
        assert!(info.contains(&content.meeting.title) && info.contains(edition.label()), "{info}");
        let fonts = poppler("pdffonts", &[], pdf, &[]);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty());
        assert!(fonts.iter().all(|font| font.contains('+') && font.contains("yes yes yes")), "{fonts:?}");
        let outline = poppler("pdftohtml", &["-xml", "-i", "-stdout"], pdf, &[]);
        let outline = outline.split_once("<outline>").unwrap().1;
        for bookmark in ["会议议程", "第 2 户", "材料清单"] {
            assert!(outline.contains(bookmark), "{bookmark} in {outline}");
        }
        assert!(pdf.missing_photos.is_empty() && pdf.undrawable.is_empty());
    }
}

#[test]
fn participants_read_nothing_that_is_not_theirs() {
    let mut content = sample::content(4, 8).unwrap();
    content.households[2].attempts = content.households[0].attempts.clone();
    let third = &mut content.households[2];
    third.visits[0].reason.push_str("邻居申屠不言代答，证号11010519491231002X。");
    content.meeting.place = Some(format!("村委会，联系{PHONE}"));
    let pdf = render(&content, Edition::Participants).unwrap();
    let text = text(&pdf);
    for sheet in &content.households {
        assert!(text.contains(&sheet.basics.head));
        for member in &sheet.members {
            for part in
                [&member.identity[..], &member.identity[6..14], &scrub::mask_identity(&member.identity)]
            {
                assert!(!text.contains(part), "{part}");
            }
            if member.relation != "本人" {
                assert!(!text.contains(&member.name), "{}", member.name);
            }
        }
    }
    for private in
        [ACCOUNT, PHONE, DIAGNOSIS, INTERVIEWEE, "透析", "重病", "慢病", "存款", "3200.00", "证件", "110105"]
    {
        assert!(!text.contains(private), "{private}");
    }
    let spaced = poppler("pdftotext", &[], &pdf, &["-"]);
    let longest = spaced.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    assert!(longest < 15, "a run of {longest} digits may be an identity number");
    for shown in ["工资性收入", "残疾", "共同生活", "〔已隐去〕", "三轮货车"] {
        assert!(text.contains(shown), "{shown}");
    }
    let raw = String::from_utf8_lossy(&pdf.bytes);
    assert!(!raw.contains(INTERVIEWEE) && !raw.contains(ACCOUNT));
}

#[test]
fn the_organiser_reads_masked_numbers_and_no_interviewee() {
    let content = &*CONTENT;
    let text = text(&ORGANISERS);
    let member = &content.households[0].members[0];
    assert!(text.contains(&scrub::mask_identity(&member.identity)) && !text.contains(&member.identity));
    assert!(text.contains(DIAGNOSIS) && text.contains("********0018"));
    assert!(!text.contains(ACCOUNT) && !text.contains(INTERVIEWEE));
    assert!(!format!("{content:?}").contains(&member.identity), "Debug must not tell identity numbers");
    assert!(!format!("{content:?}").contains(INTERVIEWEE));
}

#[test]
fn what_people_type_is_printed_and_never_run() {
    let typed = [
        "#panic(\"x\")",
        "*粗*",
        "_斜_",
        "$x^2$",
        "@sheet-1",
        "<sheet-1>",
        "= 标题",
        "\\u{41}",
        "#{1+1}",
        "https://a.b",
        "`r`",
        "//注",
        "/*注*/",
        "[内容]",
        "#include \"/data.json\"",
        "\"引\"",
        "- 项",
        "~~",
        "---",
    ];
    let mut content = sample::content(1, 0).unwrap();
    let sheet = &mut content.households[0];
    sheet.basics.head = typed[0].to_owned();
    sheet.members =
        typed.iter().map(|name| Member { name: (*name).to_owned(), ..sheet.members[0].clone() }).collect();
    content.meeting.title = format!("会议{}", typed[0]);
    content.policy[0].text = typed.join(" ");
    let pdf = render(&content, Edition::Organiser).unwrap();
    let text = text(&pdf);
    for name in typed {
        let name: String = name.split_whitespace().collect();
        assert!(text.contains(&name), "{name}");
    }
    assert!(poppler("pdfinfo", &[], &pdf, &[]).contains(typed[0]));
}

#[test]
fn missing_and_broken_photos_print_as_boxes() {
    let mut content = sample::content(1, 3).unwrap();
    let lost = Sha256Hash::of(b"nobody has this photo");
    content.households[0].photos[1].derivative = lost;
    let pdf = render(&content, Edition::Organiser).unwrap();
    assert_eq!(pdf.missing_photos, [lost]);
    let text = text(&pdf);
    let original = content.households[0].photos[1].original.to_string();
    assert!(text.contains("照片缺失") && text.contains(&original[..8]));
}

#[test]
fn extreme_households_still_fit_the_paper() {
    let mut content = sample::content(4, 9).unwrap();
    let long = "阿卜杜热西提·麦麦提明江·".repeat(6);
    let [first, second, third, fourth] = &mut content.households[..] else { unreachable!() };
    first.basics.head.clone_from(&long);
    first.visits[0].reason = "住房年久失修。".repeat(400);
    first.seen[0].value = "W".repeat(300);
    let person = second.members[0].clone();
    second.members = (0..12)
        .map(|i| Member { name: format!("{long}{i}"), health: long.clone(), ..person.clone() })
        .collect();
    second.mismatches = third.mismatches.clone();
    second.mismatches[0].evidence = vec![long.clone(); 5];
    third.basics.head = "𬱖㛃\u{e123}\u{202e}反".to_owned();
    let empty = sample::household(4, 0).unwrap();
    *fourth = content::HouseholdSheet {
        basics: content::HouseholdBasics {
            household: HouseholdId::new("H00004").unwrap(),
            head: String::new(),
            group: String::new(),
            aid_category: String::new(),
            review_class: String::new(),
            start_month: String::new(),
            poverty_cause: String::new(),
            proposed_category: None,
            proposed_grant: None,
            monthly_grant: Fen(i64::MAX),
            ..empty.basics
        },
        members: vec![],
        income: None,
        seen: vec![],
        visits: vec![],
        attempts: vec![],
        photos: vec![],
        interviews: vec![],
        mismatches: vec![],
        blocks: vec![],
        findings: vec![],
        assessment: vec![],
        records: vec![],
        never_print: vec![PrivateWord(String::new())],
        organiser_only: vec![],
    };
    content.meeting.place = None;
    content.meeting.held_at_ms = Some(i64::MIN);
    content.meeting.title = "2026年最低生活保障年度复核暨专项整治回头看民主评议会".repeat(3);
    content.policy.clear();
    for edition in [Edition::Organiser, Edition::Participants] {
        let pdf = render(&content, edition).unwrap();
        assert_nothing_overflows(&pdf);
        let text = text(&pdf);
        assert!(text.contains("𬱖㛃〔U+E123〕反"));
        assert_eq!(pdf.undrawable.iter().collect::<String>(), "\u{e123}");
        assert!(text.contains("没有现场照片") && text.contains("没有申报收入资料"));
        assert!(text.contains("张照片未印出") == (edition == Edition::Organiser), "one of nine is a paper");
    }
}

#[test]
fn the_version_names_the_content() {
    let mut content = sample::content(1, 1).unwrap();
    let manifest = Manifest::of(&content);
    let version = manifest.version();
    assert_eq!(version, Sha256Hash::of(&manifest.bytes()));
    assert_eq!(manifest.counts(), (3, 1));
    content.households[0].records.reverse();
    content.households[0].basics.monthly_grant = Fen(1);
    assert_ne!(Manifest::of(&content).version(), version);
}

#[test]
fn a_pack_has_between_one_and_three_hundred_households() {
    let mut content = sample::content(1, 0).unwrap();
    content.households = vec![content.households[0].clone(); MAX_HOUSEHOLDS + 1];
    assert_eq!(render(&content, Edition::Organiser).unwrap_err().code(), "too_many_households");
    content.households.clear();
    assert_eq!(render(&content, Edition::Organiser).unwrap_err().code(), "no_households");
}

#[test]
fn editions_have_names_that_commands_can_use() {
    for edition in [Edition::Organiser, Edition::Participants] {
        assert_eq!(Edition::from_name(edition.name()), Some(edition));
    }
    assert_eq!(Edition::from_name("public"), None);
}
