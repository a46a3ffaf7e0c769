//! The server as the phone speaks to it: messages over a transport, refusals read.

use std::time::Duration;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use super::{HttpRequest, HttpResponse, Method, SyncError, Transport, plan::pause_after};
use crate::wire::{
    DigestRequest, DigestResponse, EnrolRequest, EnrolResponse, EvidenceRequest, EvidenceResponse,
    MAX_BODY_BYTES, Protocol, PullRequest, PullResponse, PushRequest, PushResponse, WantedRequest,
    WantedResponse, pack, unpack,
};

const MEDIA_TYPE: &str = "application/vnd.ruhu+cbor-zstd";
const API: &str = "/api/device/v1";
/// Longest text of a refusal that is shown.
const MAX_MESSAGE_CHARS: usize = 300;

/// One server, as one phone sees it.
pub(super) struct Remote<'t> {
    transport: &'t dyn Transport,
    base: String,
    token: Option<Zeroizing<String>>,
}

/// RFC 9457, the part that is read.
#[derive(Deserialize)]
struct ProblemBody {
    #[serde(default)]
    code: String,
    #[serde(default)]
    detail: String,
}

impl<'t> Remote<'t> {
    pub(super) fn new(
        transport: &'t dyn Transport,
        base: &str,
        token: Option<Zeroizing<String>>,
    ) -> Result<Self, SyncError> {
        Ok(Self { transport, base: checked_url(base)?, token })
    }

    /// The address that is kept, without a slash at the end.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    pub(super) fn enrol(&self, request: &EnrolRequest) -> Result<EnrolResponse, SyncError> {
        self.ask("/enrol", request)
    }

    fn ask<T: Serialize, R: DeserializeOwned>(&self, path: &str, message: &T) -> Result<R, SyncError> {
        let body = pack(message)?;
        let headers = vec![("content-type", MEDIA_TYPE.to_owned())];
        let answer = self.send(Method::Post, path, headers, &body)?;
        if answer.status == 200 { Ok(unpack(&answer.body)?) } else { Err(refusal(&answer)) }
    }

    /// Waits before the line is tried again.
    pub(super) fn pause(&self, duration: Duration) {
        self.transport.pause(duration);
    }

    /// Sends a request; a busy server is asked again, within bounds.
    pub(super) fn send(
        &self,
        method: Method,
        path: &str,
        mut headers: Vec<(&'static str, String)>,
        body: &[u8],
    ) -> Result<HttpResponse, SyncError> {
        if let Some(token) = &self.token {
            headers.push(("authorization", format!("Bearer {}", token.as_str())));
        }
        let request = HttpRequest { method, url: format!("{}{API}{path}", self.base), headers, body };
        let mut tries = 1;
        loop {
            let answer = self.transport.send(&request, MAX_BODY_BYTES)?;
            match pause_after(answer.status, answer.number("retry-after"), tries) {
                Some(pause) => self.transport.pause(pause),
                None => return Ok(answer),
            }
            tries += 1;
        }
    }
}

impl Protocol for Remote<'_> {
    type Error = SyncError;

    fn push(&self, request: &PushRequest) -> Result<PushResponse, SyncError> {
        self.ask("/push", request)
    }

    fn pull(&self, request: &PullRequest) -> Result<PullResponse, SyncError> {
        self.ask("/pull", request)
    }

    fn digest(&self, request: &DigestRequest) -> Result<DigestResponse, SyncError> {
        self.ask("/digest", request)
    }

    fn wanted(&self, request: &WantedRequest) -> Result<WantedResponse, SyncError> {
        self.ask("/wanted", request)
    }

    fn evidence(&self, request: &EvidenceRequest) -> Result<EvidenceResponse, SyncError> {
        self.ask("/evidence", request)
    }
}

/// What the server says when it refuses; something between that is not our server says nothing we could show.
pub(super) fn refusal(answer: &HttpResponse) -> SyncError {
    let status = answer.status;
    let said = serde_json::from_slice::<ProblemBody>(&answer.body).ok().filter(|said| !said.code.is_empty());
    let (code, detail) = said.map(|said| (said.code, said.detail)).unwrap_or_default();
    let plain = |c: &char| !c.is_control();
    let message: String = detail.chars().filter(plain).take(MAX_MESSAGE_CHARS).collect();
    let message = match (message.is_empty(), status) {
        (false, _) => message,
        (true, 507) => "服务器存储空间不足，数据仍在手机中；请联系县级管理员，稍后重新同步".to_owned(),
        (true, 429 | 503) => "服务器繁忙，请稍后重新同步".to_owned(),
        (true, _) => format!("服务器返回异常({status})，请稍后重试；多次失败请联系县级管理员"),
    };
    let code = if code.is_empty() { format!("http_{status}") } else { code.chars().take(64).collect() };
    SyncError::Refused { status, code, message }
}

/// The address without blanks and trailing slashes. Names and numbers never travel in clear: plain HTTP goes to this
/// machine alone.
fn checked_url(url: &str) -> Result<String, SyncError> {
    let plain = crate::household::typing::compact(url);
    let plain = plain.trim_end_matches('/');
    let (scheme, rest) = plain.split_once("://").ok_or(SyncError::InsecureUrl)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A name before `@` would only disguise where the request goes.
    if host.is_empty() || host.contains('@') {
        return Err(super::TransportError::BadUrl.into());
    }
    let name = host.strip_prefix('[').and_then(|rest| rest.split(']').next());
    let name = name.unwrap_or_else(|| host.split(':').next().unwrap_or_default());
    let is_local = name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(plain.to_owned()),
        "http" if is_local => Ok(plain.to_owned()),
        _ => Err(SyncError::InsecureUrl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_travel_in_clear_to_this_machine_alone() {
        for (url, kept) in [
            ("https://minzheng.example.cn/", "https://minzheng.example.cn"),
            (" https://minzheng.example.cn:8443/ruhu// ", "https://minzheng.example.cn:8443/ruhu"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:8080/", "http://localhost:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(checked_url(url).unwrap(), kept);
        }
        for url in [
            "http://minzheng.example.cn",
            "minzheng.example.cn",
            "ftp://127.0.0.1",
            "http://localhost.evil.example",
        ] {
            assert!(matches!(checked_url(url), Err(SyncError::InsecureUrl)), "{url}");
        }
        for url in ["https://", "http://127.0.0.1@evil.example", "https:///x"] {
            assert!(checked_url(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_refusal_speaks_in_the_servers_words_or_in_ours() {
        let answer = |status, body: &str| HttpResponse { status, headers: Vec::new(), body: body.into() };
        let told = refusal(&answer(
            403,
            r#"{"type":"x","status":403,"code":"device_revoked","detail":"设备已停用"}"#,
        ));
        assert_eq!((told.full_code().as_str(), told.to_string().as_str()), ("device_revoked", "设备已停用"));
        assert!(told.is_final());
        let proxy = refusal(&answer(502, "<html>bad gateway"));
        assert_eq!(proxy.full_code(), "http_502");
        assert!(!proxy.is_final());
        assert!(refusal(&answer(507, "")).is_server_full());
    }
}
