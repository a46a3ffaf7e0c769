//! Verification of a proof by drawing again.

use std::collections::BTreeMap;

use ruhu_core::{
    ids::Sha256Hash,
    sampling::{Frame, Rate, SamplingError, Source, draw},
};
use serde_json::error::Category;

use super::{
    MAX_PROOF_BYTES, PROOF_VERSION, Proof, ProofError, ProofStratum,
    proof::{ProofSource, digest},
};

/// What a verified proof says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedSummary {
    /// The rate.
    pub rate: Rate,
    /// Units in the frame.
    pub units: usize,
    /// Root of the frame: to be compared with the root that was published before the sources were known.
    pub root: Sha256Hash,
    /// The seed.
    pub seed: Sha256Hash,
    /// Names of the sources, in their order.
    pub sources: Vec<String>,
    /// The strata.
    pub strata: BTreeMap<String, VerifiedStratum>,
}

/// One stratum of a verified proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedStratum {
    /// Units in the stratum.
    pub units: usize,
    /// The unit ids drawn, in ticket order.
    pub sample: Vec<String>,
    /// How many units are left as reserves.
    pub reserves: usize,
}

impl VerifiedSummary {
    /// Units in all samples.
    #[must_use]
    pub fn sample_size(&self) -> usize {
        self.strata.values().map(|stratum| stratum.sample.len()).sum()
    }
}

/// Recomputes a proof from its lines, rate and sources and compares every other field.
///
/// White space between the fields and the order of the keys do not matter; anything else does.
///
/// # Errors
/// [`ProofError`] naming the first thing that differs.
pub fn verify_proof(json: &[u8]) -> Result<VerifiedSummary, ProofError> {
    if json.len() > MAX_PROOF_BYTES {
        return Err(ProofError::TooLarge);
    }
    let proof = read(json)?;
    if proof.version != PROOF_VERSION {
        return Err(ProofError::Version(proof.version));
    }
    let rate: Rate = proof.rate.parse().map_err(|_| ProofError::Rate)?;
    let frame = read_frame(&proof.lines)?;
    let sources = read_sources(&proof.sources)?;

    let drawn = draw(&frame, rate, &sources).map_err(ProofError::Sources)?;
    if proof.root != drawn.root.to_string() {
        return Err(ProofError::Root);
    }
    if proof.seed != drawn.seed.to_string() {
        return Err(ProofError::Seed);
    }
    let expected: BTreeMap<String, ProofStratum> =
        drawn.strata.iter().map(|(name, stratum)| (name.to_string(), stratum.into())).collect();
    compare_strata(&proof.strata, &expected)?;
    let names = sources.iter().map(Source::name);
    if proof.digest.is_some_and(|given| given != digest(drawn.seed, &proof.rate, names).to_string()) {
        return Err(ProofError::Digest);
    }
    Ok(summary(rate, &frame, &sources, drawn.seed, expected))
}

fn read(json: &[u8]) -> Result<Proof, ProofError> {
    serde_json::from_slice(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Data => ProofError::Shape { line, column },
            Category::Io | Category::Syntax | Category::Eof => ProofError::NotJson { line, column },
        }
    })
}

fn read_frame(lines: &[String]) -> Result<Frame, ProofError> {
    let frame = Frame::parse(lines).map_err(ProofError::Lines)?;
    let mut pairs = frame.lines().iter().zip(lines);
    match pairs.position(|(sorted, given)| !given.starts_with(&format!("{},", sorted.unit_id))) {
        Some(index) => Err(ProofError::Order { line: index + 1 }),
        None => Ok(frame),
    }
}

fn read_sources(sources: &[ProofSource]) -> Result<Vec<Source>, ProofError> {
    let read = |(index, source): (usize, &ProofSource)| {
        let bad = ProofError::SourceHex { index: index + 1 };
        let bytes = hex::decode(&source.hex).map_err(|_| bad.clone())?;
        if hex::encode(&bytes) != source.hex {
            return Err(bad);
        }
        Source::new(source.name.as_str(), bytes).map_err(|error| match error {
            SamplingError::BadSourceBytes => bad,
            other => ProofError::Sources(other),
        })
    };
    sources.iter().enumerate().map(read).collect()
}

