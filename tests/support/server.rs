//! A real server process.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use anyhow::{Context, bail};
use ruhu_core::{
    clock::SystemClock,
    household::{AidCategory, HouseholdRecord, Member, PersonName, Relation, RosterRow},
    ids::{BootId, HouseholdId},
    money::Fen,
    region::RegionCode,
};
use ruhu_server::{app::App, ingest::tell_households, store::StoreError};

use crate::{phone::WirePhone, site::VILLAGE};

/// Path of the `ruhu` program of this build: `RUHU_BIN`, or beside the running test.
///
/// # Errors
/// Where it has not been built.
pub fn ruhu_bin() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("RUHU_BIN") {
        return Ok(path.into());
    }
    let exe = std::env::current_exe()?;
    let found = exe.ancestors().skip(1).map(|dir| dir.join("ruhu")).find(|path| path.is_file());
    found.context("the program `ruhu` is not built: run `cargo build -p ruhu-server`, or `cargo xtask test`")
}

/// Runs one command of `ruhu` to its end.
///
/// # Errors
/// Where it cannot be started; its own failure is in the output.
pub fn ruhu(args: &[&str]) -> anyhow::Result<std::process::Output> {
    Ok(Command::new(ruhu_bin()?).args(args).output()?)
}

/// Standard output of a command that must succeed.
///
/// # Errors
/// With both outputs where it does not.
pub fn ruhu_ok(args: &[&str]) -> anyhow::Result<String> {
    let output = ruhu(args)?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("ruhu {args:?} failed: {stdout}{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(stdout)
}

/// The command that prints a one-time code for a phone of this region.
#[must_use]
pub fn one_time_code<'a>(data: &'a str, region: &'a str) -> [&'a str; 8] {
    ["device", "code", "--data", data, "--surveyor", "陈建国", "--region", region]
}

/// The code in what that command printed.
#[must_use]
pub fn code_in(printed: &str) -> String {
    printed.chars().skip_while(|c| !c.is_ascii_alphanumeric()).take(10).collect()
}

/// A phone of the village of the tests, enrolled as an operator and a surveyor would.
///
/// # Errors
/// Where the server refuses.
pub fn enrol_phone(data: &Path, url: &str, number: u8) -> anyhow::Result<WirePhone> {
    let data = data.to_string_lossy();
    let printed = ruhu_ok(&one_time_code(&data, VILLAGE))?;
    WirePhone::enrol(url, &code_in(&printed), number)
}

/// A running `ruhu serve`; killed when dropped.
pub struct ServerProcess {
    child: Child,
    url: String,
}

impl ServerProcess {
    /// Starts a server over a data folder on a free port.
    ///
    /// # Errors
    /// Where it does not come up.
    pub fn start(data: &Path) -> anyhow::Result<Self> {
        Self::start_on(data, "127.0.0.1:0")
    }

    /// Starts a server on a given address.
    ///
    /// # Errors
    /// Where it does not come up.
    pub fn start_on(data: &Path, listen: &str) -> anyhow::Result<Self> {
        Self::of(&mut Self::command(data, listen)?)
    }

    /// Starts a server by a command that was made with [`Self::command`].
    ///
    /// # Errors
    /// Where it does not come up.
    pub fn of(command: &mut Command) -> anyhow::Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().context("no standard output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let url = line.trim().split_once("http").map(|(_, rest)| format!("http{rest}")).unwrap_or_default();
        let mut server = Self { child, url };
        if server.url.is_empty() {
            // A process that has ended keeps its status; one that speaks otherwise must not be waited for.
            server.child.kill()?;
            bail!("the server did not start: {} {line}", server.child.wait()?);
        }
        Ok(server)
    }

    /// The command that starts it, for who watches or kills it in their own way.
    ///
    /// # Errors
    /// Where the program has not been built.
    pub fn command(data: &Path, listen: &str) -> anyhow::Result<Command> {
        let mut command = Command::new(ruhu_bin()?);
        command.args(["serve", "--listen", listen, "--data"]).arg(data);
        command.env("RUHU_LOG", "error").stdout(Stdio::piped());
        Ok(command)
    }

    /// Its address, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Host and port alone.
    #[must_use]
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// Where the process cannot be signalled.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Peak resident memory so far, in KiB.
    ///
    /// # Errors
    /// Where the system does not say.
    pub fn peak_rss_kib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // Best effort: the process may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Opens a data folder beside a running server, as operators' commands do.
///
/// # Errors
/// The store's.
pub fn open_app(data: &Path) -> anyhow::Result<Arc<App>> {
    Ok(Arc::new(App::open(data, Arc::new(SystemClock::new(BootId([1; 16]))))?))
}

/// Puts invented households of a village into the store and tells the phones that cover it.
///
/// # Errors
/// The store's.
pub fn invent_households(app: &App, region: &str, count: u32) -> anyhow::Result<Vec<HouseholdId>> {
    let region: RegionCode = region.parse()?;
    let mut ids = Vec::new();
    let mut records = Vec::new();
    for no in 1..=count {
        let id = HouseholdId::new(format!("t-{region}-{no:05}"))?;
        ids.push(id.clone());
        records.push(HouseholdRecord { row: row(id, &region, no)?, bank: None, account: None });
    }
    let told = ids.clone();
    let now_ms = app.now_ms();
    app.store.write(move |w| -> Result<(), StoreError> {
        for record in &records {
            w.keep_household(record, now_ms)?;
        }
        tell_households(w, &told, now_ms)
    })?;
    Ok(ids)
}

fn row(household_id: HouseholdId, region: &RegionCode, no: u32) -> anyhow::Result<RosterRow> {
    let names = ["王大山", "赵小兰", "钱福贵", "孙玉梅", "周长根", "吴秀珍"];
    let head_name = PersonName::new(names.get(no as usize % names.len()).copied().unwrap_or("郑水生"))?;
    let head = Member {
        name: head_name.clone(),
        relation: Relation::Oneself,
        id_no: None,
        birth: jiff::civil::Date::new(1956, 3, 8).ok(),
        insured: true,
    };
    Ok(RosterRow {
        household_id,
        version: 1,
        roster_no: Some(no),
        region: region.clone(),
        village_name: "试验村".to_owned(),
        group_name: format!("{}组", no % 8 + 1),
        address: format!("试验村{}组", no % 8 + 1),
        head_name,
        aid_category: AidCategory::ALL.first().copied().context("no category")?,
        poverty_cause: None,
        review_class: None,
        monthly_grant: Fen(62_000),
        start_month: None,
        member_count: 3,
        insured_count: 3,
        members: vec![head],
        remark: String::new(),
        related_flag: false,
    })
}
