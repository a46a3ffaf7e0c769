//! A bad line before a server: a rate, a delay, lost packets and cuts, in both directions.
//!
//! It stands above TCP: a lost packet is one that goes over the line twice and arrives a round trip later, with
//! everything behind it on its connection. A connection costs a round trip to set up.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Bytes of one packet's content over Ethernet with IPv4 and TCP timestamps.
const PACKET: usize = 1_448;

/// What a line is like.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// In each direction.
    pub bits_per_second: f64,
    /// There and back.
    pub round_trip: Duration,
    /// Part of the packets that have to be sent twice.
    pub loss: f64,
    /// All connections are cut so often.
    pub cut_every: Option<Duration>,
}

/// A line to one server.
pub struct Link {
    address: SocketAddr,
    line: Arc<Line>,
}

struct Line {
    shape: Mutex<Option<Shape>>,
    dice: Mutex<ChaCha8Rng>,
    up: Direction,
    down: Direction,
    open: Mutex<Vec<Arc<Connection>>>,
    cuts: AtomicU64,
}

/// A phone's connection and the relay's own to the server.
struct Connection {
    ends: [TcpStream; 2],
    is_cut: AtomicBool,
}

/// One direction, shared by all connections.
#[derive(Default)]
struct Direction {
    free_at: Mutex<Option<Instant>>,
    bytes: AtomicU64,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Link {
    /// Begins to carry; a perfect line until it is given a shape.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn to(server: SocketAddr, seed: u64) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let line = Arc::new(Line {
            shape: Mutex::new(None),
            dice: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            up: Direction::default(),
            down: Direction::default(),
            open: Mutex::default(),
            cuts: AtomicU64::new(0),
        });
        let accepting = Arc::clone(&line);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A server that is not there looks like a line that is cut.
                let _ = TcpStream::connect(server).and_then(|server| accepting.join(&client, &server));
            }
        });
        Ok(Self { address, line })
    }

    /// The address to use instead of the server's, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Gives the line a shape, and counts from zero.
    pub fn shape(&self, shape: Shape) {
        *held(&self.line.shape) = Some(shape);
        for counter in [&self.line.up.bytes, &self.line.down.bytes, &self.line.cuts] {
            counter.store(0, Ordering::Relaxed);
        }
        if let Some(every) = shape.cut_every {
            let line = Arc::downgrade(&self.line);
            thread::spawn(move || {
                loop {
                    thread::sleep(every);
                    let Some(line) = line.upgrade() else { return };
                    line.cut();
                }
            });
        }
    }

    /// Bytes from phones to the server so far, packets sent twice counted once.
    #[must_use]
    pub fn bytes_up(&self) -> u64 {
        self.line.up.bytes.load(Ordering::Relaxed)
    }

    /// How often it was cut so far, with a connection open.
    #[must_use]
    pub fn cuts(&self) -> u64 {
        self.line.cuts.load(Ordering::Relaxed)
    }
}

impl Connection {
    fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
        for end in &self.ends {
            let _ = end.shutdown(Shutdown::Both);
        }
    }
}

impl Line {
    fn cut(&self) {
        let open = std::mem::take(&mut *held(&self.open));
        if !open.is_empty() {
            self.cuts.fetch_add(1, Ordering::Relaxed);
        }
        for connection in open {
            connection.cut();
        }
    }

    fn join(self: &Arc<Self>, client: &TcpStream, server: &TcpStream) -> io::Result<()> {
        for end in [client, server] {
            end.set_nodelay(true)?;
        }
        let connection = Arc::new(Connection {
            ends: [client.try_clone()?, server.try_clone()?],
            is_cut: AtomicBool::new(false),
        });
        held(&self.open).push(Arc::clone(&connection));
        self.carry(&connection, (client.try_clone()?, server.try_clone()?), |line| &line.up);
        self.carry(&connection, (server.try_clone()?, client.try_clone()?), |line| &line.down);
        Ok(())
    }

    /// Carries one direction of one connection on two threads: one puts packets on the line, one delivers them.
    fn carry(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        (mut from, mut to): (TcpStream, TcpStream),
        way: fn(&Self) -> &Direction,
    ) {
        let (send, delivered) = mpsc::channel::<(Instant, Vec<u8>)>();
        let delivering = Arc::clone(connection);
        thread::spawn(move || {
            for (at, packet) in delivered {
                thread::sleep(at.saturating_duration_since(now()));
                if to.write_all(&packet).is_err() {
                    break;
                }
            }
            delivering.cut();
        });
        let (line, connection) = (Arc::clone(self), Arc::clone(connection));
        thread::spawn(move || {
            let mut packet = [0; PACKET];
            // The handshake.
            let mut last = now() + held(&line.shape).map_or(Duration::ZERO, |shape| shape.round_trip);
            while let Ok(count @ 1..) = from.read(&mut packet) {
                let Some(bytes) = packet.get(..count) else { break };
                // What a phone had handed to its own system before the cut never gets onto the line.
                if connection.is_cut.load(Ordering::Relaxed) {
                    break;
                }
                last = last.max(line.put(way(&line), count));
                if send.send((last, bytes.to_vec())).is_err() {
                    break;
                }
            }
        });
    }

    /// Waits until the line is free, and occupies it; gives when the packet arrives.
    fn put(&self, way: &Direction, bytes: usize) -> Instant {
        way.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        let Some(shape) = *held(&self.shape) else { return now() };
        let lost = held(&self.dice).random_bool(shape.loss);
        let times = if lost { 2.0 } else { 1.0 };
        let lasts = Duration::from_secs_f64(times * bits(bytes) / shape.bits_per_second);
        let mut free_at = held(&way.free_at);
        let begins = free_at.map_or_else(now, |at| at.max(now()));
        let ends = begins + lasts;
        *free_at = Some(ends);
        drop(free_at);
        thread::sleep(begins.saturating_duration_since(now()));
        ends + shape.round_trip / 2 + if lost { shape.round_trip } else { Duration::ZERO }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a packet has few bytes")]
fn bits(bytes: usize) -> f64 {
    bytes as f64 * 8.0
}

#[expect(clippy::disallowed_methods, reason = "a line lives in real time")]
fn now() -> Instant {
    Instant::now()
}
