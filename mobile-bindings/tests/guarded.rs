//! What an app's code may do to Ruhu: throw, panic, call back, lock, close. The store stays usable.

use std::sync::{
    Arc, Mutex, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use ruhu_mobile::{
    CallbackFailure, Clock, ClockReading, FieldStore, HttpAnswer, HttpCall, KeyProvider, RuhuError,
    Transport, TransportFailure,
};

struct Key([u8; 32]);

impl KeyProvider for Key {
    fn store_key(&self) -> Result<Vec<u8>, CallbackFailure> {
        Ok(self.0.to_vec())
    }
}

struct Refusing(fn() -> Result<Vec<u8>, CallbackFailure>);

impl KeyProvider for Refusing {
    fn store_key(&self) -> Result<Vec<u8>, CallbackFailure> {
        (self.0)()
    }
}

/// Does what the test says at every reading.
struct Moody(Mutex<Box<dyn FnMut() -> Result<ClockReading, CallbackFailure> + Send>>);

impl Moody {
    fn clock(read: impl FnMut() -> Result<ClockReading, CallbackFailure> + Send + 'static) -> Arc<dyn Clock> {
        Arc::new(Self(Mutex::new(Box::new(read))))
    }
}

impl Clock for Moody {
    fn read(&self) -> Result<ClockReading, CallbackFailure> {
        let mut read = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        read()
    }
}

fn reading() -> ClockReading {
    ClockReading { wall_ms: 1_790_000_000_000, boot: "7".to_owned(), mono_ms: 5_000 }
}

fn open(folder: &std::path::Path, clock: Option<Arc<dyn Clock>>) -> Result<Arc<FieldStore>, RuhuError> {
    FieldStore::open(folder.display().to_string(), Arc::new(Key([7; 32])), clock, None, None)
}

fn code(error: &RuhuError) -> String {
    match error {
        RuhuError::Refused { code, .. }
        | RuhuError::NotSaved { code, .. }
        | RuhuError::Locked { code, .. }
        | RuhuError::NotSynced { code, .. }
        | RuhuError::Callback { code, .. }
        | RuhuError::Internal { code, .. } => code.clone(),
    }
}

#[test]
fn a_panic_becomes_an_error_and_the_store_stays_usable() {
    let folder = tempfile::tempdir().unwrap();
    let panics = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&panics);
    let clock = Moody::clock(move || {
        assert!(!seen.load(Ordering::Relaxed), "as a fault of ours would");
        Ok(reading())
    });
    let store = open(folder.path(), Some(clock)).unwrap();
    panics.store(true, Ordering::Relaxed);
    let failed = store.who().unwrap_err();
    assert_eq!(code(&failed), "internal_error");
    assert!(!failed.to_string().contains("as a fault"), "a panic's text may hold anything");
    panics.store(false, Ordering::Relaxed);
    assert_eq!(store.who().unwrap(), None);
}

#[test]
fn a_clock_that_fails_is_named_and_nothing_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let clock =
        Moody::clock(|| Err(CallbackFailure::Failed { thrown: "SecurityException: 张小明".to_owned() }));
    let failed = open(folder.path(), Some(clock)).err().unwrap();
    assert!(matches!(&failed, RuhuError::Callback { callback, thrown, .. }
        if callback == "Clock.read" && thrown == "SecurityException"));
    assert!(!folder.path().join("ruhu.db").exists());
}

#[test]
fn a_clock_may_call_back() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<OnceLock<Arc<FieldStore>>> = Arc::default();
    let (inner, asked) = (Arc::clone(&store), Arc::new(AtomicBool::new(false)));
    let once = Arc::clone(&asked);
    let clock = Moody::clock(move || {
        // Once: a clock that asks the store for the time would ask itself for ever.
        if let Some(store) = inner.get().filter(|_| !once.swap(true, Ordering::Relaxed)) {
            store.lock();
        }
        Ok(reading())
    });
    store.set(open(folder.path(), Some(clock)).unwrap()).ok().unwrap();
    // The call that was under way ends; the next finds the store locked.
    assert_eq!(store.get().unwrap().who().unwrap(), None);
    assert!(asked.load(Ordering::Relaxed));
    assert_eq!(code(&store.get().unwrap().who().unwrap_err()), "store_locked");
}

#[test]
fn a_key_that_is_not_given_opens_nothing_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path(), None).unwrap().lock();
    let with = |keys: Arc<dyn KeyProvider>| {
        code(&FieldStore::open(folder.path().display().to_string(), keys, None, None, None).err().unwrap())
    };
    assert_eq!(with(Arc::new(Refusing(|| Err(CallbackFailure::Cancelled)))), "key_cancelled");
    let failed = || Err(CallbackFailure::Failed { thrown: "KeyStoreException".to_owned() });
    assert_eq!(with(Arc::new(Refusing(failed))), "callback_failed");
    assert_eq!(with(Arc::new(Refusing(|| Ok(Vec::new())))), "bad_key");
    assert_eq!(with(Arc::new(Key([8; 32]))), "wrong_key");
    open(folder.path(), None).unwrap();
}

#[test]
fn a_locked_store_says_so_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), None).unwrap();
    assert_eq!(code(&open(folder.path(), None).err().unwrap()), "store_in_use");
    store.lock();
    store.lock();
    assert_eq!(code(&store.session().err().unwrap()), "store_locked");
    open(folder.path(), None).unwrap();
}

struct Broken(fn() -> Result<HttpAnswer, TransportFailure>);

impl Transport for Broken {
    fn send(&self, _call: HttpCall) -> Result<HttpAnswer, TransportFailure> {
        (self.0)()
    }
}

#[test]
fn a_transport_that_fails_or_panics_leaves_the_store_ready_for_the_next_attempt() {
    fn panics() -> Result<HttpAnswer, TransportFailure> {
        panic!("as a fault of ours would")
    }
    type Answering = fn() -> Result<HttpAnswer, TransportFailure>;
    let answers: [(Answering, &str); 5] = [
        (|| Err(TransportFailure::Unreachable), "network_unreachable"),
        (|| Err(TransportFailure::Failed { thrown: "IOException".to_owned() }), "callback_failed"),
        (panics, "internal_error"),
        (|| Ok(HttpAnswer { status: 200, headers: Vec::new(), body: b"?".to_vec() }), "bad_answer"),
        (
            || Ok(HttpAnswer { status: 200, headers: Vec::new(), body: vec![0; 60_000_000] }),
            "answer_too_large",
        ),
    ];
    for (answer, expected) in answers {
        let folder = tempfile::tempdir().unwrap();
        let transport: Arc<dyn Transport> = Arc::new(Broken(answer));
        let store = FieldStore::open(
            folder.path().display().to_string(),
            Arc::new(Key([7; 32])),
            None,
            None,
            Some(transport),
        )
        .unwrap();
        for _ in 0..2 {
            let refused =
                store.enrol("https://ruhu.example".to_owned(), "ABCDE12345".to_owned(), "手机".to_owned());
            assert_eq!(code(&refused.err().unwrap()), expected);
        }
        assert_eq!(store.who().unwrap(), None);
    }
}