fn compare_strata(
    given: &BTreeMap<String, ProofStratum>,
    expected: &BTreeMap<String, ProofStratum>,
) -> Result<(), ProofError> {
    if !given.keys().eq(expected.keys()) {
        return Err(ProofError::Strata);
    }
    for ((name, given), expected) in given.iter().zip(expected.values()) {
        let stratum = || name.clone();
        if given.units != expected.units {
            return Err(ProofError::Units { stratum: stratum(), expected: expected.units });
        }
        if let Some(place) = first_difference(&given.sample, &expected.sample) {
            return Err(ProofError::Sample { stratum: stratum(), place });
        }
        if let Some(place) = first_difference(&given.reserves, &expected.reserves) {
            return Err(ProofError::Reserves { stratum: stratum(), place });
        }
    }
    Ok(())
}

/// First place, from 1, at which two lists differ; one longer than the other differs behind the shorter.
fn first_difference(given: &[String], expected: &[String]) -> Option<usize> {
    let common = given.iter().zip(expected).position(|(a, b)| a != b);
    let length = (given.len() != expected.len()).then(|| given.len().min(expected.len()));
    common.or(length).map(|index| index + 1)
}

fn summary(
    rate: Rate,
    frame: &Frame,
    sources: &[Source],
    seed: Sha256Hash,
    strata: BTreeMap<String, ProofStratum>,
) -> VerifiedSummary {
    VerifiedSummary {
        rate,
        units: frame.lines().len(),
        root: frame.root(),
        seed,
        sources: sources.iter().map(|source| source.name().to_owned()).collect(),
        strata: strata
            .into_iter()
            .map(|(name, ProofStratum { units, sample, reserves })| {
                (name, VerifiedStratum { units, sample, reserves: reserves.len() })
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use ruhu_core::error::Explain;

    use super::*;
    use crate::spot_check::proof::tests::{vector_frame, vector_proof, vector_sources};

    fn compact(proof: &Proof) -> String {
        serde_json::to_string(proof).unwrap()
    }

    fn small() -> String {
        let lines: Vec<String> =
            vector_frame().lines().iter().skip(9).take(5).map(ToString::to_string).collect();
        let frame = Frame::parse(&lines).unwrap();
        compact(&Proof::draw(&frame, "0.10".parse().unwrap(), &vector_sources()).unwrap())
    }

    #[test]
    fn an_honest_proof_is_accepted_however_it_is_laid_out() {
        let proof = vector_proof();
        let summary = verify_proof(proof.to_json().unwrap().as_bytes()).unwrap();
        assert_eq!((summary.units, summary.sample_size()), (20, 3));
        assert_eq!(summary.strata["A"].sample, ["H0002", "H0007"]);
        assert_eq!(verify_proof(compact(&proof).as_bytes()).as_ref(), Ok(&summary));
        let reordered: serde_json::Value = serde_json::from_str(&compact(&proof)).unwrap();
        assert_eq!(verify_proof(reordered.to_string().as_bytes()).as_ref(), Ok(&summary));
        let by_another_program = Proof { digest: None, ..proof };
        assert_eq!(verify_proof(compact(&by_another_program).as_bytes()).as_ref(), Ok(&summary));
    }

    #[test]
    fn every_changed_character_is_refused() {
        let honest = small();
        verify_proof(honest.as_bytes()).unwrap();
        let characters: Vec<char> = honest.chars().collect();
        for (position, original) in characters.iter().enumerate() {
            let flipped_case = if original.is_lowercase() {
                original.to_ascii_uppercase()
            } else {
                original.to_ascii_lowercase()
            };
            let replacements =
                ['0', '1', '9', 'a', 'F', 'z', ',', '"', '\\', ' ', '.', '\u{ff10}', '子', flipped_case];
            for replacement in replacements.into_iter().filter(|replacement| replacement != original) {
                let mut changed = characters.clone();
                changed[position] = replacement;
                let text: String = changed.into_iter().collect();
                assert!(
                    verify_proof(text.as_bytes()).is_err(),
                    "{original:?} -> {replacement:?} at {position}"
                );
            }
        }
    }

    #[test]
    fn every_removed_or_doubled_character_is_refused() {
        let honest: Vec<char> = small().chars().collect();
        for (position, original) in honest.iter().enumerate() {
            let mut removed = honest.clone();
            removed.remove(position);
            let mut doubled = honest.clone();
            doubled.insert(position, *original);
            for text in [removed, doubled] {
                let text: String = text.into_iter().collect();
                assert!(verify_proof(text.as_bytes()).is_err(), "{original:?} at {position}");
            }
        }
    }

    #[test]
    fn every_truncation_is_refused() {
        let honest = small();
        for length in 0..honest.len() {
            assert!(verify_proof(&honest.as_bytes()[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn the_refusal_names_what_differs() {
        let honest = vector_proof();
        let swap = |list: &mut Vec<String>| list.swap(0, 1);
        let changed = |change: &dyn Fn(&mut Proof)| {
            let mut proof = honest.clone();
            change(&mut proof);
            let error = verify_proof(compact(&proof).as_bytes()).unwrap_err();
            assert!(!error.to_string().contains('\n'), "one line: {error}");
            error.code()
        };
        assert_eq!(changed(&|p| p.version = 2), "proof_version");
        assert_eq!(changed(&|p| p.rate = "0.11".to_owned()), "proof_digest_differs");
        assert_eq!(changed(&|p| p.rate = "0.5".to_owned()), "proof_sample_differs");
        assert_eq!(changed(&|p| p.rate = "0".to_owned()), "proof_rate");
        assert_eq!(changed(&|p| swap(&mut p.lines)), "proof_order");
        assert_eq!(changed(&|p| p.lines.clear()), "proof_lines");
        assert_eq!(changed(&|p| p.lines.truncate(19)), "proof_root_differs");
        assert_eq!(changed(&|p| p.lines.insert(0, p.lines[0].clone())), "proof_lines");
        assert_eq!(changed(&|p| p.root = p.root.to_uppercase()), "proof_root_differs");
        assert_eq!(changed(&|p| p.seed.clear()), "proof_seed_differs");
        assert_eq!(changed(&|p| p.sources.swap(0, 1)), "proof_seed_differs");
        assert_eq!(changed(&|p| p.sources.clear()), "proof_sources");
        assert_eq!(changed(&|p| p.sources[0].hex.push('0')), "proof_source_hex");
        assert_eq!(changed(&|p| p.sources[0].hex = p.sources[0].hex.to_uppercase()), "proof_source_hex");
        assert_eq!(changed(&|p| p.sources[0].name.push('x')), "proof_digest_differs");
        assert_eq!(changed(&|p| drop(p.strata.remove("B"))), "proof_strata_differ");
        assert_eq!(changed(&|p| p.strata.get_mut("A").unwrap().units = 13), "proof_units_differ");
        assert_eq!(changed(&|p| swap(&mut p.strata.get_mut("A").unwrap().sample)), "proof_sample_differs");
        assert_eq!(changed(&|p| p.strata.get_mut("A").unwrap().sample.truncate(1)), "proof_sample_differs");
        assert_eq!(changed(&|p| swap(&mut p.strata.get_mut("B").unwrap().reserves)), "proof_reserves_differ");
        assert_eq!(changed(&|p| p.digest = Some(String::new())), "proof_digest_differs");
    }

    #[test]
    fn what_is_not_a_proof_is_refused_where_it_fails() {
        let honest = small();
        let cases = [
            (String::new(), "proof_not_json"),
            ("[".repeat(100_000), "proof_shape"),
            ("null".to_owned(), "proof_shape"),
            (honest.replacen("\"root\"", "\"extra\":1,\"root\"", 1), "proof_shape"),
            (honest.replacen("\"root\"", "\"version\":1,\"root\"", 1), "proof_shape"),
            (honest.replacen("\"B\":{", "\"A\":{", 1), "proof_shape"),
            (honest.replacen("\"units\":", "\"units\":1,\"units\":", 1), "proof_shape"),
            (honest.replacen("\"version\":1", "\"version\":1.0", 1), "proof_shape"),
            (format!("{honest}{honest}"), "proof_not_json"),
        ];
        for (text, code) in cases {
            let head: String = text.chars().take(40).collect();
            assert_eq!(verify_proof(text.as_bytes()).unwrap_err().code(), code, "{head}");
        }
        assert_eq!(verify_proof(&vec![b' '; MAX_PROOF_BYTES + 1]), Err(ProofError::TooLarge));
        assert_eq!(verify_proof(&[0xff, 0xfe]).unwrap_err().code(), "proof_not_json");
    }
}
