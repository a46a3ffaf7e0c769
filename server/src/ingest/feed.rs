//! Pull, digest and the question which files are wanted.

use ruhu_core::wire::{
    BatchRefusal, DigestRequest, DigestResponse, FEED_MAX_ITEMS, PullRequest, PullResponse,
    WANTED_MAX_HASHES, WantedRequest, WantedResponse,
};

use super::IngestError;
use crate::{app::App, store::Device};

/// Most streams compared at once; a phone has one per restored copy.
const MAX_STREAMS_ASKED: usize = 100;

pub(super) fn pull(app: &App, device: &Device, request: &PullRequest) -> Result<PullResponse, IngestError> {
    let limit = usize::try_from(request.limit).unwrap_or(FEED_MAX_ITEMS).clamp(1, FEED_MAX_ITEMS);
    app.store.read(|r| {
        let feed_head = u64::try_from(r.feed_head()?).unwrap_or(0);
        let cursor = i64::try_from(request.cursor).ok();
        let Some(cursor) = cursor.filter(|_| request.resumes_in(app.epoch, feed_head)) else {
            return Ok(PullResponse::Reset { server_epoch: app.epoch });
        };
        let (items, more) = r.feed_after(&device.device, cursor, limit)?;
        let next = items.last().map_or(request.cursor, |item| item.cursor);
        Ok(PullResponse::Feed { server_epoch: app.epoch, items, next, more })
    })
}

pub(super) fn digest(
    app: &App,
    device: &Device,
    request: &DigestRequest,
) -> Result<DigestResponse, IngestError> {
    if request.streams.len() > MAX_STREAMS_ASKED {
        return Err(IngestError::TooManyAsked { max: MAX_STREAMS_ASKED });
    }
    let answer = compare(app, device, request)?;
    let (device, now_ms) = (device.device, app.now_ms());
    app.store.write(move |w| w.note_contact(&device, now_ms))?;
    Ok(answer)
}

fn compare(app: &App, device: &Device, request: &DigestRequest) -> Result<DigestResponse, IngestError> {
    app.store.read(|r| {
        let mut streams = Vec::with_capacity(request.streams.len());
        for asked in &request.streams {
            if asked.stream.device != device.device {
                return Err(BatchRefusal::WrongDevice.into());
            }
            let head = r.stream(&asked.stream)?.map(|row| row.head);
            streams.push(asked.judged_by(head));
        }
        Ok(DigestResponse { streams })
    })
}

pub(super) fn wanted(app: &App, request: &WantedRequest) -> Result<WantedResponse, IngestError> {
    if request.hashes.len() > WANTED_MAX_HASHES {
        return Err(IngestError::TooManyAsked { max: WANTED_MAX_HASHES });
    }
    app.store.read(|r| {
        let mut wanted = Vec::new();
        for hash in &request.hashes {
            if !r.has_blob(hash)? {
                wanted.push(*hash);
            }
        }
        Ok(WantedResponse { wanted })
    })
}
