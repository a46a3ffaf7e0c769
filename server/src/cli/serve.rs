//! `ruhu serve`.

use std::{io::Write as _, net::SocketAddr, process::ExitCode, sync::Arc};

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;

use super::DataArgs;
use crate::{ingest, room::KEEP_FREE_BYTES, serve};

const MB: u64 = 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 监听地址
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// 磁盘剩余空间少于此值时不再接收照片，单位 MB
    #[arg(long, default_value_t = KEEP_FREE_BYTES / MB)]
    keep_free: u64,
    /// 以 JSON 输出日志
    #[arg(long)]
    log_json: bool,
}

pub(super) fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    start_logs(args.log_json);
    let mut app = args.data.open()?;
    app.keep_free_bytes = args.keep_free.saturating_mul(MB);
    let app = Arc::new(app);
    ingest::clear_orphans(&app)?;
    let runtime = serve::runtime()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("无法监听 {}，请换一个端口或停止占用它的程序", args.listen))?;
        announce(&format!("Ruhu 已启动：http://{}", listener.local_addr()?));
        serve::serve(app, listener, stop_signal()).await?;
        announce("Ruhu 已停止");
        anyhow::Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Resolves at Ctrl-C or when the service manager asks to stop.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

fn start_logs(json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("RUHU_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        logs.json().init();
    } else {
        logs.init();
    }
}

/// The server serves whether or not its words can be written.
fn announce(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
