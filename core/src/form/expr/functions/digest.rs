//! Digests and encodings.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{Call, Outcome, Value};
use crate::form::expr::evaluate::EvaluationProblem;

/// Reads base64 with and without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// `digest(text, algorithm, encoding?)` of the UTF-8 bytes; base64 unless `hex` is asked for.
pub(super) fn digest<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (text, algorithm) = (call.text(0)?, call.text(1)?);
    call.read(&text)?;
    let bytes = text.as_bytes();
    let hash = match algorithm.to_ascii_uppercase().replace('-', "").as_str() {
        "MD5" => Md5::digest(bytes).to_vec(),
        "SHA1" => Sha1::digest(bytes).to_vec(),
        "SHA256" => Sha256::digest(bytes).to_vec(),
        "SHA384" => Sha384::digest(bytes).to_vec(),
        "SHA512" => Sha512::digest(bytes).to_vec(),
        _ => return Err(call.fail(EvaluationProblem::UnknownDigest)),
    };
    if call.arguments.len() < 3 {
        return Ok(BASE64.encode(hash).into());
    }
    match call.text(2)?.to_ascii_lowercase().as_str() {
        "hex" => Ok(hex::encode(hash).into()),
        "base64" => Ok(BASE64.encode(hash).into()),
        _ => Err(call.fail(EvaluationProblem::UnknownEncoding)),
    }
}

/// `base64-encode(text)` of the UTF-8 bytes.
pub(super) fn base64_encode<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let text = call.text(0)?;
    call.read(&text)?;
    call.evaluation.built(call.id, BASE64.encode(text.as_bytes()))
}

/// `base64-decode(text)`; white space is skipped, and bytes that are not UTF-8 become U+FFFD.
pub(super) fn base64_decode<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let text = call.text(0)?;
    call.read(&text)?;
    let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = BASE64.decode(packed).map_err(|_| call.fail(EvaluationProblem::NotBase64))?;
    call.evaluation.built(call.id, String::from_utf8_lossy(&bytes).into_owned())
}
