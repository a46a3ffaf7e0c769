//! Photos to the server by tus 1.0: resumable, each chunk with its checksum.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    HttpResponse, Method, SyncError,
    books::OnBytes,
    pace::{Went, next_chunk, wait_after},
    remote::{Remote, refusal},
};
use crate::{
    ids::Sha256Hash,
    journal::WaitingBlob,
    photo::BlobRef,
    store::{Store, StoreError},
};

/// How often in a row one file is tried anew without a byte more arriving: a chunk resent, an upload begun again, a cut
/// line.
const MAX_SETBACKS: u32 = 4;
/// Longest name of an upload.
const MAX_UPLOAD_NAME: usize = 200;
/// tus' own status for a checksum that does not fit.
const CHECKSUM_MISMATCH: u16 = 460;

/// What the server said it can do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Capabilities {
    /// The first chunk may come with the creation.
    with_upload: bool,
}

/// Uploads one file from where it stands to its end.
pub(super) struct Upload<'u> {
    pub(super) remote: &'u Remote<'u>,
    pub(super) store: &'u Store,
    /// Bytes of one chunk, shared by all uploads of a line.
    pub(super) chunk: &'u AtomicU64,
    pub(super) capabilities: Capabilities,
    pub(super) blob: BlobRef,
}

/// What one step led to.
enum Stands {
    At(u64),
    /// The server does not know the upload, or has dropped it.
    Gone,
    /// Something went wrong on the way; ask where it stands.
    Unsure(SyncError),
}

impl Remote<'_> {
    /// Asks what the server can do.
    pub(super) fn capabilities(&self) -> Result<Capabilities, SyncError> {
        let answer = self.tus(Method::Options, "", Vec::new(), &[])?;
        let extensions = answer.header("tus-extension").unwrap_or_default();
        let with_upload = extensions.split(',').any(|extension| extension.trim() == "creation-with-upload");
        Ok(Capabilities { with_upload })
    }

    fn tus(
        &self,
        method: Method,
        upload: &str,
        mut headers: Vec<(&'static str, String)>,
        body: &[u8],
    ) -> Result<HttpResponse, SyncError> {
        headers.push(("tus-resumable", "1.0.0".to_owned()));
        let path = if upload.is_empty() { "/files".to_owned() } else { format!("/files/{upload}") };
        self.send(method, &path, headers, body)
    }
}

