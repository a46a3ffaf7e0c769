//! Who this phone is.

use ed25519_dalek::SigningKey;
use rusqlite::params;
use zeroize::Zeroizing;

use super::{Reader, StoreError, Writer};
use crate::{
    ids::{DeviceId, ServerEpoch},
    region::RegionCode,
};

/// What the phone was given when it was enrolled, and the key it signs with.
#[derive(Clone)]
pub struct Identity {
    /// The phone.
    pub device: DeviceId,
    /// Its bearer token.
    pub token: Zeroizing<String>,
    /// Signs batches; the server knows the public half.
    pub secret: Zeroizing<[u8; 32]>,
    /// Where the server is, without a slash at the end.
    pub server_url: String,
    /// The surveyor the phone was given to.
    pub surveyor: String,
    /// Where the surveyor works.
    pub region: RegionCode,
    /// That region's name.
    pub region_name: String,
    /// When, by the phone's wall clock in milliseconds.
    pub enrolled_ms: i64,
}

impl Identity {
    /// The key that signs batches.
    #[must_use]
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.secret)
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("device", &self.device)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl Reader<'_> {
    /// Who this phone is; none before it is enrolled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn identity(&self) -> Result<Option<Identity>, StoreError> {
        let sql = "SELECT device_id, token, secret, server_url, surveyor, region, region_name, enrolled_ms FROM identity";
        self.row(sql, [], |row| {
            Ok(Identity {
                device: DeviceId(row.get(0)?),
                token: Zeroizing::new(row.get(1)?),
                secret: Zeroizing::new(row.get(2)?),
                server_url: row.get(3)?,
                surveyor: row.get(4)?,
                region: RegionCode::new(row.get::<_, String>(5)?)
                    .map_err(|_| StoreError::Damaged { what: "identity.region" })?,
                region_name: row.get(6)?,
                enrolled_ms: row.get(7)?,
            })
        })
    }

    /// Who this phone is.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`] before it is enrolled.
    pub fn enrolled(&self) -> Result<Identity, StoreError> {
        self.identity()?.ok_or(StoreError::NotEnrolled)
    }
}

impl Writer<'_> {
    /// Makes this phone the device of `identity` at a server in a life of its, and begins its journal. A phone that was
    /// another device before logs again what this life has not acknowledged, for it cannot speak of that device's streams
    /// any more, and asks for its feed from the start.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn become_device(&self, identity: &Identity, life: ServerEpoch) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO identity (only_one, device_id, token, secret, server_url, surveyor, region, \
             region_name, enrolled_ms) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                identity.device.0,
                identity.token.as_str(),
                identity.secret.as_slice(),
                identity.server_url,
                identity.surveyor,
                identity.region.as_str(),
                identity.region_name,
                identity.enrolled_ms,
            ],
        )?;
        let (known, _) = self.feed_position()?;
        self.reset_feed(Some(life))?;
        if known.is_none() {
            self.doubt_life()?;
        }
        self.owe_everything()?;
        self.begin_log()?;
        self.begin_stream("enrolled")?;
        Ok(())
    }
}
