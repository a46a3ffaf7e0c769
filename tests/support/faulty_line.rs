//! A network that goes wrong by seed, around the real client and a real server.

use std::{
    collections::BTreeMap,
    io::Write,
    net::TcpStream,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rand::RngExt as _;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
use ruhu_core::sync::{HttpRequest, HttpResponse, Method, Transport, TransportError, UreqTransport};

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mishap {
    /// It never arrives.
    RequestLost,
    /// It arrives, and its answer does not.
    AnswerLost,
    /// It arrives twice.
    Doubled,
    /// Half of its body arrives, and the connection breaks.
    CutInMidBody,
    /// A byte of a photo's chunk arrives as another.
    Damaged,
    /// The server is busy.
    Busy,
}

const MISHAPS: [Mishap; 6] = [
    Mishap::RequestLost,
    Mishap::AnswerLost,
    Mishap::Doubled,
    Mishap::CutInMidBody,
    Mishap::Damaged,
    Mishap::Busy,
];

/// The line of one seed. Several files are on the way at once, so the same seed draws the same mishaps and may meet
/// another request with each.
pub struct FaultyLine {
    inner: UreqTransport,
    drawn: Mutex<Drawn>,
    per_mille: u32,
}

struct Drawn {
    dice: ChaCha8Rng,
    happened: BTreeMap<Mishap, u64>,
}

impl FaultyLine {
    /// A line that fails so many requests in a thousand.
    #[must_use]
    pub fn new(seed: u64, per_mille: u32) -> Self {
        let drawn = Drawn { dice: ChaCha8Rng::seed_from_u64(seed), happened: BTreeMap::new() };
        Self { inner: UreqTransport::default(), drawn: Mutex::new(drawn), per_mille }
    }

    /// How often each went wrong.
    #[must_use]
    pub fn happened(&self) -> BTreeMap<Mishap, u64> {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner).happened.clone()
    }

    fn draw(&self, request: &HttpRequest<'_>) -> Option<(Mishap, usize)> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if drawn.dice.random_range(0..1_000) >= self.per_mille {
            return None;
        }
        let mishap = MISHAPS.get(drawn.dice.random_range(0..MISHAPS.len())).copied()?;
        let at = drawn.dice.random_range(0..request.body.len().max(1));
        let fits = match mishap {
            Mishap::CutInMidBody => request.body.len() > 1,
            // Messages travel inside TLS; only a chunk carries a checksum of its own.
            Mishap::Damaged => request.method == Method::Patch && !request.body.is_empty(),
            _ => true,
        };
        fits.then(|| {
            *drawn.happened.entry(mishap).or_default() += 1;
            (mishap, at)
        })
    }
}

/// Sends the head of the request and a part of its body, and hangs up.
fn send_part(request: &HttpRequest<'_>, length: usize) -> std::io::Result<()> {
    let address = request.url.trim_start_matches("http://");
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "{} /{path} HTTP/1.1\r\nhost: {host}\r\n", request.method.name())?;
    for (name, value) in &request.headers {
        write!(stream, "{name}: {value}\r\n")?;
    }
    write!(stream, "content-length: {}\r\n\r\n", request.body.len())?;
    stream.write_all(request.body.get(..length).unwrap_or_default())?;
    stream.flush()
}

impl Transport for FaultyLine {
    fn send(&self, request: &HttpRequest<'_>, max_answer: usize) -> Result<HttpResponse, TransportError> {
        match self.draw(request) {
            None => self.inner.send(request, max_answer),
            Some((Mishap::RequestLost, _)) => Err(TransportError::Timeout),
            Some((Mishap::AnswerLost, _)) => {
                self.inner.send(request, max_answer)?;
                Err(TransportError::Cut)
            }
            Some((Mishap::Doubled, _)) => {
                self.inner.send(request, max_answer)?;
                self.inner.send(request, max_answer)
            }
            Some((Mishap::CutInMidBody, at)) => {
                send_part(request, at).map_err(|_| TransportError::Unreachable)?;
                Err(TransportError::Cut)
            }
            Some((Mishap::Damaged, at)) => {
                let mut body = request.body.to_vec();
                body.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 0x20);
                self.inner.send(&HttpRequest { body: &body, ..request.clone() }, max_answer)
            }
            Some((Mishap::Busy, _)) => {
                let headers = vec![("retry-after".to_owned(), "1".to_owned())];
                Ok(HttpResponse { status: 503, headers, body: Vec::new() })
            }
        }
    }

    /// Nobody waits here.
    fn pause(&self, _duration: Duration) {}
}
