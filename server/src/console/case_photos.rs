//! The photos of a case file, numbered through, and the places of its records.

use ruhu_core::{
    clock::{SourcedTime, TimeSource},
    ids::HouseholdId,
    location::Fix,
    photo::PhotoRecord,
    record::Record,
    wire::RecordState,
};

use super::{
    map::{Mark, Spot},
    times,
};
use crate::casework::case_file::CaseRecord;

/// One photo.
#[derive(Debug, Clone)]
pub(super) struct PhotoView {
    pub(super) number: usize,
    pub(super) kind: &'static str,
    pub(super) source: &'static str,
    pub(super) from_gallery: bool,
    pub(super) caption: String,
    pub(super) taken: String,
    pub(super) place: String,
    pub(super) file: FileView,
}

/// How the photo's files can be had.
#[derive(Debug, Clone)]
pub(super) enum FileView {
    /// Shown at once.
    Open { thumbnail: String, large: String, original: String },
    /// Shown for a stated purpose.
    Guarded { address: String },
    /// The record is not complete yet.
    Waiting,
}

/// The household's photos and places, in the order of its records.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    pub(super) photos: Vec<PhotoView>,
    pub(super) spots: Vec<Spot>,
}

impl Gallery {
    pub(super) fn of(household: &HouseholdId, records: &[CaseRecord]) -> Self {
        let mut gallery = Self::default();
        for record in records {
            match &record.record {
                Some(Record::Visit(visit)) => gallery.add_places(Mark::Visit, &visit.fixes),
                Some(Record::Attempt(attempt)) => gallery.add_places(Mark::Attempt, &attempt.fixes),
                // Where an interview was held can tell who was interviewed.
                Some(Record::Interview(_)) | None => {}
            }
            for photo in record.record.iter().flat_map(Record::photos) {
                gallery.add_photo(household, photo, record.state);
            }
        }
        gallery
    }

    fn add_places(&mut self, mark: Mark, fixes: &[Fix]) {
        let (label, title) = match mark {
            Mark::Visit => ("入", "入户定位"),
            Mark::Attempt | Mark::Photo => ("未", "未能入户时定位"),
        };
        self.spots.extend(fixes.iter().map(|fix| Spot {
            mark,
            label: label.to_owned(),
            title: format!("{title}，{}", time_text(Some(fix.at))),
            fix: *fix,
        }));
    }

    fn add_photo(&mut self, household: &HouseholdId, photo: &PhotoRecord, state: RecordState) {
        let number = self.photos.len() + 1;
        self.spots.extend(photo.fix.map(|fix| Spot {
            mark: Mark::Photo,
            label: number.to_string(),
            title: format!("照片 {number}：{}", photo.kind.label()),
            fix,
        }));
        self.photos.push(PhotoView {
            number,
            kind: photo.kind.label(),
            source: photo.source.label(),
            from_gallery: photo.source == ruhu_core::photo::PhotoSource::Gallery,
            caption: photo.caption.clone(),
            taken: time_text(photo.taken_at),
            place: place_text(photo.fix),
            file: FileView::of(household, photo, state),
        });
    }
}

impl FileView {
    fn of(household: &HouseholdId, photo: &PhotoRecord, state: RecordState) -> Self {
        let address = |sha256| format!("/households/{household}/photos/{sha256}");
        match state {
            RecordState::Complete if photo.kind.is_sensitive() => {
                Self::Guarded { address: address(photo.derivative.sha256) }
            }
            RecordState::Complete => Self::Open {
                thumbnail: address(photo.thumbnail.sha256),
                large: address(photo.derivative.sha256),
                original: address(photo.original.sha256),
            },
            RecordState::Received | RecordState::Quarantined => Self::Waiting,
        }
    }
}

/// `2026-11-23 20:40:07（手机时钟）`.
fn time_text(time: Option<SourcedTime>) -> String {
    let Some(time) = time else { return "时间不详".to_owned() };
    let source = match time.source {
        TimeSource::DeviceClock => "手机时钟",
        TimeSource::Exif => "照片信息",
        TimeSource::Gnss => "卫星时间",
        TimeSource::Server => "服务器",
    };
    format!("{}（{source}）", times::second(time.at_ms))
}

fn place_text(fix: Option<Fix>) -> String {
    let Some(fix) = fix else { return "没有定位".to_owned() };
    let accuracy = fix.accuracy_m.map_or_else(|| "精度未知".to_owned(), |metres| format!("±{metres:.0} 米"));
    format!("{}，{accuracy}", fix.source.label())
}
