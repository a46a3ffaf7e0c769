//! `ruhu user`.

use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;
use ruhu_core::region::RegionCode;

use super::DataArgs;
use crate::{
    auth::hash_password,
    entropy::fresh_code,
    store::{Role, StoreError, User},
};

/// Characters of a password that the program makes up.
const PASSWORD_LENGTH: usize = 12;

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// 新建用户，或重设其密码
    Add {
        #[command(flatten)]
        data: DataArgs,
        /// 登录名
        #[arg(long)]
        login: String,
        /// 姓名
        #[arg(long)]
        name: String,
        /// 角色：reviewer 乡镇审核、supervisor 县级监督、approver 县级确认、administrator 系统管理员
        #[arg(long)]
        role: String,
        /// 区划代码
        #[arg(long, value_parser = super::region)]
        region: RegionCode,
    },
}

pub(super) fn run(command: &UserCommand) -> anyhow::Result<ExitCode> {
    let UserCommand::Add { data, login, name, role, region } = command;
    let app = data.open()?;
    let role = Role::from_name(role)
        .context("角色只能是 reviewer、supervisor、approver 或 administrator，请修改 --role 后重试")?;
    let password = fresh_code::<PASSWORD_LENGTH>()?;
    let user = User {
        login: login.clone(),
        name: name.clone(),
        role,
        region: region.clone(),
        password_hash: hash_password(&password)?,
    };
    let now_ms = app.now_ms();
    app.store.write(move |w| -> Result<(), StoreError> { w.keep_user(&user, now_ms) })?;
    println!("用户 {login}({})，初始密码：{password}", role.label());
    Ok(ExitCode::SUCCESS)
}
