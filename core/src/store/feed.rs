//! Taking in the server's feed: the items and the cursor in one transaction.

use rusqlite::params;

use super::{
    Reader, Store, StoreError, Writer,
    transaction::{signed, unsigned},
};
use crate::{
    ids::ServerEpoch,
    journal::from_cbor,
    wire::{
        AssignmentBody, CampaignBody, DurableBody, FeedItem, FeedKind, FormBody, ReceiptBody, UnassignedBody,
    },
};

impl Reader<'_> {
    /// The server's life and the place in its feed that this phone has reached.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn feed_position(&self) -> Result<(Option<ServerEpoch>, u64), StoreError> {
        let found = self.row("SELECT server_epoch, cursor FROM feed_state", [], |row| {
            Ok((row.get::<_, Option<[u8; 16]>>(0)?.map(ServerEpoch), unsigned(row.get(1)?)))
        })?;
        Ok(found.unwrap_or((None, 0)))
    }
}

impl Store {
    /// Takes in a page of the feed. Items that cannot be read are passed over; gives how many those were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn take_in(
        &self,
        epoch: ServerEpoch,
        items: &[FeedItem],
        (next, more): (u64, bool),
    ) -> Result<u32, StoreError> {
        let (unread, roster_changed) = self.write(|w| -> Result<_, StoreError> {
            let (mut unread, mut roster_changed) = (0, false);
            for item in items {
                match w.take_in_item(item)? {
                    Taken::Roster => roster_changed = true,
                    Taken::Other => {}
                    Taken::Unreadable => unread += 1,
                }
            }
            w.run("UPDATE feed_state SET server_epoch = ?1, cursor = ?2", params![epoch.0, signed(next)])?;
            if !more {
                roster_changed |= w.sweep_stale()?;
            }
            Ok((unread, roster_changed))
        })?;
        if roster_changed {
            self.forget_roster_cache();
        }
        Ok(unread)
    }
}

enum Taken {
    Roster,
    Other,
    Unreadable,
}

impl Writer<'_> {
    fn take_in_item(&self, item: &FeedItem) -> Result<Taken, StoreError> {
        match FeedKind::from_name(&item.kind) {
            Some(FeedKind::Form) => match from_cbor::<FormBody>(&item.body) {
                Ok(body) if body.definition().is_ok() => self.keep_form(&body).map(|()| Taken::Other),
                _ => Ok(Taken::Unreadable),
            },
            Some(FeedKind::Campaign) => match from_cbor::<CampaignBody>(&item.body) {
                Ok(body) => self.keep_campaign(&body, item.cursor).map(|()| Taken::Other),
                Err(_) => Ok(Taken::Unreadable),
            },
            Some(FeedKind::Assignment) => match from_cbor::<AssignmentBody>(&item.body) {
                Ok(body) => self.assign(&body).map(|()| Taken::Roster),
                Err(_) => Ok(Taken::Unreadable),
            },
            Some(FeedKind::Unassigned) => match from_cbor::<UnassignedBody>(&item.body) {
                Ok(body) => self.unassign(&body).map(|()| Taken::Roster),
                Err(_) => Ok(Taken::Unreadable),
            },
            Some(FeedKind::Receipt) => match from_cbor::<ReceiptBody>(&item.body) {
                Ok(body) => self.apply_receipt(&body).map(|()| Taken::Other),
                Err(_) => Ok(Taken::Unreadable),
            },
            Some(FeedKind::Durable) => match from_cbor::<DurableBody>(&item.body) {
                Ok(body) => self.apply_durable(&body).map(|()| Taken::Other),
                Err(_) => Ok(Taken::Unreadable),
            },
            // A kind of a later version: nothing that this build could show.
            None => Ok(Taken::Other),
        }
    }

    /// Forgets the cursor and keeps everything else; the feed is asked again from the start. Rows that the feed does
    /// not bring again go when its end is reached. In a new life of the server, what it said it holds is in doubt.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn reset_feed(&self, epoch: Option<ServerEpoch>) -> Result<(), StoreError> {
        let (known, _) = self.feed_position()?;
        let sql = "UPDATE feed_state SET server_epoch = ?1, cursor = 0, sweeping = 1";
        self.run(sql, [epoch.map(|epoch| epoch.0)])?;
        self.run("UPDATE roster SET stale = 1", [])?;
        self.run("UPDATE campaigns SET arrived = 0", [])?;
        if known.is_some() && epoch.is_some() && known != epoch {
            self.doubt_life()?;
        }
        Ok(())
    }

    /// Nothing counts any more that another life of the server said it holds.
    pub(super) fn doubt_life(&self) -> Result<(), StoreError> {
        self.run("UPDATE records SET status = 'sent' WHERE status IN ('complete', 'quarantined')", [])?;
        self.doubt_durable()?;
        self.doubt_blobs()?;
        self.doubt_streams()
    }

    fn sweep_stale(&self) -> Result<bool, StoreError> {
        if self.run("UPDATE feed_state SET sweeping = 0 WHERE sweeping = 1", [])? == 0 {
            return Ok(false);
        }
        let stale = "SELECT household_no FROM roster WHERE stale = 1 AND assigned = 1";
        for household_no in self.rows(stale, [], |row| Ok(row.get::<_, i64>(0)?))? {
            self.leave(household_no)?;
        }
        Ok(true)
    }
}
