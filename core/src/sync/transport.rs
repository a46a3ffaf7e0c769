//! The network as the sync sees it: one request, one answer. An app may bring its own.

use std::time::Duration;

use super::TransportError;

/// What is asked of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// POST
    Post,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
}

impl Method {
    /// As it stands in a request.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One request.
#[derive(Clone)]
pub struct HttpRequest<'b> {
    /// What is asked.
    pub method: Method,
    /// Absolute address.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// May be empty.
    pub body: &'b [u8],
}

impl std::fmt::Debug for HttpRequest<'_> {
    /// Headers hold the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// One answer.
#[derive(Debug, Clone, Default)]
pub struct HttpResponse {
    /// Status.
    pub status: u16,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// May be empty.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The number in a header.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.trim().parse().ok()
    }
}

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends one request and waits for the whole answer, whatever its status; redirections are not followed. An
    /// answer larger than `max_answer` bytes is an error.
    ///
    /// # Errors
    /// [`TransportError`].
    fn send(&self, request: &HttpRequest<'_>, max_answer: usize) -> Result<HttpResponse, TransportError>;

    /// Waits, as a busy server asked.
    fn pause(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