impl Upload<'_> {
    pub(super) fn run(
        &self,
        waiting: &WaitingBlob,
        on_bytes: OnBytes<'_, StoreError>,
    ) -> Result<(), SyncError> {
        let mut upload = waiting.upload.clone();
        let mut stands = match &upload {
            Some(name) => self.ask(name).unwrap_or_else(Stands::Unsure),
            None => Stands::Gone,
        };
        let (mut setbacks, mut reached, mut sent_from) = (0, 0, None);
        loop {
            stands = match (stands, &upload) {
                (Stands::At(offset), _) if offset == self.blob.size => return Ok(()),
                (Stands::At(offset), Some(name)) => {
                    if offset > reached {
                        (reached, setbacks) = (offset, 0);
                    }
                    sent_from = Some(offset);
                    self.send_chunk(name, offset, on_bytes).unwrap_or_else(Stands::Unsure)
                }
                (Stands::At(_) | Stands::Gone, _) => {
                    setbacks += 1;
                    if setbacks > MAX_SETBACKS {
                        return Err(SyncError::NoProgress);
                    }
                    match self.create(on_bytes) {
                        Ok((name, stands)) => {
                            upload = Some(name);
                            stands
                        }
                        Err(error) => Stands::Unsure(error),
                    }
                }
                (Stands::Unsure(error), name) => {
                    setbacks += 1;
                    if !error.may_pass() || setbacks > MAX_SETBACKS {
                        return Err(error);
                    }
                    // A line that was cut in mid-chunk has mostly left the server where it was: the chunk goes again
                    // at once, and only where the server disagrees is it asked.
                    if let (SyncError::Transport(_), 1, Some(offset)) = (&error, setbacks, sent_from.take()) {
                        stands = Stands::At(offset);
                        continue;
                    }
                    self.wait(setbacks);
                    let asked = name.as_ref().map_or(Ok(Stands::Gone), |name| self.ask(name));
                    asked.unwrap_or_else(Stands::Unsure)
                }
            };
        }
    }

    fn wait(&self, setbacks: u32) {
        let mut dice = [0];
        // Without dice it waits the shortest time.
        let _ = self.store.entropy().fill(&mut dice);
        let wait = wait_after(setbacks, dice[0]);
        if !wait.is_zero() {
            self.remote.pause(wait);
        }
    }

    /// Creates the upload, with the first chunk where the server takes it.
    fn create(&self, on_bytes: OnBytes<'_, StoreError>) -> Result<(String, Stands), SyncError> {
        let hash = STANDARD.encode(self.blob.sha256.to_string());
        let mut headers = vec![
            ("upload-length", self.blob.size.to_string()),
            ("upload-metadata", format!("sha256 {hash}")),
        ];
        let body = if self.capabilities.with_upload { self.read(0)? } else { Vec::new() };
        if !body.is_empty() {
            headers.push(("content-type", "application/offset+octet-stream".to_owned()));
            headers.push(("upload-checksum", checksum(&body)));
        }
        let answer = self.timed(Method::Post, "", headers, &body)?;
        if answer.status != 201 {
            return Err(refusal(&answer));
        }
        let name = answer.header("location").and_then(upload_name).ok_or(SyncError::BadAnswer)?;
        let offset = answer.number("upload-offset").unwrap_or(0);
        if offset > self.blob.size {
            return Err(SyncError::BadAnswer);
        }
        if offset < self.blob.size {
            self.store.write(|w| w.keep_upload(&self.blob.sha256, Some(&name)))?;
        }
        on_bytes(offset)?;
        Ok((name, Stands::At(offset)))
    }

    /// Asks where the upload stands.
    fn ask(&self, name: &str) -> Result<Stands, SyncError> {
        let answer = self.remote.tus(Method::Head, name, Vec::new(), &[])?;
        match answer.status {
            200 | 204 => {
                let offset = answer.number("upload-offset").filter(|offset| *offset <= self.blob.size);
                offset.map(Stands::At).ok_or(SyncError::BadAnswer)
            }
            404 | 410 => self.forget(),
            _ => Err(refusal(&answer)),
        }
    }

    fn send_chunk(
        &self,
        name: &str,
        offset: u64,
        on_bytes: OnBytes<'_, StoreError>,
    ) -> Result<Stands, SyncError> {
        let body = self.read(offset)?;
        let headers = vec![
            ("content-type", "application/offset+octet-stream".to_owned()),
            ("upload-offset", offset.to_string()),
            ("upload-checksum", checksum(&body)),
        ];
        let answer = self.timed(Method::Patch, name, headers, &body)?;
        let refused = || refusal(&answer);
        match answer.status {
            204 | 200 => {
                let now =
                    answer.number("upload-offset").filter(|now| *now > offset && *now <= self.blob.size);
                let now = now.ok_or(SyncError::BadAnswer)?;
                on_bytes(now - offset)?;
                Ok(Stands::At(now))
            }
            404 | 410 => self.forget(),
            // Of the whole photo: the server has dropped what it had.
            CHECKSUM_MISMATCH if refused().full_code() == "photo_hash_mismatch" => self.forget(),
            _ => Ok(Stands::Unsure(refused())),
        }
    }

    /// Sends a chunk and learns from it how much the line carries.
    fn timed(
        &self,
        method: Method,
        name: &str,
        headers: Vec<(&'static str, String)>,
        body: &[u8],
    ) -> Result<HttpResponse, SyncError> {
        let begun_ms = self.store.clock().read().mono_ms;
        let answer = self.remote.tus(method, name, headers, body);
        let took = Duration::from_millis(self.store.clock().read().mono_ms.saturating_sub(begun_ms));
        let went = match &answer {
            Ok(_) => Went::Through { bytes: body.len() as u64, took },
            Err(_) => Went::Lost { bytes: body.len() as u64 },
        };
        let learn = |aimed| Some(next_chunk(aimed, went));
        // It never fails: every answer is a size.
        let _ = self.chunk.fetch_update(Ordering::Relaxed, Ordering::Relaxed, learn);
        answer
    }

    fn forget(&self) -> Result<Stands, SyncError> {
        self.store.write(|w| w.keep_upload(&self.blob.sha256, None))?;
        Ok(Stands::Gone)
    }

    fn read(&self, offset: u64) -> Result<Vec<u8>, SyncError> {
        let length = usize::try_from(self.chunk.load(Ordering::Relaxed)).unwrap_or(usize::MAX);
        Ok(self.store.vault().read_range(&self.blob, offset, length)?)
    }
}

fn checksum(bytes: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(Sha256Hash::of(bytes).as_bytes()))
}

/// The upload's name is the last part of its address: it is asked at the server that is known, wherever the address
/// points.
fn upload_name(location: &str) -> Option<String> {
    let name = location.split(['?', '#']).next()?.rsplit('/').next()?;
    let fits = !name.is_empty()
        && name.len() <= MAX_UPLOAD_NAME
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::upload_name;

    #[test]
    fn an_upload_is_asked_at_the_known_server_whatever_its_address() {
        assert_eq!(upload_name("/api/device/v1/files/ab-12").as_deref(), Some("ab-12"));
        assert_eq!(upload_name("https://evil.example/files/ab?x=1").as_deref(), Some("ab"));
        assert_eq!(upload_name("/files/"), None);
        assert_eq!(upload_name("/files/a b"), None);
    }
}
