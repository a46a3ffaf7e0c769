//! From an old phone to a new one, drafts and unsent records included, without a network.

use std::{path::Path, sync::Arc};

use super::FieldSession;
use crate::{
    clock::Clock,
    store::{Moved, MovingError, Store, StoreKey, SystemEntropy},
};

impl FieldSession {
    /// Copies everything on this phone into the folder `copy`, which must not exist, encrypted under the moving code that
    /// the office gave out (`ruhu device move`). This phone keeps what it has.
    ///
    /// # Errors
    /// [`MovingError`]; then nothing is at `copy`.
    pub fn move_out(&self, copy: &Path, code: &str) -> Result<Moved, MovingError> {
        self.store.move_out(copy, code)
    }

    /// Takes over on a new phone what [`FieldSession::move_out`] has copied: `folder`, which must not exist, becomes the
    /// phone's folder under `key`. Afterwards it is opened as ever. The two phones are one device to the server; where
    /// the old one goes on nevertheless, both are kept.
    ///
    /// # Errors
    /// [`MovingError`]; then nothing is at `folder`.
    pub fn move_in(
        copy: &Path,
        code: &str,
        (folder, key): (&Path, &StoreKey),
        clock: Arc<dyn Clock>,
    ) -> Result<Moved, MovingError> {
        Store::move_in(copy, code, (folder, key), (clock, Arc::new(SystemEntropy)))
    }
}
