//! The notice (抽查公告): published at the freeze, before anybody can know the sources.

use std::collections::BTreeMap;

use jiff::Timestamp;
use ruhu_core::{
    ids::Sha256Hash,
    sampling::{Frame, MAX_SOURCES, Rate, SamplingError, Source},
};
use serde::{Deserialize, Serialize};

use super::{NoticeError, PROOF_VERSION, Proof, VerifiedSummary};

/// Largest notice read, in bytes.
pub const MAX_NOTICE_BYTES: usize = 4 * 1024 * 1024;
/// Longest rules, and longest description of one source, in characters.
pub const MAX_RULES_CHARS: usize = 20_000;

/// The rules that the program carries out, in words; local rules may be added below them.
pub const STANDARD_RULES: &str = "\
一、名册冻结后不得增减或改动；名册每行为“编号，分层，记录摘要”，按编号排列，其 RFC 6962 默克尔树根即本公告的 root。\n\
二、随机来源在本公告发布之后才产生，任何人事先无法知道；其内容按公告顺序与 root 一起计算种子。\n\
三、每户的签号由种子与编号计算；各层按签号从小到大排列，前 n 户为样本，n 为比例乘以户数后向上取整，其余依次为备选。\n\
四、样本因规定的原因无法复核时，按顺序由备选替换，须有证据并经第二人批准，原样本保留在案。\n\
五、近亲属备案、被举报和存疑的家庭必须核查，另行入户，不占用抽查比例。\n\
六、复核由未参加原调查的人员进行，复核前不得查看原调查结果。\n\
七、任何人可凭公布的证明文件重新计算并核对抽查结果。";

/// A source as announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedSource {
    /// Its name: `骰子`, `彩票`, `drand`.
    pub name: String,
    /// What it will be: which dice, which lottery's draw of which day, which round; and how it becomes bytes.
    pub what: String,
}

/// The notice as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// [`PROOF_VERSION`].
    pub version: u64,
    /// Share of each stratum.
    pub rate: Rate,
    /// Units in the frame.
    pub units: usize,
    /// Units in each stratum.
    pub strata: BTreeMap<String, usize>,
    /// Merkle root of the frame.
    pub root: Sha256Hash,
    /// The rules, fixed beforehand.
    pub rules: String,
    /// The sources in the order in which they enter the seed.
    pub sources: Vec<AnnouncedSource>,
    /// When the frame was frozen, by the server's clock.
    pub frozen_at: Timestamp,
}

impl Notice {
    /// Freezes `frame`.
    ///
    /// # Errors
    /// [`NoticeError`] for rules or sources that cannot be published.
    pub fn freeze(
        frame: &Frame,
        rate: Rate,
        rules: impl Into<String>,
        sources: Vec<AnnouncedSource>,
        frozen_at: Timestamp,
    ) -> Result<Self, NoticeError> {
        let notice = Self {
            version: PROOF_VERSION,
            rate,
            units: frame.lines().len(),
            strata: counts(frame),
            root: frame.root(),
            rules: rules.into(),
            sources,
            frozen_at,
        };
        notice.check()?;
        Ok(notice)
    }

    /// Reads a notice.
    ///
    /// # Errors
    /// [`NoticeError`] for anything that [`Notice::freeze`] could not have written.
    pub fn from_json(json: &[u8]) -> Result<Self, NoticeError> {
        if json.len() > MAX_NOTICE_BYTES {
            return Err(NoticeError::TooLarge);
        }
        let notice: Self = serde_json::from_slice(json)
            .map_err(|error| NoticeError::Unreadable { line: error.line(), column: error.column() })?;
        notice.check()?;
        Ok(notice)
    }

    /// The file: indented JSON.
    ///
    /// # Errors
    /// None in practice; the writer's error is passed on.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Draws with the sources as they turned out, given in any order; they enter the seed in the notice's order.
    ///
    /// # Errors
    /// [`NoticeError`] where `frame` is not the frozen one or `sources` are not the announced ones.
    pub fn draw(&self, frame: &Frame, sources: &[Source]) -> Result<Proof, NoticeError> {
        if frame.root() != self.root {
            return Err(NoticeError::RootDiffers);
        }
        let announced =
            |source: &&AnnouncedSource| sources.iter().find(|given| given.name() == source.name).cloned();
        let ordered: Vec<Source> = self.sources.iter().filter_map(|source| announced(&source)).collect();
        if ordered.len() != self.sources.len() || sources.len() != self.sources.len() {
            return Err(self.sources_differ());
        }
        Ok(Proof::draw(frame, self.rate, &ordered)?)
    }

    /// Compares a verified proof with what was published before the draw.
    ///
    /// # Errors
    /// [`NoticeError`] naming the first thing that differs.
    pub fn compare(&self, proof: &VerifiedSummary) -> Result<(), NoticeError> {
        if proof.root != self.root {
            return Err(NoticeError::RootDiffers);
        }
        if proof.rate.to_string() != self.rate.to_string() {
            return Err(NoticeError::RateDiffers);
        }
        let units = proof.strata.iter().map(|(name, stratum)| (name, &stratum.units));
        if !units.eq(&self.strata) || proof.units != self.units {
            return Err(NoticeError::StrataDiffer);
        }
        if !proof.sources.iter().eq(self.sources.iter().map(|source| &source.name)) {
            return Err(self.sources_differ());
        }
        Ok(())
    }

    fn sources_differ(&self) -> NoticeError {
        let names: Vec<&str> = self.sources.iter().map(|source| source.name.as_str()).collect();
        NoticeError::SourcesDiffer { expected: names.join("、") }
    }

