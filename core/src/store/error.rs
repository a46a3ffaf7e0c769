//! Why the phone's store refuses.

use std::io;

use rusqlite::ErrorCode;

use super::vault::VaultError;
use crate::{error::Explain, journal::CodecError};

/// Why the phone's store refuses. After any of these the store is as it was before the call.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room left on the phone.
    #[error("手机存储空间不足，未保存；请清理空间后重新保存")]
    DiskFull,
    /// The system refused to read or write.
    #[error("读写手机存储失败，未保存；请重启应用后重试，多次失败请联系技术支持")]
    Io(#[source] io::Error),
    /// Any other refusal of the database.
    #[error("本机数据库出错，未保存；请重启应用后重试，多次失败请联系技术支持")]
    Database(#[source] rusqlite::Error),
    /// The folder was made with another key.
    #[error("密钥不正确，无法打开本机数据；请用原来的账号登录，或联系技术支持")]
    WrongKey,
    /// The database file is damaged; a copy was put into the folder `quarantine`.
    #[error("本机数据库文件已损坏，副本已另行保存；请不要卸载应用，并联系技术支持恢复")]
    DamagedFile,
    /// A value in the database is not what it should be.
    #[error("本机数据无法读取或已损坏({what})，请重启应用后重试；仍出现时不要卸载应用，并联系技术支持恢复")]
    Damaged {
        /// Table and column.
        what: &'static str,
    },
    /// A later version of the app has used this folder.
    #[error("本机数据由更新版本的应用写入，请升级应用后再打开")]
    StoreNewer,
    /// Another process has this folder open.
    #[error("本机数据正被另一个程序使用，请关闭另一个应用窗口后重试")]
    StoreInUse,
    /// The photo vault refuses.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The system gave no random bytes.
    #[error("系统随机数不可用，未保存；请重启手机后重试")]
    NoRandomness,
    /// A value cannot be written or read as CBOR.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// The phone is not enrolled yet.
    #[error("本机还没有登记，请先用登记码登记设备")]
    NotEnrolled,
}

impl Explain for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk_full",
            Self::Io(_) => "store_io",
            Self::Database(_) => "store_failed",
            Self::WrongKey => "wrong_key",
            Self::DamagedFile | Self::Damaged { .. } => "store_damaged",
            Self::StoreNewer => "store_newer",
            Self::StoreInUse => "store_in_use",
            Self::Vault(inner) => inner.code(),
            Self::NoRandomness => "no_randomness",
            Self::Codec(inner) => inner.code(),
            Self::NotEnrolled => "not_enrolled",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::DiskFull,
                // The shared-memory file of the WAL could not grow: the same full disk under another name.
                _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::DiskFull,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged { what: "file" },
                _ => Self::Database(error),
            },
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => Self::Damaged { what: "column" },
            _ => Self::Database(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull
            }
            _ => Self::Io(error),
        }
    }
}
