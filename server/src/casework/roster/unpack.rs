//! A look into the packed file before anything is read from it: a workbook of a few kilobytes can unpack to
//! terabytes.

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use super::{
    RosterError, RosterLimits,
    promise::{MAX_PROMISED_TEXTS, Promise, is_table_of_texts},
};

/// Bytes read at a time while measuring.
const CHUNK: usize = 64 << 10;

/// Unpacks every part without keeping it. The sizes that the file states are not believed.
pub(super) fn measure(bytes: &[u8], limits: &RosterLimits) -> Result<(), RosterError> {
    look_through(bytes, limits, &mut |_, _| Ok(()))
}

/// Somebody who looks at a stretch of the part of that name and may object.
pub(in crate::casework) type Look<'l> = dyn FnMut(&str, &[u8]) -> Result<(), RosterError> + 'l;

/// As [`measure`], showing each stretch of each part as it is unpacked.
pub(in crate::casework) fn look_through(
    bytes: &[u8],
    limits: &RosterLimits,
    look: &mut Look<'_>,
) -> Result<(), RosterError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| RosterError::Damaged)?;
    if archive.len() > limits.parts {
        return Err(RosterError::TooLarge {
            what: "文件内部的部件", limit: format!("{} 个", limits.parts)
        });
    }
    let mut chunk = vec![0; CHUNK];
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| RosterError::Damaged)?;
        let name = part.name().map(Cow::into_owned).unwrap_or_default();
        let mut promise = is_table_of_texts(&name).then(Promise::default);
        loop {
            let count = part.read(&mut chunk).map_err(|_| RosterError::Damaged)?;
            if count == 0 {
                break;
            }
            total = total.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            if total > limits.unpacked_bytes {
                let limit = format!("{} MB", limits.unpacked_bytes >> 20);
                return Err(RosterError::TooLarge { what: "解压后的内容", limit });
            }
            let stretch = chunk.get(..count).unwrap_or_default();
            if promise.as_mut().is_some_and(|promise| !promise.is_modest_after(stretch)) {
                let limit = format!("{MAX_PROMISED_TEXTS} 条");
                return Err(RosterError::TooLarge { what: "文字表", limit });
            }
            look(&name, stretch)?;
        }
    }
    Ok(())
}
