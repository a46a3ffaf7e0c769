//! A village with a server in this process: real store, real HTTP.

use std::sync::Arc;

use ruhu_core::{
    household::{HouseholdRecord, IdNumber},
    ids::{CampaignId, HouseholdId},
    region::RegionCode,
    sync::Unwatched,
};
use ruhu_server::{
    app::App,
    ingest::make_code,
    serve::LocalServer,
    store::{DATABASE_FILE, RecordCounts, StoreError, Writer},
};
use tempfile::TempDir;

use crate::{
    day::{open_phone, sealed_visit},
    phone::WirePhone,
    server::{invent_households, open_app},
};

/// The village of the tests: 铅山县河口镇, first committee.
pub const VILLAGE: &str = "361124100001";

/// A server over its own data folder, with invented households.
pub struct Site {
    server: Option<LocalServer>,
    app: Arc<App>,
    data: std::path::PathBuf,
    address: std::net::SocketAddr,
    /// The campaign of the server.
    pub campaign: CampaignId,
    /// The households of [`VILLAGE`].
    pub households: Vec<HouseholdId>,
    // Last, so that the folder goes after the server has stopped.
    dir: TempDir,
}

#[expect(clippy::expect_used, reason = "a test that cannot set up its server has failed")]
impl Site {
    /// Starts a server with so many households.
    ///
    /// # Panics
    /// Where it cannot start.
    #[must_use]
    pub fn start(households: u32) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let data = dir.path().join("data");
        let app = open_app(&data).expect("a data folder");
        let households = invent_households(&app, VILLAGE, households).expect("households");
        let campaign =
            app.store.read(|r| r.current_campaign()).expect("a store").expect("a campaign").campaign;
        let server = LocalServer::start(Arc::clone(&app), ([127, 0, 0, 1], 0).into()).expect("a server");
        Self { address: server.address(), server: Some(server), app, data, campaign, households, dir }
    }

    /// Starts a server on which the first of so many households has been visited.
    ///
    /// # Panics
    /// Where it cannot start, or the visit does not arrive.
    #[must_use]
    pub fn visited(households: u32) -> Self {
        let site = Self::start(households);
        let phone = open_phone(&site.dir().join("phone")).expect("a phone");
        phone.enrol(&site.url(), &site.code(), "手机").expect("a code is for one phone");
        phone.sync(&Unwatched).expect("a first sync");
        let household = site.households.first().expect("a household");
        sealed_visit(&phone, household, 1).expect("a whole visit");
        assert!(phone.sync(&Unwatched).expect("a second sync").digest_equal);
        site
    }

    /// The roster learns the identity number of a household's head.
    ///
    /// # Panics
    /// Where it is none.
    pub fn give_number(&self, household: &HouseholdId, number: &str) {
        let (household, now_ms) = (household.clone(), self.app.now_ms());
        let id_no = IdNumber::new(number).expect("an identity number");
        let keep = move |w: &Writer<'_>| -> Result<(), StoreError> {
            let mut row = w.household(&household)?.expect("a household").row;
            row.members.first_mut().expect("a head").id_no = Some(id_no);
            w.keep_household(&HouseholdRecord { row, bank: None, account: None }, now_ms)
        };
        self.app.store.write(keep).expect("a household of the roster");
    }

    /// The server goes away.
    #[must_use]
    pub fn stopped(mut self) -> Self {
        drop(self.server.take());
        self
    }

    /// The server is back at its old address.
    ///
    /// # Panics
    /// Where it cannot start.
    #[must_use]
    pub fn started(mut self) -> Self {
        self.server = Some(LocalServer::start(Arc::clone(&self.app), self.address).expect("a server"));
        self
    }

    /// The server is destroyed and comes back from a backup, at its old address.
    ///
    /// # Panics
    /// Where the backup cannot be restored.
    #[must_use]
    pub fn restored_from(self, backup: &std::path::Path) -> Self {
        let mut site = self.stopped();
        let lives = std::fs::read_dir(site.dir.path()).map_or(0, Iterator::count);
        site.data = site.dir.path().join(format!("restored-{lives}"));
        ruhu_server::backup::restore(backup, &site.data, 1_800_000_000_000).expect("a backup");
        site.reopened()
    }

    /// Somebody with access to the machine changes the database behind the server's back.
    ///
    /// # Panics
    /// Where the database does not take the change.
    #[must_use]
    pub fn tampered_with(self, sql: &str) -> Self {
        let site = self.stopped();
        let conn = rusqlite::Connection::open(site.data().join(DATABASE_FILE)).expect("a database");
        conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).expect("a change");
        drop(conn);
        site.started()
    }

    /// The server starts again over its data folder, as after a reboot or an upgrade.
    ///
    /// # Panics
    /// Where the data folder cannot be opened.
    #[must_use]
    pub fn reopened(self) -> Self {
        let mut site = self.stopped();
        site.app = open_app(&site.data).expect("a data folder");
        site.started()
    }

    /// The server's data folder.
    #[must_use]
    pub fn data(&self) -> &std::path::Path {
        &self.data
    }

    /// The server's address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The server's insides, to look at.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// A folder for the test's own files.
    #[must_use]
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// A fresh one-time code.
    ///
    /// # Panics
    /// Where none can be made.
    #[must_use]
    pub fn code(&self) -> String {
        let region: RegionCode = VILLAGE.parse().expect("a code");
        make_code(self.app(), "陈建国", &region).expect("a one-time code")
    }

    /// An enrolled phone that speaks the protocol by hand.
    ///
    /// # Panics
    /// Where enrolment fails.
    #[must_use]
    pub fn wire_phone(&self, number: u8) -> WirePhone {
        WirePhone::enrol(&self.url(), &self.code(), number).expect("enrolment")
    }

    /// Counts of all records.
    ///
    /// # Panics
    /// Where the store cannot be read.
    #[must_use]
    pub fn counts(&self) -> RecordCounts {
        self.app().store.read(|r| r.record_counts(&RegionCode::country())).expect("a store")
    }

    /// Why batches were set apart, in order.
    ///
    /// # Panics
    /// Where the store cannot be read.
    #[must_use]
    pub fn quarantined_batches(&self) -> Vec<String> {
        let read = self.app().store.read(|r| -> Result<_, StoreError> { r.quarantined_batches() });
        read.expect("a store").into_iter().map(|batch| batch.code).collect()
    }
}
