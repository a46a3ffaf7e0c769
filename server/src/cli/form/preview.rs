//! `ruhu form preview`.

use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use ruhu_core::{
    clock::{Clock, SystemClock},
    ids::BootId,
};

use crate::{
    entropy::fresh_bytes,
    preview::{Desk, PreviewError, serve},
    serve::runtime,
};

pub(super) fn preview(file: &Path, port: u16) -> anyhow::Result<ExitCode> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new(BootId(fresh_bytes()?)));
    let desk = match Desk::open(file, clock.read().wall_ms) {
        Ok(desk) => desk,
        Err(PreviewError::Form(report)) => {
            super::report_errors(&report, "无法预览");
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    let runtime = runtime()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
            .await
            .with_context(|| format!("端口 {port} 被占用，请换一个 --port"))?;
        println!("请在浏览器打开 http://{}（按 Ctrl-C 结束）", listener.local_addr()?);
        tokio::select! {
            served = serve(desk, listener, clock) => served?,
            stopped = tokio::signal::ctrl_c() => stopped?,
        }
        Ok(ExitCode::SUCCESS)
    })
}
