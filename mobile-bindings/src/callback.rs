//! What an app may implement and Ruhu calls. A call that fails becomes an error that names it.

use uniffi::UnexpectedUniFFICallbackError;

use crate::{ClockReading, Fix, HttpAnswer, HttpCall, SyncProgress};

/// Why the app's code did not answer.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum CallbackFailure {
    /// The person stopped it, for example at the PIN.
    #[error("cancelled")]
    Cancelled,
    /// Anything else. Give the type of the fault; a message could hold what nobody may read.
    #[error("failed: {thrown}")]
    Failed {
        /// Type of what went wrong.
        thrown: String,
    },
}

impl CallbackFailure {
    pub(crate) fn thrown(&self) -> String {
        match self {
            Self::Cancelled => "Cancelled".to_owned(),
            Self::Failed { thrown } => type_name_of(thrown),
        }
    }
}

impl From<UnexpectedUniFFICallbackError> for CallbackFailure {
    fn from(error: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { thrown: type_name_of(&error.reason) }
    }
}

/// Longest name of a type that is passed on.
const MAX_TYPE_NAME: usize = 100;

/// `java.io.IOException: …` becomes `java.io.IOException`: what follows may be personal.
fn type_name_of(reason: &str) -> String {
    let name: String = reason
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$'))
        .take(MAX_TYPE_NAME)
        .collect();
    if name.is_empty() { "unknown".to_owned() } else { name }
}

/// Keeps the store's key: Android's Keystore, Apple's Keychain.
#[uniffi::export(with_foreign)]
pub trait KeyProvider: Send + Sync {
    /// The 32 bytes that the store was made with; made once at random and never changed. May ask the person for a
    /// PIN. Called once, while a store opens, on the thread that opens it.
    fn store_key(&self) -> Result<Vec<u8>, CallbackFailure>;
}

/// The phone's clocks, where the app knows them better: Android's `elapsedRealtime` counts sleep, boots are counted.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// What the clocks show. Called at the beginning of a call, never while the store is held.
    fn read(&self) -> Result<ClockReading, CallbackFailure>;
}

/// Where the phone is. Needs no services of a shop: Android's `LocationManager` and Apple's `CLLocationManager` do.
#[uniffi::export(with_foreign)]
pub trait LocationSource: Send + Sync {
    /// The best fix there is now; none where there is no reception or no permission.
    fn current(&self) -> Result<Option<Fix>, CallbackFailure>;
}

/// Why the app's network gave no answer.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum TransportFailure {
    /// No connection.
    #[error("unreachable")]
    Unreachable,
    /// The connection broke.
    #[error("cut")]
    Cut,
    /// Nothing came in time.
    #[error("timeout")]
    Timeout,
    /// The server cannot prove who it is.
    #[error("tls")]
    Tls,
    /// The answer is larger than the call allows.
    #[error("answer too large")]
    AnswerTooLarge,
    /// Anything else; give the type of the fault.
    #[error("failed: {thrown}")]
    Failed {
        /// Type of what went wrong.
        thrown: String,
    },
}

impl From<UnexpectedUniFFICallbackError> for TransportFailure {
    fn from(error: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { thrown: type_name_of(&error.reason) }
    }
}

/// The app's own network instead of the built-in one: OkHttp, URLSession.
#[uniffi::export(with_foreign)]
pub trait Transport: Send + Sync {
    /// Sends one request and waits for the whole answer, whatever its status. Redirections are not followed.
    fn send(&self, call: HttpCall) -> Result<HttpAnswer, TransportFailure>;
}

/// Hears of a sync's progress; called on the thread that runs it.
#[uniffi::export(with_foreign)]
pub trait SyncObserver: Send + Sync {
    /// Something has moved. A failure stops the sync, as [`crate::SyncRun::cancel`] does; nothing is lost by it.
    fn progress(&self, progress: SyncProgress) -> Result<(), CallbackFailure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_an_app_throws_only_the_type_is_kept() {
        let thrown = |reason: &str| {
            CallbackFailure::from(UnexpectedUniFFICallbackError::new(reason.to_owned())).thrown()
        };
        assert_eq!(thrown("java.io.IOException: 张小明 361124"), "java.io.IOException");
        assert_eq!(thrown("NoKey(account: \"12\")"), "NoKey");
        assert_eq!(thrown("张小明"), "unknown");
        assert_eq!(thrown(&"x".repeat(5_000)).len(), MAX_TYPE_NAME);
    }
}
