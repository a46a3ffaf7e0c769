//! The acts of the demo, in order: roster, phones, survey without a network, sync, meeting, packs, spot check.
#![expect(clippy::print_stdout, reason = "the demo tells people where its server is")]

use std::{fs, net::SocketAddr, path::Path, sync::Arc};

use anyhow::{Context, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use ruhu_core::{
    capture::read_watermark_font,
    clock::SystemClock,
    ids::{BootId, MeetingId},
    region::RegionCode,
    sampling::{Rate, Source},
    sync::Unwatched,
};

use super::{
    county_form, dishonest,
    dishonest::Caught,
    fonts,
    offline::survey_all,
    options::{DemoOptions, MAX_DISHONEST, MAX_HOUSEHOLDS, MAX_PHONES},
    photos::load_photos,
    relatives,
    report::{Outputs, PackPages, Summary, tell, tell_caught, visits_by_form},
    survey::{Camera, Phone, Tally},
    verification,
    workbook::write_workbook,
};
use crate::{
    app::App,
    casework::{self, divisions, verification::VerificationReport},
    entropy::{fresh_bytes, fresh_code},
    ingest::make_code,
    local_time,
    pack::{Edition, PackFonts},
    review::{NewMeeting, create_meeting, make_pack},
    serve::LocalServer,
    spot_check::{self, AnnouncedSource, Proof, verify_proof},
    store::{MeetingOfficers, Role, StoreError, User},
};

/// 铅山县武夷山镇, the first village committee of the sample county's data.
const VILLAGE: &str = "361124106200";
/// Marks a folder that the demo made and may clear.
const MARKER: &str = ".ruhu-demo";
/// Surveyors, two to a phone.
const TEAMS: [[&str; 2]; 5] = [
    ["陈建国", "李秀英"],
    ["刘志强", "杨桂花"],
    ["黄明亮", "周玉兰"],
    ["徐春生", "胡美香"],
    ["何文斌", "罗翠莲"],
];
/// Households that one phone surveys in a day.
const HOUSEHOLDS_A_DAY: usize = 16;
/// Bytes of the demo's dice: 48 throws.
const DICE_BYTES: usize = 48;

/// Runs the demo; progress goes to standard error, the summary is returned and written.
///
/// # Errors
/// Whatever any of the real parts reports.
pub fn run(options: &DemoOptions) -> anyhow::Result<Summary> {
    ensure!(
        (1..=MAX_HOUSEHOLDS).contains(&options.households),
        "户数应在 1 到 {MAX_HOUSEHOLDS} 之间，请修改 --households"
    );
    ensure!((1..=MAX_PHONES).contains(&options.phones), "手机数应在 1 到 {MAX_PHONES} 之间，请修改 --phones");
    ensure!(
        (0.0..=MAX_DISHONEST).contains(&options.dishonest),
        "不实入户的比例应在 0 到 {MAX_DISHONEST} 之间，请修改 --dishonest"
    );
    let fonts = fonts::find_or_install(&options.font_path)?;
    let outputs = prepare(&options.out)?;
    let camera = match &options.photos {
        Some(folder) => Camera::Folder(load_photos(folder)?),
        None => Camera::Drawn,
    };
    let clock = SystemClock::new(BootId(fresh_bytes()?));
    let app = Arc::new(App::open(&outputs.data(), Arc::new(clock))?);
    let village = village(&app)?;
    let (accepted, rejected) = roster(&app, &village, (&outputs, options))?;
    let (phones, address) = enrol(&app, &village, (&outputs, options))?;
    if let Some((file, face)) = fonts.sans_file() {
        let font = Arc::new(read_watermark_font(file, face)?);
        phones.iter().for_each(|phone| phone.session.write_watermarks_with(Some(Arc::clone(&font))));
    }
    let ways = dishonest::plan((options.households, options.phones), options.dishonest, options.seed);
    let survey = survey_all(&phones, &camera, (options.seed, &ways))?;
    let server = LocalServer::start(Arc::clone(&app), address)?;
    let digests_equal = sync(&phones)?;
    relatives::register(&app, &survey.ways, &outputs)?;
    let found = dishonest::judge(&app, &village, &survey.ways)?;
    let verified = verification::answer(&app, &village, &outputs)?;
    let act = Act { app: &app, village: &village, outputs: &outputs };
    let meeting = act.meeting()?;
    let (pack_pages, pack_version) = act.packs(&meeting.0, &fonts)?;
    let proof = act.spot_check(options.seed)?;
    let summary = act.summary(Counted {
        seed: options.seed,
        accepted,
        rejected,
        phones: phones.len(),
        tally: survey.tally,
        found,
        verified: &verified,
        meeting,
        pack_pages,
        pack_version,
        proof: &proof,
        digests_equal,
    })?;
    fs::write(outputs.file("summary.json"), serde_json::to_string_pretty(&summary)? + "\n")?;
    tell(&summary, &outputs);
    if options.dishonest > 0.0 {
        tell_caught(&summary.findings);
    }
    if options.serve {
        stay(&app, &village, &server)?;
    }
    server.stop();
    Ok(summary)
}

/// An empty folder, or one that an earlier demo made: only such a one is cleared.
fn prepare(out: &Path) -> anyhow::Result<Outputs> {
    let marker = out.join(MARKER);
    if marker.exists() {
        for name in ["data", "phones"] {
            let folder = out.join(name);
            if folder.exists() {
                fs::remove_dir_all(folder)?;
            }
        }
    } else if out.exists() && fs::read_dir(out)?.next().is_some() {
        anyhow::bail!("{} 不是空目录，也不是以前的演示目录；请换一个 --out 目录", out.display());
    }
    fs::create_dir_all(out).with_context(|| format!("无法创建 {}，请检查路径和权限", out.display()))?;
    fs::write(marker, "")?;
    Ok(Outputs { dir: out.to_owned() })
}

fn village(app: &App) -> anyhow::Result<RegionCode> {
    let wanted: RegionCode = VILLAGE.parse()?;
    let known = app.store.read(|r| r.division_name(&wanted))?.is_some();
    if known {
        return Ok(wanted);
    }
    let tree = divisions::sample_tree();
    let first = tree.iter().map(|(code, _)| code).find(|code| code.village_kind().is_some()).cloned();
    first.context("内置区划中没有村")
}

pub(super) fn bar(length: usize, message: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len} {elapsed}");
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(0)).with_message(message);
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
}

