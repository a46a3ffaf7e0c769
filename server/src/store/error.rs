//! What can go wrong with the store itself.

use ruhu_core::error::Explain;

/// An error of the store. The Chinese text never carries a value of a row.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("服务器磁盘已满，数据未保存；请清理磁盘空间后重试")]
    Full,
    /// Another process holds the database for too long.
    #[error("数据库正忙，请稍后重试")]
    Busy,
    /// The database belongs to a later version of Ruhu.
    #[error("数据目录由更新版本的程序创建(结构版本 {found})，请升级 ruhu 后再打开")]
    Newer {
        /// The schema version found.
        found: i64,
    },
    /// A stored value is not what it must be.
    #[error("数据库内容损坏({what})，请运行 ruhu check 并从备份恢复")]
    Corrupt {
        /// Which value, by table and column.
        what: &'static str,
    },
    /// The file system refuses.
    #[error("数据目录无法读写({0})，请检查路径与权限")]
    Io(std::io::ErrorKind),
    /// The database refuses.
    #[error("数据库操作失败，请运行 ruhu check；若问题仍在，请联系技术支持")]
    Database(#[source] rusqlite::Error),
    /// The writer's thread is gone.
    #[error("数据库写入已停止，请重启服务")]
    Stopped,
}

impl Explain for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Full => "storage_full",
            Self::Busy => "store_busy",
            Self::Newer { .. } => "store_newer",
            Self::Corrupt { .. } => "store_corrupt",
            Self::Io(_) => "store_io",
            Self::Database(_) => "store_failed",
            Self::Stopped => "store_stopped",
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Io(kind),
        }
    }
}
