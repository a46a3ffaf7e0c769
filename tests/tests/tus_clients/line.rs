//! A line that is cut again and again: a relay before the server.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    thread,
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How many bytes a connection lives for: less than two chunks on average.
const LIFE: std::ops::Range<i64> = 5_000..1_000_000;
/// One connection in so many loses the server's answer.
const LOSES_ANSWER: u32 = 8;
const READ_BYTES: usize = 8 * 1024;

/// What happened on a line.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) connections: AtomicU64,
    pub(crate) cuts: AtomicU64,
    pub(crate) answers_lost: AtomicU64,
    pub(crate) bytes_up: AtomicU64,
}

/// Begins to relay to a server; gives the address to use instead of the server's.
pub(crate) fn relay(server: SocketAddr, seed: u64) -> (SocketAddr, Arc<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Seen::default());
    let counted = Arc::clone(&seen);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), TcpStream::connect(server).unwrap());
            counted.connections.fetch_add(1, Ordering::Relaxed);
            let wire = Arc::new(Wire {
                life: AtomicI64::new(rng.random_range(LIFE)),
                loses_answer: rng.random_ratio(1, LOSES_ANSWER),
                ends: [client.try_clone().unwrap(), server.try_clone().unwrap()],
                seen: Arc::clone(&counted),
            });
            let other = Arc::clone(&wire);
            let (up, down) = ((client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client));
            thread::spawn(move || wire.carry(up, true));
            thread::spawn(move || other.carry(down, false));
        }
    });
    (address, seen)
}

/// One connection.
struct Wire {
    /// Bytes until it is cut.
    life: AtomicI64,
    loses_answer: bool,
    ends: [TcpStream; 2],
    seen: Arc<Seen>,
}

impl Wire {
    fn carry(&self, (mut from, mut to): (TcpStream, TcpStream), up: bool) {
        let mut bytes = [0; READ_BYTES];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            let left = self.life.fetch_sub(i64::try_from(count).unwrap(), Ordering::Relaxed);
            if !up && self.loses_answer {
                self.seen.answers_lost.fetch_add(1, Ordering::Relaxed);
                break;
            }
            let carried = count.min(usize::try_from(left).unwrap_or(0));
            if up {
                self.seen.bytes_up.fetch_add(carried as u64, Ordering::Relaxed);
            }
            if to.write_all(&bytes[..carried]).is_err() {
                break;
            }
            if carried < count {
                self.seen.cuts.fetch_add(1, Ordering::Relaxed);
                break;
            }
        }
        for end in &self.ends {
            // The other direction may have closed it already.
            let _ = end.shutdown(Shutdown::Both);
        }
    }
}