/// Act one: a workbook is written and comes in through the importer that offices use.
fn roster(
    app: &App,
    village: &RegionCode,
    (outputs, options): (&Outputs, &DemoOptions),
) -> anyhow::Result<(usize, usize)> {
    let file = outputs.file("roster.xlsx");
    let tree = app.store.read(|r| r.divisions(village))?;
    write_workbook(&file, &tree, village, (options.households, options.seed))?;
    let fences = outputs.file("fences.geojson");
    fs::write(&fences, dishonest::fence(village, tree.name(village).unwrap_or_default()))?;
    casework::fences::import_fences(app, fs::read_to_string(&fences)?)?;
    let report = casework::import_roster(app, &fs::read(&file)?, village)?;
    fs::write(outputs.file("import-report.json"), serde_json::to_string_pretty(&report)? + "\n")?;
    ensure!(
        report.accepted.len() == options.households,
        "花名册导入了 {} 户，应为 {} 户",
        report.accepted.len(),
        options.households
    );
    Ok((report.accepted.len(), report.rejected_households()))
}

/// Act two: phones are enrolled with one-time codes and fetch their households; then the server goes away.
fn enrol(
    app: &Arc<App>,
    village: &RegionCode,
    (outputs, options): (&Outputs, &DemoOptions),
) -> anyhow::Result<(Vec<Phone>, SocketAddr)> {
    let server = LocalServer::start(Arc::clone(app), ([127, 0, 0, 1], 0).into())?;
    let start_ms = first_morning(app.now_ms(), options)?;
    let progress = bar(options.phones, "登记手机");
    let mut phones = Vec::new();
    for number in 1..=options.phones {
        let team = TEAMS.get((number - 1) % TEAMS.len()).copied().unwrap_or_default();
        let phone = Phone::open(&outputs.phone(number), (number, options.seed), team, start_ms)?;
        let code = make_code(app, team.first().copied().unwrap_or_default(), village)?;
        phone.session.enrol(&server.url(), &code, &format!("演示手机{number}"))?;
        phone.session.sync(&Unwatched)?;
        phones.push(phone);
        progress.inc(1);
    }
    progress.finish();
    county_form::change_over(app, &phones, outputs)?;
    let address = server.address();
    server.stop();
    Ok((phones, address))
}

