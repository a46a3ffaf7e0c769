//! Enrolment and sync as an app calls them.

use serde_bytes::ByteArray;
use zeroize::Zeroizing;

use super::{
    SyncError, SyncLimits, SyncObserver, SyncReport, Transport, UreqTransport,
    engine::Engine,
    phone::{HttpOffice, Phone},
    remote::Remote,
};
use crate::{
    capture::FieldSession,
    household::typing,
    store::{Identity, Store},
    wire::{EnrolRequest, PROTOCOL_VERSION},
};

/// Longest name of a phone in characters.
const MAX_DEVICE_NAME: usize = 100;
/// Longest token.
const MAX_TOKEN: usize = 500;

impl FieldSession {
    /// Enrols the phone with the one-time code that the office printed. A phone that was enrolled before becomes
    /// another device and keeps its records.
    ///
    /// # Errors
    /// [`SyncError::Refused`] for a wrong, used or expired code; [`SyncError::InsecureUrl`].
    pub fn enrol(&self, server_url: &str, code: &str, device_name: &str) -> Result<(), SyncError> {
        self.enrol_over(&UreqTransport::default(), server_url, code, device_name)
    }

    /// As [`FieldSession::enrol`], over the app's own transport.
    ///
    /// # Errors
    /// As [`FieldSession::enrol`].
    pub fn enrol_over(
        &self,
        transport: &dyn Transport,
        server_url: &str,
        code: &str,
        device_name: &str,
    ) -> Result<(), SyncError> {
        enrol(self.store(), transport, server_url, (code, device_name))
    }

    /// Pushes, pulls, sends photos, takes receipts and compares. What was not acknowledged goes with the next one.
    ///
    /// # Errors
    /// [`SyncError`] where it stopped; nothing is lost by it.
    pub fn sync(&self, observer: &dyn SyncObserver) -> Result<SyncReport, SyncError> {
        self.sync_over(&UreqTransport::default(), observer)
    }

    /// As [`FieldSession::sync`], over the app's own transport.
    ///
    /// # Errors
    /// As [`FieldSession::sync`].
    pub fn sync_over(
        &self,
        transport: &dyn Transport,
        observer: &dyn SyncObserver,
    ) -> Result<SyncReport, SyncError> {
        self.sync_within(SyncLimits::default(), transport, observer)
    }

    /// As [`FieldSession::sync_over`], sending no more of the photos than the limits allow.
    ///
    /// # Errors
    /// As [`FieldSession::sync`].
    pub fn sync_within(
        &self,
        limits: SyncLimits,
        transport: &dyn Transport,
        observer: &dyn SyncObserver,
    ) -> Result<SyncReport, SyncError> {
        let store = self.store();
        let _only_one = store.begin_sync().ok_or(SyncError::AlreadyRunning)?;
        let identity = store.read(|r| r.enrolled())?;
        let remote = Remote::new(transport, &identity.server_url, Some(identity.token.clone()))?;
        let phone = Phone { store, identity: &identity };
        Engine::new(&phone, &HttpOffice::new(remote, store), observer).within(limits).run()
    }
}

fn enrol(
    store: &Store,
    transport: &dyn Transport,
    server_url: &str,
    (code, device_name): (&str, &str),
) -> Result<(), SyncError> {
    let _no_sync = store.begin_sync().ok_or(SyncError::AlreadyRunning)?;
    let remote = Remote::new(transport, server_url, None)?;
    let mut secret = Zeroizing::new([0; 32]);
    store.entropy().fill(secret.as_mut_slice())?;
    let public_key = ed25519_dalek::SigningKey::from_bytes(&secret).verifying_key().to_bytes();
    let response = remote.enrol(&EnrolRequest {
        protocol: PROTOCOL_VERSION,
        code: typing::compact(code),
        public_key: ByteArray::new(public_key),
        device_name: device_name.chars().take(MAX_DEVICE_NAME).collect(),
    })?;
    // The token becomes a header.
    if response.token.len() > MAX_TOKEN || !response.token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(SyncError::BadAnswer);
    }
    let identity = Identity {
        device: response.device,
        token: Zeroizing::new(response.token),
        secret,
        server_url: remote.base().to_owned(),
        surveyor: response.surveyor,
        region: response.region,
        region_name: response.region_name,
        enrolled_ms: store.clock().read().wall_ms,
    };
    Ok(store.write(|w| w.become_device(&identity, response.server_epoch))?)
}
