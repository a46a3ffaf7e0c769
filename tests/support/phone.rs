//! A phone without a store: it speaks the wire protocol by hand, so that tests can also speak it wrongly.

use std::io::Read;

use anyhow::{Context, bail};
use ed25519_dalek::SigningKey;
use ruhu_core::{
    ids::{Incarnation, Sha256Hash, StreamId},
    journal::{Head, SealedEntry, SignedHead},
    wire::{
        self, EnrolRequest, EnrolResponse, PROTOCOL_VERSION, PullRequest, PullResponse, PushRequest,
        PushResponse,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_bytes::{ByteArray, ByteBuf};

/// What a refused request was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// Chinese text.
    pub detail: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

/// An enrolled phone.
#[derive(Clone)]
pub struct WirePhone {
    /// The server.
    pub url: String,
    /// What enrolment gave.
    pub enrolled: EnrolResponse,
    /// Its key.
    pub key: SigningKey,
    /// Its journal.
    pub stream: StreamId,
    /// The last entry it has sealed.
    pub head: Head,
    agent: ureq::Agent,
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn post<Q: Serialize, A: DeserializeOwned>(
    agent: &ureq::Agent,
    (url, token): (&str, Option<&str>),
    request: &Q,
) -> anyhow::Result<A> {
    let body = wire::pack(request)?;
    let (status, answer) = post_bytes(agent, (url, token), &body)?;
    if status == 200 { Ok(wire::unpack(&answer)?) } else { bail!(problem(status, &answer)?) }
}

fn post_bytes(
    agent: &ureq::Agent,
    (url, token): (&str, Option<&str>),
    body: &[u8],
) -> anyhow::Result<(u16, Vec<u8>)> {
    let mut call = agent.post(url).header("content-type", "application/vnd.ruhu+cbor-zstd");
    if let Some(token) = token {
        call = call.header("authorization", format!("Bearer {token}"));
    }
    let mut response = call.send(body)?;
    let mut answer = Vec::new();
    response.body_mut().as_reader().read_to_end(&mut answer)?;
    Ok((response.status().as_u16(), answer))
}

fn problem(status: u16, body: &[u8]) -> anyhow::Result<Problem> {
    let json: serde_json::Value = serde_json::from_slice(body).context("not a problem")?;
    let text = |key: &str| json.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    Ok(Problem { status, code: text("code"), detail: text("detail") })
}

impl WirePhone {
    /// Enrols with a one-time code; `number` makes its key.
    ///
    /// # Errors
    /// [`Problem`] where the server refuses.
    pub fn enrol(url: &str, code: &str, number: u8) -> anyhow::Result<Self> {
        let agent = agent();
        let key = SigningKey::from_bytes(&[number; 32]);
        let request = EnrolRequest {
            protocol: PROTOCOL_VERSION,
            code: code.to_owned(),
            public_key: ByteArray::new(key.verifying_key().to_bytes()),
            device_name: format!("测试机{number}"),
        };
        let enrolled: EnrolResponse = post(&agent, (&format!("{url}/api/device/v1/enrol"), None), &request)?;
        let stream = StreamId { device: enrolled.device, incarnation: Incarnation([number; 16]) };
        let head = Head { seq: 0, hash: Sha256Hash::ZERO };
        Ok(Self { url: url.to_owned(), enrolled, key, stream, head, agent })
    }

    /// The same phone with a server that has moved.
    #[must_use]
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    /// Calls an endpoint of the protocol.
    ///
    /// # Errors
    /// [`Problem`] where the server refuses.
    pub fn call<Q: Serialize, A: DeserializeOwned>(&self, endpoint: &str, request: &Q) -> anyhow::Result<A> {
        let url = format!("{}/api/device/v1/{endpoint}", self.url);
        post(&self.agent, (&url, Some(&self.enrolled.token)), request)
    }

    /// Sends any bytes to an endpoint; gives status and problem code.
    ///
    /// # Errors
    /// Where the connection fails.
    pub fn send_bytes(&self, endpoint: &str, body: &[u8]) -> anyhow::Result<Problem> {
        let url = format!("{}/api/device/v1/{endpoint}", self.url);
        let (status, answer) = post_bytes(&self.agent, (&url, Some(&self.enrolled.token)), body)?;
        problem(status, &answer)
    }

    /// A signed push of these entries.
    ///
    /// # Panics
    /// Without entries.
    #[must_use]
    pub fn batch(&self, entries: &[SealedEntry]) -> PushRequest {
        let last = entries.last().map(|sealed| Head { seq: sealed.entry.seq, hash: sealed.hash });
        let head = last.unwrap_or(self.head);
        PushRequest {
            protocol: PROTOCOL_VERSION,
            stream: self.stream,
            entries: entries.iter().map(|sealed| ByteBuf::from(sealed.bytes.clone())).collect(),
            signed_head: SignedHead::sign(&self.key, &self.stream, head),
        }
    }

    /// Pushes entries.
    ///
    /// # Errors
    /// [`Problem`] where the server refuses.
    pub fn push(&self, entries: &[SealedEntry]) -> anyhow::Result<PushResponse> {
        self.call("push", &self.batch(entries))
    }

    /// Pulls the whole feed.
    ///
    /// # Errors
    /// [`Problem`] where the server refuses.
    pub fn pull(&self, cursor: u64) -> anyhow::Result<PullResponse> {
        let server_epoch = Some(self.enrolled.server_epoch);
        self.call("pull", &PullRequest { protocol: PROTOCOL_VERSION, server_epoch, cursor, limit: 1_000 })
    }

    /// Sends a whole photo in one request; gives the status.
    ///
    /// # Errors
    /// Where the connection fails.
    pub fn send_photo(&self, bytes: &[u8]) -> anyhow::Result<u16> {
        Ok(self.post_photo(bytes)?.status().as_u16())
    }

    /// Sends a photo that will be refused; gives the problem.
    ///
    /// # Errors
    /// Where the connection fails or the answer is no problem.
    pub fn photo_problem(&self, bytes: &[u8]) -> anyhow::Result<Problem> {
        let mut response = self.post_photo(bytes)?;
        let mut answer = Vec::new();
        response.body_mut().as_reader().read_to_end(&mut answer)?;
        problem(response.status().as_u16(), &answer)
    }

    fn post_photo(&self, bytes: &[u8]) -> anyhow::Result<ureq::http::Response<ureq::Body>> {
        use base64::Engine as _;
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256Hash::of(bytes).to_string());
        let request = self
            .agent
            .post(format!("{}/api/device/v1/files", self.url))
            .header("authorization", format!("Bearer {}", self.enrolled.token))
            .header("tus-resumable", "1.0.0")
            .header("upload-length", bytes.len().to_string())
            .header("upload-metadata", format!("sha256 {hash}"))
            .header("content-type", "application/offset+octet-stream");
        Ok(request.send(bytes)?)
    }
}