/// The morning on which the surveyors set out, so that they are done before the demo's own day.
fn first_morning(now_ms: i64, options: &DemoOptions) -> anyhow::Result<i64> {
    let nights = dishonest::nights((options.households, options.phones), options.dishonest, options.seed);
    let days = 1 + nights + options.households.div_ceil(options.phones) / HOUSEHOLDS_A_DAY;
    let today = local_time::beijing(now_ms).date();
    let morning = today.checked_sub(jiff::Span::new().days(i64::try_from(days)?))?.at(8, 30, 0, 0);
    Ok(local_time::beijing_offset().to_timestamp(morning)?.as_millisecond())
}

/// Act four: the network is back.
fn sync(phones: &[Phone]) -> anyhow::Result<bool> {
    let progress = bar(phones.len(), "同步上传");
    let mut equal = true;
    for phone in phones {
        let report = phone.session.sync(&Unwatched)?;
        equal &= report.digest_equal && report.problems.is_empty();
        progress.inc(1);
    }
    progress.finish();
    Ok(equal)
}

struct Act<'a> {
    app: &'a Arc<App>,
    village: &'a RegionCode,
    outputs: &'a Outputs,
}

struct Counted<'a> {
    seed: u64,
    accepted: usize,
    rejected: usize,
    phones: usize,
    tally: Tally,
    found: Vec<Caught>,
    verified: &'a VerificationReport,
    meeting: (MeetingId, usize),
    pack_pages: PackPages,
    pack_version: String,
    proof: &'a Proof,
    digests_equal: bool,
}

