//! The app's clock in the core's shape.
//!
//! The core reads its clock while it holds the store, where foreign code must not run: it could call back and wait
//! for itself. So the app's clock is read at the beginning of a call, and time goes on from there by the machine's.

use std::sync::{Arc, Mutex, PoisonError};

use ruhu_core::{
    clock::{Clock as CoreClock, ClockReading as Reading, SystemClock},
    ids::{BootId, Sha256Hash},
};

use crate::{Clock, ClockReading, RuhuError};

pub(crate) struct AppClock {
    system: SystemClock,
    app: Option<Arc<dyn Clock>>,
    /// The app's reading, and the machine's at the same moment.
    anchor: Mutex<Option<(Reading, Reading)>>,
}

impl AppClock {
    pub(crate) fn new(fallback: BootId, app: Option<Arc<dyn Clock>>) -> Self {
        Self { system: SystemClock::new(fallback), app, anchor: Mutex::new(None) }
    }

    /// Asks the app what time it is.
    pub(crate) fn ask(&self) -> Result<(), RuhuError> {
        let Some(app) = &self.app else { return Ok(()) };
        let shown = app.read().map_err(|failure| RuhuError::callback("Clock.read", &failure))?;
        let anchor = Some((reading(&shown), self.system.read()));
        *self.anchor.lock().unwrap_or_else(PoisonError::into_inner) = anchor;
        Ok(())
    }
}

impl CoreClock for AppClock {
    fn read(&self) -> Reading {
        let now = self.system.read();
        let anchor = *self.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((app, machine)) = anchor else { return now };
        let since = now.mono_ms.saturating_sub(machine.mono_ms);
        Reading {
            wall_ms: app.wall_ms.saturating_add_unsigned(since),
            boot: app.boot,
            mono_ms: app.mono_ms.saturating_add(since),
        }
    }
}

fn reading(shown: &ClockReading) -> Reading {
    let hash = Sha256Hash::of(shown.boot.as_bytes()).0;
    let mut boot = [0; BootId::LEN];
    boot.iter_mut().zip(hash).for_each(|(byte, found)| *byte = found);
    Reading { wall_ms: shown.wall_ms, boot: BootId(boot), mono_ms: shown.mono_ms }
}
