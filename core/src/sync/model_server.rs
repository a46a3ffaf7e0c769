//! A server of a hundred lines for tests of the engine: it keeps journals by the journal's own rule and can be told
//! to fail. The real server is tested with real phones in the whole-system tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{HttpRequest, HttpResponse, Method, Transport, TransportError};
use crate::{
    ids::{EntryId, ServerEpoch, Sha256Hash, StreamId},
    journal::{Head, Intake, SealedEntry, TakenIn, take_in},
    wire::{
        Ack, DigestRequest, DigestResponse, FeedItem, PullRequest, PullResponse, PushRequest, PushResponse,
        StreamDigest, WantedRequest, WantedResponse, pack, unpack,
    },
};

/// Something that goes wrong with the next request to a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The request never arrives.
    Lost,
    /// The server has done it, and the answer never arrives.
    AnswerLost,
    /// The server refuses.
    Refused(u16, &'static str),
}

#[derive(Default, Clone)]
pub(super) struct State {
    pub(super) epoch: u8,
    pub(super) streams: BTreeMap<StreamId, Vec<SealedEntry>>,
    pub(super) feed: Vec<FeedItem>,
    pub(super) blobs: BTreeMap<Sha256Hash, Vec<u8>>,
    uploads: BTreeMap<String, (Sha256Hash, u64, Vec<u8>)>,
    /// Photos that are refused whatever happens.
    pub(super) refused_blobs: BTreeSet<Sha256Hash>,
    /// Entries that are refused whatever happens.
    pub(super) refused_entries: BTreeSet<EntryId>,
    pub(super) faults: Vec<(&'static str, Fault)>,
    /// Method and path of every request.
    pub(super) log: Vec<String>,
    pub(super) paused: Duration,
    /// Bytes of photo files that arrived.
    pub(super) photo_bytes: u64,
}

#[derive(Default)]
pub(super) struct ModelServer {
    state: Mutex<State>,
}

fn head_of(entries: &[SealedEntry]) -> Option<Head> {
    entries.last().map(|sealed| Head { seq: sealed.entry.seq, hash: sealed.hash })
}

fn refused(status: u16, code: &str) -> HttpResponse {
    let body = format!(r#"{{"type":"urn","title":"x","status":{status},"code":"{code}","detail":"请重试"}}"#);
    let headers = if status == 503 { vec![("Retry-After".to_owned(), "2".to_owned())] } else { Vec::new() };
    HttpResponse { status, headers, body: body.into_bytes() }
}

fn told(message: &impl serde::Serialize) -> HttpResponse {
    HttpResponse { status: 200, headers: Vec::new(), body: pack(message).unwrap() }
}

impl ModelServer {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Every entry that the server holds, each once, in any stream.
    pub(super) fn entry_ids(&self) -> BTreeSet<EntryId> {
        self.state().streams.values().flatten().map(|sealed| sealed.entry.entry_id).collect()
    }

    pub(super) fn requests(&self, start: &str) -> usize {
        self.state().log.iter().filter(|line| line.starts_with(start)).count()
    }
}

impl Transport for ModelServer {
    fn send(&self, request: &HttpRequest<'_>, _max_answer: usize) -> Result<HttpResponse, TransportError> {
        let mut state = self.state();
        let path = request.url.strip_prefix("http://127.0.0.1:9/api/device/v1").unwrap().to_owned();
        let line = format!("{} {path}", request.method.name());
        state.log.push(line.clone());
        assert!(
            request
                .headers
                .iter()
                .any(|(name, value)| *name == "authorization" && value.starts_with("Bearer "))
        );
        let fault = state.faults.iter().position(|(start, _)| line.starts_with(start));
        let fault = fault.map(|at| state.faults.remove(at).1);
        match fault {
            Some(Fault::Lost) => return Err(TransportError::Cut),
            Some(Fault::Refused(status, code)) => return Ok(refused(status, code)),
            Some(Fault::AnswerLost) | None => {}
        }
        let answer = match (request.method, path.as_str()) {
            (Method::Post, "/push") => state.push(&unpack(request.body).unwrap()),
            (Method::Post, "/pull") => state.pull(&unpack(request.body).unwrap()),
            (Method::Post, "/digest") => state.digest(&unpack(request.body).unwrap()),
            (Method::Post, "/wanted") => state.wanted(&unpack(request.body).unwrap()),
            // A server from before the evidence log.
            (Method::Post, "/evidence") => refused(404, "not_found"),
            _ => state.files(request, &path),
        };
        if fault == Some(Fault::AnswerLost) { Err(TransportError::Cut) } else { Ok(answer) }
    }

    fn pause(&self, duration: Duration) {
        self.state().paused += duration;
    }
}

/// One stream, where a batch arrives.
struct Held<'s> {
    entries: &'s mut Vec<SealedEntry>,
    batch: &'s [&'s SealedEntry],
}

