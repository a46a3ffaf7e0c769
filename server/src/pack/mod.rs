//! The printed meeting pack (评议会材料): content in, PDF out.
//!
//! A pure step from data to paper: the caller gives the content, the fonts, a source of photos and the time.

pub mod content;
mod drawn;
pub mod error;
pub mod fonts;
pub mod manifest;
pub mod participants;
pub mod photos;
mod press;
#[cfg(any(test, feature = "demo"))]
pub mod sample;
pub mod scrub;
#[cfg(test)]
mod tests;
mod world;

pub(crate) use self::drawn::grouped;
pub use self::{
    content::PackContent,
    error::PackError,
    fonts::PackFonts,
    manifest::Manifest,
    photos::PhotoSource,
    press::{PackPdf, PressRoom, render_pack},
};

/// Most households of one pack: a meeting cannot review more in a day.
pub const MAX_HOUSEHOLDS: usize = 300;
/// Most photos printed on one household's sheet; the rest stands in the manifest.
pub const MAX_PHOTOS_PRINTED: usize = 8;

/// For whom a pack is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edition {
    /// 组织方版: the full one, identity numbers masked.
    Organiser,
    /// 参会人员版: without identity numbers, accounts, phone numbers, health and interviewees.
    Participants,
}

impl Edition {
    /// Name in commands, file names and the QR code.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Participants => "participants",
        }
    }

    /// The edition with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Organiser, Self::Participants].into_iter().find(|edition| edition.name() == name)
    }

    /// The edition as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Organiser => "组织方版",
            Self::Participants => "参会人员版",
        }
    }

    /// How the paper is to be handled.
    fn notice(self) -> &'static str {
        match self {
            Self::Organiser => {
                "本版含个人信息，仅供会议组织方使用。请专人保管，会后归入会议档案，不得复印、外传。"
            }
            Self::Participants => "本版供参会人员评议使用，会后由组织方收回。会上了解的家庭情况不得外传。",
        }
    }
}