impl Act<'_> {
    /// Act five: the meeting is called over every household whose visit is complete.
    fn meeting(&self) -> anyhow::Result<(MeetingId, usize)> {
        let tomorrow = local_time::beijing(self.app.now_ms() + 24 * 3_600_000);
        let (meeting, agenda) = create_meeting(
            self.app,
            NewMeeting {
                region: self.village.clone(),
                title: String::new(),
                held_at: format!("{}T19:00", tomorrow.date()),
                place: "村党群服务中心会议室".to_owned(),
                officers: MeetingOfficers::default(),
            },
        )?;
        Ok((meeting.meeting, agenda.households.len()))
    }

    /// Act six: both editions of the pack.
    fn packs(&self, meeting: &MeetingId, fonts: &PackFonts) -> anyhow::Result<(PackPages, String)> {
        let progress = bar(2, "生成材料");
        let organiser = make_pack(self.app, meeting, Edition::Organiser, (fonts, "demo"))?;
        fs::write(self.outputs.file("pack-organiser.pdf"), &organiser.bytes)?;
        progress.inc(1);
        let participants = make_pack(self.app, meeting, Edition::Participants, (fonts, "demo"))?;
        fs::write(self.outputs.file("pack-participants.pdf"), &participants.bytes)?;
        progress.inc(1);
        progress.finish();
        let pages = PackPages { organiser: organiser.pages, participants: participants.pages };
        Ok((pages, organiser.version.to_string()))
    }

    /// Act seven: the frame is frozen, the sources come after it, the draw is verified from its proof alone.
    fn spot_check(&self, seed: u64) -> anyhow::Result<Proof> {
        let announced = ["骰子", "彩票"].map(|name| AnnouncedSource {
            name: name.to_owned(),
            what: format!("演示用{name}：由 --seed 生成，真实抽查应使用公开产生的结果"),
        });
        let notice = spot_check::freeze(self.app, self.village, "0.10".parse::<Rate>()?, announced.into())?;
        fs::write(self.outputs.file("spot-check-notice.json"), notice.to_json()?)?;
        let dice: Vec<u8> = (0..DICE_BYTES)
            .map(|nth| {
                1 + u8::try_from((seed.rotate_left(u32::try_from(nth).unwrap_or(0)) + nth as u64) % 6)
                    .unwrap_or(0)
            })
            .collect();
        let lottery = format!("{:020}", seed.wrapping_mul(6_364_136_223_846_793_005));
        let sources = [Source::new("骰子", dice)?, Source::new("彩票", lottery.into_bytes())?];
        let proof = spot_check::draw(self.app, None, &sources)?;
        let json = proof.to_json()?;
        verify_proof(json.as_bytes())?;
        fs::write(self.outputs.file("spot-check.json"), json)?;
        Ok(proof)
    }

    fn summary(&self, counted: Counted<'_>) -> anyhow::Result<Summary> {
        let (counts, visits_by_form, files, bytes, name) =
            self.app.store.read(|r| -> Result<_, StoreError> {
                let (files, bytes) = r.blob_totals()?;
                let name = r.divisions(self.village)?.full_name(self.village);
                Ok((r.record_counts(self.village)?, visits_by_form(r, self.village)?, files, bytes, name))
            })?;
        ensure!(
            counts.sealed == counted.tally.sealed,
            "服务器收到 {} 条记录，手机封存了 {} 条",
            counts.sealed,
            counted.tally.sealed
        );
        Ok(Summary {
            seed: counted.seed,
            region: self.village.to_string(),
            region_name: name,
            households: counted.accepted,
            rejected: counted.rejected,
            phones: counted.phones,
            visits: counts.visits,
            visits_by_form,
            interviews: counts.interviews,
            attempts: counts.attempts,
            photos: counted.tally.photos,
            photo_files: files,
            photo_bytes: bytes,
            sealed: counted.tally.sealed,
            complete: counts.complete,
            quarantined: counts.quarantined,
            findings: counted.found,
            verified: counted.verified.matched,
            contradicted: counted.verified.contradicted.len(),
            meeting: counted.meeting.0.to_string(),
            agenda: counted.meeting.1,
            pack_pages: counted.pack_pages,
            pack_version: counted.pack_version,
            frame_size: counted.proof.lines.len(),
            sample_size: counted.proof.strata.values().map(|stratum| stratum.sample.len()).sum(),
            digests_equal: counted.digests_equal,
        })
    }
}

/// Keeps the server up for people to look around.
fn stay(app: &Arc<App>, village: &RegionCode, server: &LocalServer) -> anyhow::Result<()> {
    let password = fresh_code::<12>()?;
    let user = User {
        login: "demo".to_owned(),
        name: "演示用户".to_owned(),
        role: Role::Reviewer,
        region: village.parent().unwrap_or_else(|| village.clone()),
        password_hash: crate::auth::hash_password(&password)?,
    };
    let now_ms = app.now_ms();
    app.store.write(move |w| -> Result<(), StoreError> { w.keep_user(&user, now_ms) })?;
    println!("网页端：{}  用户名 demo  密码 {password}(按 Ctrl-C 结束)", server.url());
    let runtime = crate::serve::runtime()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    Ok(())
}
