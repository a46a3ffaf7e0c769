//! Photos to the server by tus 1.0: resumable, each chunk with its checksum.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    HttpResponse, Method, SyncError,
    books::OnBytes,
    remote::{Remote, refusal},
};
use crate::{
    ids::Sha256Hash,
    journal::WaitingBlob,
    photo::BlobRef,
    store::{Store, StoreError},
};

/// Bytes of one chunk, and the largest file that goes with its creation: what a cut line costs at most.
const CHUNK_BYTES: u64 = 1024 * 1024;
/// How often one file is tried anew in one sync: a chunk resent, an upload begun again, a cut line.
const MAX_SETBACKS: u32 = 4;
/// Longest name of an upload.
const MAX_UPLOAD_NAME: usize = 200;
/// tus' own status for a checksum that does not fit.
const CHECKSUM_MISMATCH: u16 = 460;

/// What the server said it can do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Capabilities {
    /// A small file may come with its creation.
    with_upload: bool,
}

/// Uploads one file from where it stands to its end.
pub(super) struct Upload<'u> {
    pub(super) remote: &'u Remote<'u>,
    pub(super) store: &'u Store,
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
            Some(name) => self.ask(name)?,
            None => Stands::Gone,
        };
        let mut setbacks = 0;
        loop {
            stands = match (stands, &upload) {
                (Stands::At(offset), _) if offset == self.blob.size => return Ok(()),
                (Stands::At(offset), Some(name)) => self.chunk(name, offset, on_bytes),
                (Stands::At(_) | Stands::Gone, _) => {
                    setbacks += 1;
                    if setbacks > MAX_SETBACKS {
                        return Err(SyncError::NoProgress);
                    }
                    let (name, stands) = self.create(on_bytes)?;
                    upload = Some(name);
                    stands
                }
                (Stands::Unsure(error), name) => {
                    setbacks += 1;
                    if error.is_final() || setbacks > MAX_SETBACKS {
                        return Err(error);
                    }
                    // The line may be down for good; then this fails, and the next sync goes on from here.
                    name.as_ref().map_or(Ok(Stands::Gone), |name| self.ask(name))?
                }
            };
        }
    }

    /// Creates the upload, with the content where the server takes it and it is small.
    fn create(&self, on_bytes: OnBytes<'_, StoreError>) -> Result<(String, Stands), SyncError> {
        let hash = STANDARD.encode(self.blob.sha256.to_string());
        let mut headers = vec![
            ("upload-length", self.blob.size.to_string()),
            ("upload-metadata", format!("sha256 {hash}")),
        ];
        let whole = self.capabilities.with_upload && self.blob.size <= CHUNK_BYTES;
        let body = if whole { self.read(0)? } else { Vec::new() };
        if whole {
            headers.push(("content-type", "application/offset+octet-stream".to_owned()));
            headers.push(("upload-checksum", checksum(&body)));
        }
        let answer = self.remote.tus(Method::Post, "", headers, &body)?;
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
        if whole {
            on_bytes(offset)?;
        }
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

    fn chunk(&self, name: &str, offset: u64, on_bytes: OnBytes<'_, StoreError>) -> Stands {
        self.send_chunk(name, offset, on_bytes).unwrap_or_else(Stands::Unsure)
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
        let answer = self.remote.tus(Method::Patch, name, headers, &body)?;
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

    fn forget(&self) -> Result<Stands, SyncError> {
        self.store.write(|w| w.keep_upload(&self.blob.sha256, None))?;
        Ok(Stands::Gone)
    }

    fn read(&self, offset: u64) -> Result<Vec<u8>, SyncError> {
        let length = usize::try_from(CHUNK_BYTES).unwrap_or(usize::MAX);
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
