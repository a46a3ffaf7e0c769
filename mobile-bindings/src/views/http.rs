//! Requests and answers for an app that brings its own network.

use super::shown_masked;

/// A header.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct HttpHeader {
    /// Its name.
    pub name: String,
    /// Its value; may be the phone's token.
    pub value: String,
}

/// One request.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct HttpCall {
    /// `OPTIONS`, `HEAD`, `POST`, `PATCH`, `DELETE`.
    pub method: String,
    /// Absolute address.
    pub url: String,
    /// To be sent as they are.
    pub headers: Vec<HttpHeader>,
    /// May be empty.
    pub body: Vec<u8>,
    /// An answer with a larger body must be refused while it is read.
    pub max_answer_bytes: u64,
}

/// One answer.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct HttpAnswer {
    /// Status.
    pub status: u16,
    /// Names in any case.
    pub headers: Vec<HttpHeader>,
    /// May be empty.
    pub body: Vec<u8>,
}

shown_masked!(HttpHeader, name);
shown_masked!(HttpCall, method);
shown_masked!(HttpAnswer, status);
