//! Village fences come in: one file of GeoJSON for each county.

use ruhu_core::{
    error::Explain,
    location::{FenceError, FenceIndex},
    region::{RegionCode, RegionLevel},
};

use crate::{
    app::App,
    store::{AuditLine, StoreError},
};

/// Why fences are not taken.
#[derive(Debug, thiserror::Error)]
pub enum FenceImportError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is not sound.
    #[error(transparent)]
    Fences(#[from] FenceError),
    /// Villages of several counties.
    #[error("文件中有多个县的村界({first} 和 {other})；请按县拆分后分别导入")]
    SeveralCounties {
        /// One of them.
        first: RegionCode,
        /// Another.
        other: RegionCode,
    },
}

impl Explain for FenceImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Fences(inner) => inner.code(),
            Self::SeveralCounties { .. } => "several_counties",
        }
    }
}

/// Imports the fences of a county instead of those that it had; the answer is how many villages they are of.
///
/// # Errors
/// [`FenceImportError`]; then the fences that were there stay.
pub fn import_fences(app: &App, geojson: String) -> Result<usize, FenceImportError> {
    let index = FenceIndex::read(&geojson)?;
    let villages = index.fences().len();
    let mut counties = index.fences().iter().map(|fence| fence.region().at(RegionLevel::County));
    let Some(county) = counties.next() else { return Ok(0) };
    if let Some(other) = counties.find(|other| *other != county) {
        return Err(FenceImportError::SeveralCounties { first: county, other });
    }
    let now_ms = app.now_ms();
    app.store.write(move |w| -> Result<(), StoreError> {
        w.keep_fences(&county, &geojson, now_ms)?;
        w.audit(&AuditLine {
            at_ms: now_ms,
            actor: "cli".to_owned(),
            action: "fences.import".to_owned(),
            subject: format!("region:{county}"),
            purpose: format!("{villages} villages"),
        })
    })?;
    Ok(villages)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ruhu_core::clock::ManualClock;

    use super::*;

    fn village(code: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{{"region_code":"{code}","name":"某村"}},"geometry":{{"type":"Polygon",
            "coordinates":[[[117.0,28.0],[117.1,28.0],[117.1,28.1],[117.0,28.1],[117.0,28.0]]]}}}}"#
        )
    }

    fn collection(codes: &[&str]) -> String {
        let villages: Vec<String> = codes.iter().map(|code| village(code)).collect();
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, villages.join(","))
    }

    #[test]
    fn the_fences_of_a_county_replace_those_that_it_had_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(folder.path(), Arc::new(ManualClock::at(1_790_000_000_000))).unwrap();
        assert_eq!(import_fences(&app, collection(&["361124106200", "361124106201"])).unwrap(), 2);
        assert_eq!(import_fences(&app, collection(&["361125100200"])).unwrap(), 1);
        assert_eq!(import_fences(&app, collection(&["361124106202"])).unwrap(), 1);
        let kept = |code: &str| {
            let region: RegionCode = code.parse().unwrap();
            app.store.read(|r| r.fences_around(&region)).unwrap()
        };
        assert_eq!(kept("361124106200"), Some(collection(&["361124106202"])), "of the whole county");
        assert_eq!(kept("361125000000"), Some(collection(&["361125100200"])));
        assert_eq!(kept("361126000000"), None);
    }

    #[test]
    fn what_cannot_be_kept_is_refused_in_chinese_and_what_was_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(folder.path(), Arc::new(ManualClock::at(1_790_000_000_000))).unwrap();
        import_fences(&app, collection(&["361124106200"])).unwrap();
        for (text, code) in [
            (collection(&["361124106200", "361125100200"]), "several_counties"),
            (collection(&[]), "fence_empty"),
        ] {
            let error = import_fences(&app, text).unwrap_err();
            assert_eq!(error.code(), code);
            assert!(error.to_string().contains('请'), "{error}");
        }
        assert!(import_fences(&app, "{".to_owned()).is_err());
        let region: RegionCode = "361124106200".parse().unwrap();
        assert!(app.store.read(|r| r.fences_around(&region)).unwrap().is_some());
    }
}
