//! Real Chromium over chromedriver, both started and stopped by the test.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Most presses of a key before something counts as out of reach.
const MAX_PRESSES: usize = 80;
const DRIVER_TRIES: usize = 100;
/// Waits of 50 ms for the driver to end.
const GOODBYE_TRIES: usize = 100;

/// How large the window is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    /// An office PC, 1366 x 768.
    Office,
    /// A phone, 390 x 844.
    Phone,
}

pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Driver,
    screen: Screen,
}

struct Driver {
    child: Child,
    // Held so that it goes after the browser.
    _profile: TempDir,
}

impl Drop for Driver {
    /// Asked to end, the driver takes its browser with it, also when a test fails half-way; killed, it would leave
    /// the browser behind.
    fn drop(&mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        for _ in 0..GOODBYE_TRIES {
            if asked.is_err() || !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        // Best effort: the process may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    pub(crate) async fn open(screen: Screen) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is missing: run `cargo xtask doctor --install`");
        let profile = tempfile::tempdir().unwrap();
        let capabilities = capabilities(screen, profile.path());
        let driver = Driver { child, _profile: profile };
        let client = connect(&format!("http://127.0.0.1:{port}"), &capabilities).await;
        let browser = Self { client, driver, screen };
        browser.fit_window(768).await;
        browser
    }

    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
        drop(self.driver);
    }

    /// The window's inside, not its frame, is what pages are laid out in.
    async fn fit_window(&self, height: i64) {
        if self.screen == Screen::Phone {
            return;
        }
        self.client.set_window_size(1366, u32::try_from(height).unwrap()).await.unwrap();
        let inner = self.number("return innerHeight").await;
        self.client.set_window_size(1366, u32::try_from(2 * height - inner).unwrap()).await.unwrap();
    }

    pub(crate) async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    pub(crate) async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// What the page says, read in one request: an element that was found may be gone a moment later.
    pub(crate) async fn text(&self) -> String {
        let text = self.run("return document.body ? document.body.innerText : ''").await;
        text.as_str().unwrap_or_else(|| panic!("text of the page: {text}")).to_owned()
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    pub(crate) async fn number(&self, script: &str) -> i64 {
        let value = self.run(script).await;
        value.as_i64().unwrap_or_else(|| panic!("{script}: {value}"))
    }

    /// Types into whatever has the focus, as a person without a mouse does.
    pub(crate) async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    pub(crate) async fn tab(&self) {
        self.press(&String::from(char::from(Key::Tab))).await;
    }

    pub(crate) async fn enter(&self) {
        self.press(&String::from(char::from(Key::Enter))).await;
    }

    /// Presses Tab until the focus is on an element that matches the selector; each stop on the way must be visible.
    pub(crate) async fn tab_to(&self, selector: &str) {
        for _ in 0..MAX_PRESSES {
            self.tab().await;
            let outline = self.run("return getComputedStyle(document.activeElement).outlineStyle").await;
            assert_ne!(outline, "none", "the focus cannot be seen on the way to {selector}");
            let there = format!("return document.activeElement.matches({})", json!(selector));
            if self.run(&there).await == Value::Bool(true) {
                return;
            }
        }
        panic!("{selector} cannot be reached with the Tab key");
    }

    /// Waits until the page at this path is there.
    pub(crate) async fn arrive(&self, path: &str) {
        for _ in 0..100 {
            if self.path().await == path && self.run("return document.readyState").await == "complete" {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never arrived at {path}, still at {}", self.path().await);
    }

    pub(crate) async fn log_in(&self, url: &str, login: &str, password: &str) {
        self.go(&format!("{url}/login")).await;
        self.press(login).await;
        self.tab().await;
        self.press(password).await;
        self.enter().await;
    }

    /// Nothing may lie beyond the right edge, not even by a pixel.
    pub(crate) async fn assert_fits(&self, page: &str) {
        let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over = self.number(over).await;
        assert!(over <= 0, "{page} scrolls sideways by {over} px");
    }

    /// Saves pictures of the page for people to look at.
    pub(crate) async fn picture(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("console");
        std::fs::create_dir_all(&folder).unwrap();
        let long = self.number("return document.documentElement.scrollHeight").await.min(6_000);
        match self.screen {
            Screen::Office => {
                self.save(&folder, &format!("{name}-1366")).await;
                self.fit_window(long.max(768)).await;
                self.save(&folder, &format!("{name}-1366-long")).await;
                self.fit_window(768).await;
            }
            Screen::Phone => {
                for (part, top) in (0..long).step_by(800).enumerate() {
                    self.run(&format!("scrollTo(0, {top})")).await;
                    self.save(&folder, &format!("{name}-390-{part}")).await;
                }
            }
        }
    }

    async fn save(&self, folder: &Path, name: &str) {
        let png = self.client.screenshot().await.unwrap();
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }
}

fn capabilities(screen: Screen, profile: &Path) -> Value {
    let mut options = json!({
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--window-size=1366,768", "--lang=zh-CN",
            format!("--user-data-dir={}", profile.display()),
        ],
    });
    if screen == Screen::Phone {
        options["mobileEmulation"] =
            json!({ "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0 } });
    }
    json!({ "browserName": "chrome", "goog:chromeOptions": options })
}

async fn connect(driver: &str, capabilities: &Value) -> Client {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities.as_object().unwrap().clone());
    for _ in 0..DRIVER_TRIES {
        match builder.connect(driver).await {
            Ok(client) => return client,
            Err(fantoccini::error::NewSessionError::NotW3C(answer)) => panic!("no session: {answer}"),
            Err(fantoccini::error::NewSessionError::SessionNotCreated(error)) => {
                panic!("no browser: {error}")
            }
            // The driver is not listening yet.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    panic!("chromedriver did not come up")
}
