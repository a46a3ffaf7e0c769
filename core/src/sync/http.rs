//! HTTP by `ureq`: the only place that names an HTTP client.

use std::{io, time::Duration};

use ureq::{Agent, http};

use super::{HttpRequest, HttpResponse, Method, Transport, TransportError};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(15);
/// Longest wait for the first byte of an answer: a server may be committing.
const FIRST_BYTE: Duration = Duration::from_mins(1);
/// Longest sending of one body: a mebibyte over a bad mobile network.
const SENDING: Duration = Duration::from_mins(3);
/// Longest reading of one body.
const READING: Duration = Duration::from_mins(3);

/// Plain HTTP with pooled connections and rustls.
#[derive(Debug, Clone)]
pub struct UreqTransport {
    agent: Agent,
}

impl Default for UreqTransport {
    fn default() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("ruhu/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(FIRST_BYTE))
            .timeout_send_body(Some(SENDING))
            .timeout_recv_body(Some(READING))
            .build();
        Self { agent: config.new_agent() }
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: &HttpRequest<'_>, max_answer: usize) -> Result<HttpResponse, TransportError> {
        let mut builder = http::Request::builder().method(request.method.name()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let carries = matches!(request.method, Method::Post | Method::Patch);
        let answer = if carries {
            self.agent.run(builder.body(request.body).map_err(|_| TransportError::BadUrl)?)
        } else {
            self.agent.run(builder.body(()).map_err(|_| TransportError::BadUrl)?)
        };
        read(answer.map_err(|error| explain(&error))?, max_answer)
    }
}

fn read(answer: http::Response<ureq::Body>, max_answer: usize) -> Result<HttpResponse, TransportError> {
    let (head, mut body) = answer.into_parts();
    let headers = head
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let limit = u64::try_from(max_answer).unwrap_or(u64::MAX);
    let body = body.with_config().limit(limit).read_to_vec().map_err(|error| explain(&error))?;
    Ok(HttpResponse { status: head.status.as_u16(), headers, body })
}

fn explain(error: &ureq::Error) -> TransportError {
    match error {
        ureq::Error::BodyExceedsLimit(_) => TransportError::AnswerTooLarge,
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve)
        | ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed => TransportError::Unreachable,
        ureq::Error::Timeout(_) => TransportError::Timeout,
        ureq::Error::Io(inner) if inner.kind() == io::ErrorKind::ConnectionRefused => {
            TransportError::Unreachable
        }
        ureq::Error::Io(inner) if inner.kind() == io::ErrorKind::TimedOut => TransportError::Timeout,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => TransportError::BadUrl,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => TransportError::Tls,
        _ => TransportError::Cut,
    }
}
