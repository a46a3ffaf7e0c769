//! People who log in to the console, their sessions, and the server's own facts.

use ruhu_core::{ids::Sha256Hash, region::RegionCode};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

/// What a person may do (design.md section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Town reviewer (乡镇审核).
    Reviewer,
    /// County supervisor, discipline office: reads and spot-checks (县级监督).
    Supervisor,
    /// County approver (县级确认).
    Approver,
    /// Administrator: no case data (系统管理员).
    Administrator,
}

impl Role {
    /// Stable name in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Supervisor => "supervisor",
            Self::Approver => "approver",
            Self::Administrator => "administrator",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Reviewer, Self::Supervisor, Self::Approver, Self::Administrator]
            .into_iter()
            .find(|r| r.name() == name)
    }

    /// The role as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Reviewer => "乡镇审核",
            Self::Supervisor => "县级监督",
            Self::Approver => "县级确认",
            Self::Administrator => "系统管理员",
        }
    }

    /// Whether the role reads case files.
    #[must_use]
    pub fn reads_cases(self) -> bool {
        self != Self::Administrator
    }
}

/// A person who logs in.
#[derive(Debug, Clone)]
pub struct User {
    /// Login name.
    pub login: String,
    /// Person's name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Where.
    pub region: RegionCode,
    /// Argon2id PHC string.
    pub password_hash: String,
}

impl Reader<'_> {
    /// The person with this login.
    pub fn user(&self, login: &str) -> Result<Option<User>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT name, role, region, password_hash FROM users WHERE login = ?1")?;
        let found: Option<(String, String, String, String)> = statement
            .query_row([login], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        found
            .map(|(name, role, region, password_hash)| {
                let role = Role::from_name(&role).ok_or(StoreError::Corrupt { what: "users.role" })?;
                let region = region.parse().map_err(|_| StoreError::Corrupt { what: "users.region" })?;
                Ok(User { login: login.to_owned(), name, role, region, password_hash })
            })
            .transpose()
    }

    /// The person whose session has this token.
    pub fn session_user(&self, token_hash: &Sha256Hash, now_ms: i64) -> Result<Option<User>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT login FROM sessions WHERE token_hash = ?1 AND expires_ms > ?2")?;
        let login: Option<String> =
            statement.query_row((token_hash.as_bytes(), now_ms), |row| row.get(0)).optional()?;
        login.map_or(Ok(None), |login| self.user(&login))
    }

    /// A fact that the server keeps about itself.
    pub fn fact(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }
}

impl Writer<'_> {
    /// Keeps a person, replacing an earlier one of the same login.
    pub fn keep_user(&self, user: &User, now_ms: i64) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT INTO users (login, name, role, region, password_hash, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (login) DO UPDATE SET name = excluded.name, role = excluded.role, region = excluded.region,
                 password_hash = excluded.password_hash",
            (&user.login, &user.name, user.role.name(), user.region.to_string(), &user.password_hash, now_ms),
        )?;
        Ok(())
    }

    /// Keeps a session; sessions whose time has passed go.
    pub fn keep_session(
        &self,
        token_hash: &Sha256Hash,
        login: &str,
        expires_ms: i64,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.conn.execute("DELETE FROM sessions WHERE expires_ms <= ?1", [now_ms])?;
        self.conn.execute(
            "INSERT INTO sessions (token_hash, login, expires_ms) VALUES (?1, ?2, ?3)",
            (token_hash.as_bytes(), login, expires_ms),
        )?;
        Ok(())
    }

    /// Ends a session.
    pub fn drop_session(&self, token_hash: &Sha256Hash) -> Result<(), StoreError> {
        self.conn.execute("DELETE FROM sessions WHERE token_hash = ?1", [token_hash.as_bytes()])?;
        Ok(())
    }

    /// Keeps a fact about the server itself.
    pub fn keep_fact(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )?;
        Ok(())
    }
}