impl Intake for Held<'_> {
    type Error = std::convert::Infallible;

    fn head(&self) -> Option<Head> {
        head_of(self.entries)
    }

    fn hash_at(&self, seq: u64) -> Result<Option<Sha256Hash>, Self::Error> {
        Ok(self.entries.iter().find(|held| held.entry.seq == seq).map(|held| held.hash))
    }

    fn append(&mut self, index: usize) -> Result<(), Self::Error> {
        self.entries.push(self.batch[index].clone());
        Ok(())
    }
}

impl State {
    fn server_epoch(&self) -> ServerEpoch {
        ServerEpoch([self.epoch; 16])
    }

    fn push(&mut self, request: &PushRequest) -> HttpResponse {
        let key = ed25519_dalek::SigningKey::from_bytes(&[5; 32]).verifying_key().to_bytes();
        request.signed_head.verify(&key, &request.stream).unwrap();
        let batch: Vec<_> =
            request.entries.iter().map(|bytes| SealedEntry::parse(bytes.to_vec()).unwrap()).collect();
        if batch.iter().any(|sealed| self.refused_entries.contains(&sealed.entry.entry_id)) {
            return refused(422, "cbor_malformed");
        }
        let batch: Vec<&SealedEntry> = batch.iter().collect();
        let held = self.streams.entry(request.stream).or_default();
        let before = head_of(held);
        match take_in(&mut Held { entries: held, batch: &batch }, &batch) {
            Ok(TakenIn::Held) => {}
            Ok(TakenIn::Fork) => return told(&PushResponse::Fork { head: before }),
            Ok(TakenIn::Gap) => return told(&PushResponse::Gap { head: before }),
        }
        let head = head_of(held).unwrap();
        let ack = Ack { server_epoch: self.server_epoch(), head };
        told(&PushResponse::Accepted { ack, findings: Vec::new(), wanted: Vec::new() })
    }

    fn pull(&self, request: &PullRequest) -> HttpResponse {
        let server_epoch = self.server_epoch();
        if request.cursor > 0 && request.server_epoch != Some(server_epoch) {
            return told(&PullResponse::Reset { server_epoch });
        }
        let after = self.feed.iter().filter(|item| item.cursor > request.cursor);
        let items: Vec<FeedItem> = after.take(3).cloned().collect();
        let next = items.last().map_or(request.cursor, |item| item.cursor);
        let more = self.feed.last().is_some_and(|last| last.cursor > next);
        told(&PullResponse::Feed { server_epoch, items, next, more })
    }

    fn digest(&self, request: &DigestRequest) -> HttpResponse {
        let verdict = |asked: &StreamDigest| {
            asked.judged_by(self.streams.get(&asked.stream).and_then(|held| head_of(held)))
        };
        told(&DigestResponse { streams: request.streams.iter().map(verdict).collect() })
    }

    fn wanted(&self, request: &WantedRequest) -> HttpResponse {
        let lacking = request.hashes.iter().filter(|hash| !self.blobs.contains_key(hash));
        told(&WantedResponse { wanted: lacking.copied().collect() })
    }

    fn files(&mut self, request: &HttpRequest<'_>, path: &str) -> HttpResponse {
        let header = |wanted: &str| {
            request
                .headers
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value.clone())
                .unwrap_or_default()
        };
        let name = path.strip_prefix("/files").unwrap().trim_start_matches('/').to_owned();
        if !request.body.is_empty() {
            let sum = STANDARD.encode(Sha256Hash::of(request.body).as_bytes());
            assert_eq!(header("upload-checksum"), format!("sha256 {sum}"));
        }
        let (name, status) = match request.method {
            Method::Options => {
                let headers = vec![("Tus-Extension".to_owned(), "creation,creation-with-upload".to_owned())];
                return HttpResponse { status: 204, headers, body: Vec::new() };
            }
            Method::Post => {
                let metadata = header("upload-metadata");
                let hex = STANDARD.decode(metadata.strip_prefix("sha256 ").unwrap()).unwrap();
                let hash: Sha256Hash = String::from_utf8(hex).unwrap().parse().unwrap();
                if self.refused_blobs.contains(&hash) {
                    return refused(413, "photo_too_large");
                }
                let name = format!("u{}", self.uploads.len());
                let size = header("upload-length").parse().unwrap();
                self.uploads.insert(name.clone(), (hash, size, Vec::new()));
                (name, 201)
            }
            Method::Patch => (name, 204),
            _ => (name, 200),
        };
        let Some((hash, size, bytes)) = self.uploads.get_mut(&name) else {
            return refused(404, "upload_unknown");
        };
        if request.method == Method::Patch && header("upload-offset") != bytes.len().to_string() {
            return refused(409, "upload_offset");
        }
        bytes.extend_from_slice(request.body);
        self.photo_bytes += request.body.len() as u64;
        let offset = bytes.len();
        if offset as u64 == *size {
            assert_eq!(Sha256Hash::of(bytes), *hash);
            self.blobs.insert(*hash, bytes.clone());
        }
        let headers = vec![
            ("Location".to_owned(), format!("/api/device/v1/files/{name}")),
            ("Upload-Offset".to_owned(), offset.to_string()),
        ];
        HttpResponse { status, headers, body: Vec::new() }
    }
}
