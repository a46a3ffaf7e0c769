//! The whole way from content to paper.

use std::process::Command;

use super::{sample::SamplePhotos, *};

/// 2026-09-10 09:00 in Beijing.
const MADE_AT_MS: i64 = 1_789_002_000_000;

fn render(content: &PackContent, edition: Edition, photos: &SamplePhotos) -> PackPdf {
    let fonts = PackFonts::discover(&[]).unwrap();
    let cache = tempfile::tempdir().unwrap();
    let room = PressRoom { fonts: &fonts, photos, cache: cache.path(), made_at_ms: MADE_AT_MS };
    render_pack(content, edition, &room).unwrap_or_else(|error| panic!("{error} {error:?}"))
}

fn poppler(tool: &str, args: &[&str], pdf: &PackPdf) -> String {
    let file = tempfile::NamedTempFile::with_suffix(".pdf").unwrap();
    std::fs::write(file.path(), &pdf.bytes).unwrap();
    let mut command = Command::new(tool);
    command.args(args).arg(file.path());
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|error| panic!("{tool} (Debian: poppler-utils): {error}"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn first() {
    let content = sample::content(3, 4).unwrap();
    let photos = SamplePhotos::of(3, 4);
    for edition in [Edition::Organiser, Edition::Participants] {
        let pdf = render(&content, edition, &photos);
        std::fs::write(format!("/tmp/pack-{}.pdf", edition.name()), &pdf.bytes).unwrap();
        assert!(poppler("pdftotext", &["-layout"], &pdf).contains("周"));
    }
}
