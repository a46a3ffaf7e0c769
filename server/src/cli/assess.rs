//! `ruhu assess`: what a household is entitled to, and how every figure came about.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Args;
use ruhu_core::{
    assessment::{
        Assessment, Contradiction, Flip, MAX_POLICY_BYTES, NeighbourContradiction, Policy, RoundChange,
        assess, contradictions, what_would_change,
    },
    ids::HouseholdId,
};
use serde::Serialize;

use super::{DataArgs, files::read_up_to};
use crate::{
    casework::assessing::assessable,
    store::{AuditLine, StoreError},
};

#[derive(Debug, Args)]
pub(super) struct AssessArgs {
    /// 户编号
    household: HouseholdId,
    #[command(flatten)]
    data: DataArgs,
    /// 逐项说明每个数字的来源、规则和依据
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
    /// 政策文件(TOML)；不填则按户所在地和入户日期选用
    #[arg(long)]
    policy: Option<PathBuf>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    household: &'a HouseholdId,
    assessment: &'a Assessment<'a>,
    what_would_change: &'a [Flip],
    contradictions: &'a [Contradiction],
    neighbours: &'a [NeighbourContradiction],
    /// Null where there was no earlier campaign.
    since_last_round: Option<&'a [RoundChange]>,
}

pub(super) fn run(args: &AssessArgs) -> anyhow::Result<ExitCode> {
    let policy = args.policy.as_deref().map(read_policy).transpose()?;
    let app = args.data.open()?;
    let household = &args.household;
    let known = app.store.read(|r| assessable(r, household, policy))?;
    let now_ms = app.now_ms();
    let line = AuditLine {
        at_ms: now_ms,
        actor: "cli".to_owned(),
        action: "household.assess".to_owned(),
        subject: format!("household:{household}"),
        purpose: String::new(),
    };
    app.store.write(move |w| -> Result<(), StoreError> { w.audit(&line) })?;

    if args.json {
        let changes = known.changes();
        let answer = Answer {
            household,
            assessment: &assess(&known.facts, &known.policy),
            what_would_change: &what_would_change(&known.facts, &known.policy),
            contradictions: &contradictions(&known.facts, &known.policy),
            neighbours: &known.neighbours,
            since_last_round: changes.as_deref(),
        };
        println!("{}", serde_json::to_string_pretty(&answer).context("无法生成 JSON，请升级后重试")?);
        return Ok(ExitCode::SUCCESS);
    }
    println!("户 {household}");
    let lines = known.explained();
    // Without the explanation only the proposal: the lines before the first section.
    let shown = lines.iter().enumerate().take_while(|(at, line)| args.explain || *at == 0 || line.depth > 0);
    for (_, line) in shown {
        println!("{}{}", "  ".repeat(line.depth), line.text);
    }
    Ok(ExitCode::SUCCESS)
}

fn read_policy(path: &Path) -> anyhow::Result<Policy> {
    let of = || format!("{}", path.display());
    let bytes = read_up_to(path, MAX_POLICY_BYTES)?;
    let text = String::from_utf8(bytes)
        .ok()
        .with_context(|| format!("{} 不是 UTF-8 编码的文本，请另存为 UTF-8 后重试", path.display()))?;
    Policy::read(&text).with_context(of)
}