    fn check(&self) -> Result<(), NoticeError> {
        if self.version != PROOF_VERSION {
            return Err(NoticeError::Version(self.version));
        }
        if self.strata.values().try_fold(0_usize, |sum, units| sum.checked_add(*units)) != Some(self.units) {
            return Err(NoticeError::StrataDiffer);
        }
        if !is_text(&self.rules) {
            return Err(NoticeError::BadRules);
        }
        if self.sources.is_empty() || self.sources.len() > MAX_SOURCES {
            return Err(SamplingError::BadSourceCount.into());
        }
        for (index, source) in self.sources.iter().enumerate() {
            if !Source::is_name(&source.name) {
                return Err(SamplingError::BadSourceName.into());
            }
            if self.sources.iter().take(index).any(|earlier| earlier.name == source.name) {
                return Err(SamplingError::DuplicateSource.into());
            }
            if !is_text(&source.what) {
                return Err(NoticeError::BadSourceText);
            }
        }
        Ok(())
    }
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_RULES_CHARS
}

fn counts(frame: &Frame) -> BTreeMap<String, usize> {
    frame.strata().into_iter().map(|(stratum, units)| (stratum.to_string(), units)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spot_check::{
        proof::tests::{vector_frame, vector_proof, vector_sources},
        verify_proof,
    };

    fn announced(name: &str) -> AnnouncedSource {
        AnnouncedSource {
            name: name.to_owned(), what: "公开投掷的骰子，每枚一个字节".to_owned()
        }
    }

    fn freeze(sources: Vec<AnnouncedSource>) -> Result<Notice, NoticeError> {
        let at = "2026-08-10T01:00:00Z".parse().unwrap();
        Notice::freeze(&vector_frame(), "0.10".parse().unwrap(), STANDARD_RULES, sources, at)
    }

    fn notice() -> Notice {
        freeze(vec![announced("骰子"), announced("lottery")]).unwrap()
    }

    #[test]
    fn the_notice_says_everything_but_the_sources() {
        insta::assert_snapshot!(notice().to_json().unwrap());
        assert_eq!(Notice::from_json(notice().to_json().unwrap().as_bytes()), Ok(notice()));
    }

    #[test]
    fn the_draw_takes_the_announced_sources_in_the_announced_order() {
        let mut sources = vector_sources();
        assert_eq!(notice().draw(&vector_frame(), &sources), Ok(vector_proof()));
        sources.reverse();
        assert_eq!(notice().draw(&vector_frame(), &sources), Ok(vector_proof()));
        sources.push(Source::new("又一个", vec![1]).unwrap());
        let refusal = NoticeError::SourcesDiffer { expected: "骰子、lottery".to_owned() };
        assert_eq!(notice().draw(&vector_frame(), &sources), Err(refusal.clone()));
        assert_eq!(notice().draw(&vector_frame(), &sources[..1]), Err(refusal.clone()));
        assert_eq!(notice().draw(&vector_frame(), &[sources[0].clone(), sources[0].clone()]), Err(refusal));
    }

    #[test]
    fn another_frame_is_not_drawn_from() {
        let fewer = Frame::new(vector_frame().lines().iter().skip(1).cloned().collect()).unwrap();
        assert_eq!(notice().draw(&fewer, &vector_sources()), Err(NoticeError::RootDiffers));
    }

    #[test]
    fn a_proof_is_held_against_the_notice() {
        let proof = verify_proof(vector_proof().to_json().unwrap().as_bytes()).unwrap();
        assert_eq!(notice().compare(&proof), Ok(()));
        let other_root = Notice { root: Sha256Hash::ZERO, ..notice() };
        assert_eq!(other_root.compare(&proof), Err(NoticeError::RootDiffers));
        let other_rate = Notice { rate: "0.11".parse().unwrap(), ..notice() };
        assert_eq!(other_rate.compare(&proof), Err(NoticeError::RateDiffers));
        let other_strata = Notice { strata: BTreeMap::from([("A".to_owned(), 20)]), ..notice() };
        assert_eq!(other_strata.compare(&proof), Err(NoticeError::StrataDiffer));
        let other_sources = freeze(vec![announced("lottery"), announced("骰子")]).unwrap();
        assert!(matches!(other_sources.compare(&proof), Err(NoticeError::SourcesDiffer { .. })));
    }

    #[test]
    fn what_cannot_be_published_is_refused() {
        assert_eq!(freeze(vec![]), Err(SamplingError::BadSourceCount.into()));
        assert_eq!(freeze(vec![announced("a"), announced("a")]), Err(SamplingError::DuplicateSource.into()));
        assert_eq!(freeze(vec![announced(" ")]), Err(SamplingError::BadSourceName.into()));
        let vague = AnnouncedSource { name: "骰子".to_owned(), what: " ".to_owned() };
        assert_eq!(freeze(vec![vague]), Err(NoticeError::BadSourceText));
        assert_eq!(Notice { rules: String::new(), ..notice() }.check(), Err(NoticeError::BadRules));
        assert_eq!(Notice { version: 2, ..notice() }.check(), Err(NoticeError::Version(2)));
        assert_eq!(Notice { units: 3, ..notice() }.check(), Err(NoticeError::StrataDiffer));
        assert_eq!(Notice::from_json(b"{}"), Err(NoticeError::Unreadable { line: 1, column: 2 }));
        assert_eq!(Notice::from_json(&vec![b' '; MAX_NOTICE_BYTES + 1]), Err(NoticeError::TooLarge));
    }
}
