//! Opening a phone's encrypted folder.

use std::{path::Path, sync::Arc};

use ruhu_core::{
    capture::{self, Entropy, StoreKey, SystemEntropy},
    ids::BootId,
};
use zeroize::Zeroizing;

use crate::{
    CallbackFailure, Clock, FieldSession, KeyProvider, LocationSource, RuhuError, Transport, Who,
    clock::AppClock,
    guard::{Opened, guarded},
    sync::over,
};

/// Bytes of a store's key.
const KEY_LENGTH: usize = 32;

/// How many bytes [`KeyProvider::store_key`] gives.
#[uniffi::export]
#[must_use]
pub fn key_length() -> u32 {
    u32::try_from(KEY_LENGTH).unwrap_or(u32::MAX)
}

/// The version of this library.
#[uniffi::export]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Makes a store's key from the person's PIN, by Argon2id (64 MiB, 3 passes), with `hardware_secret`: 32 bytes that
/// only the phone's Keystore or Secure Enclave gives. `salt` is 16 to 64 random bytes, kept beside the store. Takes
/// about half a second by intention; neither PIN nor phone alone gives the key.
#[uniffi::export]
pub fn key_from_pin(pin: String, salt: Vec<u8>, hardware_secret: Vec<u8>) -> Result<Vec<u8>, RuhuError> {
    let (pin, hardware_secret) = (Zeroizing::new(pin), Zeroizing::new(hardware_secret));
    guarded(|| Ok(StoreKey::from_pin(&pin, &salt, &hardware_secret)?.expose().to_vec()))
}

/// Moves a damaged database into the folder `quarantine` beside it, so that work can go on with an empty one; photos
/// stay. Gives the path of what was moved. For the error code `store_damaged`, after the person has agreed.
#[uniffi::export]
pub fn set_damaged_aside(folder: String) -> Result<String, RuhuError> {
    guarded(|| Ok(capture::set_damaged_aside(Path::new(&folder))?.display().to_string()))
}

/// What was moved from an old phone to a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct MovedStore {
    /// Photo files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Photo files that could not be read any more on the old phone; everything else went.
    pub unreadable: u64,
}

impl From<capture::Moved> for MovedStore {
    fn from(moved: capture::Moved) -> Self {
        Self { files: moved.files, bytes: moved.bytes, unreadable: moved.unreadable }
    }
}

/// Takes over on a new phone what [`FieldStore::move_out`] has copied into the folder `copy`: `folder`, which must not
/// exist, becomes the phone's folder under the key that `keys` gives. Then open it. Takes half a second and the time to
/// copy.
#[uniffi::export]
pub fn move_in(
    copy: String,
    code: String,
    folder: String,
    keys: Arc<dyn KeyProvider>,
) -> Result<MovedStore, RuhuError> {
    guarded(|| {
        let code = Zeroizing::new(code);
        let key = StoreKey::new(asked_key(keys.as_ref())?);
        let mut boot = [0; BootId::LEN];
        SystemEntropy.fill(&mut boot)?;
        let clock = Arc::new(AppClock::new(BootId(boot), None));
        let to = (Path::new(&folder), &key);
        Ok(capture::FieldSession::move_in(Path::new(&copy), &code, to, clock)?.into())
    })
}

/// A phone's encrypted folder, opened. At most one process may have it open.
#[derive(uniffi::Object)]
pub struct FieldStore {
    opened: Arc<Opened>,
}

#[uniffi::export]
impl FieldStore {
    /// Opens the folder, which is made where it is missing. Without `clock` the machine's is used, without
    /// `transport` the built-in network; without `location` no fix is measured by Ruhu.
    #[uniffi::constructor(default(clock = None, location = None, transport = None))]
    pub fn open(
        folder: String,
        keys: Arc<dyn KeyProvider>,
        clock: Option<Arc<dyn Clock>>,
        location: Option<Arc<dyn LocationSource>>,
        transport: Option<Arc<dyn Transport>>,
    ) -> Result<Arc<Self>, RuhuError> {
        guarded(|| {
            if folder.trim().is_empty() {
                return Err(RuhuError::refused("no_folder", "没有指定数据目录，请更新应用后重试"));
            }
            let mut boot = [0; BootId::LEN];
            SystemEntropy.fill(&mut boot)?;
            let clock = Arc::new(AppClock::new(BootId(boot), clock));
            clock.ask()?;
            let key = StoreKey::new(asked_key(keys.as_ref())?);
            let session = capture::FieldSession::open(Path::new(&folder), &key, Arc::clone(&clock) as _)?;
            Ok(Arc::new(Self { opened: Arc::new(Opened::new(session, clock, location, transport)) }))
        })
    }

    /// Who works on this phone; none before it is enrolled.
    pub fn who(&self) -> Result<Option<Who>, RuhuError> {
        self.opened.call(|session| Ok(session.who()?.map(Into::into)))
    }

    /// Enrols the phone with the one-time code that the office printed. Blocks; needs the network.
    pub fn enrol(
        &self,
        server_url: String,
        code: String,
        device_name: String,
    ) -> Result<Arc<FieldSession>, RuhuError> {
        self.opened.call(|session| {
            over(self.opened.transport.as_ref(), |transport| {
                Ok(session.enrol_over(transport, &server_url, &code, &device_name)?)
            })
        })?;
        self.session()
    }

    /// The surveyor's session on an enrolled phone.
    pub fn session(&self) -> Result<Arc<FieldSession>, RuhuError> {
        self.opened.call(|session| match session.is_enrolled()? {
            true => Ok(Arc::new(FieldSession::new(Arc::clone(&self.opened)))),
            false => Err(capture::StoreError::NotEnrolled.into()),
        })
    }

    /// Copies everything on this phone, drafts and unsent records included, into the folder `copy`, which must not exist,
    /// encrypted under the moving code (搬家码) that the office gave out. Needs no network; this phone keeps what it has.
    pub fn move_out(&self, copy: String, code: String) -> Result<MovedStore, RuhuError> {
        let code = Zeroizing::new(code);
        self.opened.call(|session| Ok(session.move_out(Path::new(&copy), &code)?.into()))
    }

    /// Forgets the key: from now on every call on the store and on what came from it answers `store_locked`. A sync
    /// that runs is stopped. The folder can be opened again when the last call has ended.
    pub fn lock(&self) {
        self.opened.lock();
    }
}

fn asked_key(keys: &dyn KeyProvider) -> Result<[u8; KEY_LENGTH], RuhuError> {
    let bytes = keys.store_key().map(Zeroizing::new).map_err(|failure| match failure {
        CallbackFailure::Cancelled => {
            RuhuError::locked("key_cancelled", "没有解锁，本机数据未打开；请重新验证后再试")
        }
        CallbackFailure::Failed { .. } => RuhuError::callback("KeyProvider.storeKey", &failure),
    })?;
    <[u8; KEY_LENGTH]>::try_from(bytes.as_slice())
        .map_err(|_| RuhuError::locked("bad_key", "密钥长度不正确，本机数据未打开；请重新登录后重试"))
}
