//! Photos over tus 1.0: resumable, verified by chunk and by hash, nothing counts too early.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use ruhu_core::{
    ids::Sha256Hash,
    photo::{BlobRef, PhotoKind, PhotoRecord, PhotoSource},
    record::Record,
    wire::{PushResponse, RecordState},
};
use ruhu_server::store::StoreError;
use ruhu_tests::{
    phone::WirePhone,
    records::{EntryMaker, visit},
    server::ServerProcess,
    site::Site,
};
use sha2::Digest as _;

const MIB: usize = 1024 * 1024;

/// Bytes that look like nothing.
fn noise(len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..len).map(|_| next()).collect()
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn code(&self) -> String {
        let problem: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_default();
        problem["code"].as_str().unwrap_or_default().to_owned()
    }
}

struct Tus<'p> {
    phone: &'p WirePhone,
}

impl Tus<'_> {
    fn send(&self, method: &str, path: &str, headers: &[(&str, String)], body: &[u8]) -> Answer {
        let mut stream = self.open(method, path, headers, body.len());
        stream.write_all(body).unwrap();
        read_answer(stream)
    }

    /// Writes the head of a request that announces `length` bytes.
    fn open(&self, method: &str, path: &str, headers: &[(&str, String)], length: usize) -> TcpStream {
        let address = self.phone.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Tus-Resumable: 1.0.0\r\nContent-Length: {length}\r\n",
            self.phone.enrolled.token
        );
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }

    fn create(&self, bytes: &[u8]) -> String {
        let answer =
            self.send("POST", "/api/device/v1/files", &creation(Sha256Hash::of(bytes), bytes.len()), b"");
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(
            answer.header("upload-expires").is_none(),
            bytes.is_empty(),
            "a finished one does not expire"
        );
        answer.header("location").unwrap().to_owned()
    }

    fn patch(&self, path: &str, offset: usize, bytes: &[u8], checksum: Option<String>) -> Answer {
        self.send("PATCH", path, &chunk(offset, checksum), bytes)
    }

    fn offset(&self, path: &str) -> Option<usize> {
        let answer = self.send("HEAD", path, &[], b"");
        (answer.status == 200).then(|| answer.header("upload-offset").unwrap().parse().unwrap())
    }
}

fn creation(hash: Sha256Hash, length: usize) -> [(&'static str, String); 2] {
    let metadata = format!("sha256 {}", STANDARD.encode(hash.to_string()));
    [("Upload-Length", length.to_string()), ("Upload-Metadata", metadata)]
}

fn chunk(offset: usize, checksum: Option<String>) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Upload-Offset", offset.to_string()),
        ("Content-Type", "application/offset+octet-stream".to_owned()),
    ];
    headers.extend(checksum.map(|checksum| ("Upload-Checksum", checksum)));
    headers
}

fn sha256_checksum(bytes: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(sha2::Sha256::digest(bytes)))
}

fn read_answer(mut stream: TcpStream) -> Answer {
    let mut text = Vec::new();
    stream.read_to_end(&mut text).unwrap();
    let text = String::from_utf8_lossy(&text).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    Answer { status, headers, body: body.to_owned() }
}

#[test]
fn the_server_says_what_it_speaks() {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let answer = Tus { phone: &phone }.send("OPTIONS", "/api/device/v1/files", &[], b"");
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("tus-version"), Some("1.0.0"));
    for extension in ["creation", "checksum", "expiration", "termination"] {
        assert!(
            answer.header("tus-extension").unwrap().split(',').any(|known| known == extension),
            "{extension}"
        );
    }
    assert!(
        answer.header("tus-checksum-algorithm").unwrap().contains("sha1"),
        "tus asks for SHA-1 of every server"
    );
}

#[test]
fn an_upload_cut_in_the_middle_goes_on_where_it_stopped() {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let tus = Tus { phone: &phone };
    let bytes = noise(3 * MIB, 1);
    let path = tus.create(&bytes);
    {
        let mut stream = tus.open("PATCH", &path, &chunk(0, None), bytes.len());
        stream.write_all(&bytes[..2 * MIB]).unwrap();
        // Dropped here: the line is cut with a megabyte to go.
    }
    let held = (0..100)
        .find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            tus.offset(&path).filter(|&held| held == 2 * MIB)
        })
        .expect("what arrived before the cut is held");
    assert_eq!(tus.patch(&path, held, &bytes[held..], None).status, 204);
    assert_eq!(site.app().blobs.read(&Sha256Hash::of(&bytes)).unwrap(), bytes);
}

#[test]
fn whoever_missed_the_last_answer_is_told_that_the_photo_is_there() {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let tus = Tus { phone: &phone };
    let bytes = noise(MIB, 11);
    let (path, second) = (tus.create(&bytes), tus.create(&bytes));
    assert_eq!(tus.patch(&path, 0, &bytes, None).status, 204);
    for finished in [&path, &second] {
        assert_eq!(tus.offset(finished), Some(MIB));
        assert_eq!(tus.patch(finished, MIB, b"", None).status, 204);
        let more = tus.patch(finished, MIB, b"x", None);
        assert_eq!((more.status, more.code().as_str()), (413, "upload_beyond_length"));
    }
}

#[test]
fn a_photo_of_no_bytes_is_there_once_it_is_announced() {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let tus = Tus { phone: &phone };
    assert_eq!(tus.offset(&tus.create(b"")), Some(0));
    assert!(site.app().blobs.is_intact(&Sha256Hash::of(b"")));
}

#[test]
fn photos_stop_before_the_disk_is_full_and_records_go_on() {
    let site = Site::start(1);
    let data = site.data().to_owned();
    let mut phone = site.wire_phone(1);
    let entry = EntryMaker::new(&site.campaign, &site.households[0], 1)
        .seal(&mut phone, &Record::Visit(Box::new(visit(Vec::new()))))
        .unwrap();
    let _site = site.stopped();
    let mut command = ServerProcess::command(&data, "127.0.0.1:0").unwrap();
    let server = ServerProcess::of(command.args(["--keep-free", "1000000000"])).unwrap();
    let phone = phone.at(server.url());
    let refused = phone.photo_problem(b"photo").unwrap();
    assert_eq!((refused.status, refused.code.as_str()), (507, "storage_full"));
    let announced = Tus { phone: &phone }.send(
        "POST",
        "/api/device/v1/files",
        &creation(Sha256Hash::of(b"other"), 5),
        b"",
    );
    assert_eq!((announced.status, announced.code().as_str()), (507, "storage_full"));
    assert!(matches!(phone.push(&[entry]).unwrap(), PushResponse::Accepted { .. }));
}

#[test]
fn a_chunk_with_a_wrong_checksum_is_thrown_away() {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let tus = Tus { phone: &phone };
    let bytes = noise(MIB, 2);
    let path = tus.create(&bytes);
    let half = MIB / 2;
    let mut spoiled = bytes[..half].to_vec();
    spoiled[7] ^= 1;
    let refused = tus.patch(&path, 0, &spoiled, Some(sha256_checksum(&bytes[..half])));
    assert_eq!((refused.status, refused.code().as_str()), (460, "chunk_checksum_mismatch"));
    assert_eq!(tus.offset(&path), Some(0));
    assert_eq!(tus.patch(&path, 0, &bytes[..half], Some(sha256_checksum(&bytes[..half]))).status, 204);
    let sha1 = format!("sha1 {}", STANDARD.encode(sha1::Sha1::digest(&bytes[half..])));
    assert_eq!(tus.patch(&path, half, &bytes[half..], Some(sha1)).status, 204);
    assert!(site.app().blobs.is_intact(&Sha256Hash::of(&bytes)));
}

#[test]
fn bytes_with_another_hash_never_become_a_photo() {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let tus = Tus { phone: &phone };
    let bytes = noise(MIB, 3);
    let path = tus.create(&bytes);
    let refused = tus.patch(&path, 0, &noise(MIB, 4), None);
    assert_eq!((refused.status, refused.code().as_str()), (460, "photo_hash_mismatch"));
    assert_eq!(tus.offset(&path), None, "the upload is gone");
    assert!(!site.app().store.read(|r| r.has_blob(&Sha256Hash::of(&bytes))).unwrap());
}

#[test]
fn wrong_offsets_lengths_and_headers_are_told_apart() {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let other = site.wire_phone(2);
    let tus = Tus { phone: &phone };
    let bytes = noise(1000, 5);
    let path = tus.create(&bytes);
    tus.create(b"");
    for (answer, status, code) in [
        (tus.patch(&path, 5, &bytes[5..], None), 409, "upload_offset"),
        (tus.patch(&path, 0, &noise(1001, 6), None), 413, "upload_beyond_length"),
        (tus.send("PATCH", &path, &[("Upload-Offset", "-1".to_owned())], b"x"), 415, "tus_media_type"),
        (
            tus.send("PATCH", &path, &[chunk(0, None)[1].clone(), ("Upload-Offset", "-1".to_owned())], b"x"),
            400,
            "tus_bad_header",
        ),
        (tus.patch("/api/device/v1/files/ffff", 0, b"x", None), 404, "upload_unknown"),
        (tus.patch("/api/device/v1/files/..%2f..%2fruhu.sqlite", 0, b"x", None), 404, "upload_unknown"),
        (Tus { phone: &other }.patch(&path, 0, &bytes, None), 404, "upload_unknown"),
        (
            tus.send("POST", "/api/device/v1/files", &creation(Sha256Hash::of(b"x"), 65 * MIB), b""),
            413,
            "photo_too_large",
        ),
        (
            tus.send("POST", "/api/device/v1/files", &creation(Sha256Hash::of(b""), 9), b""),
            460,
            "photo_hash_mismatch",
        ),
        (
            tus.send("POST", "/api/device/v1/files", &[("Upload-Length", "10".to_owned())], b""),
            400,
            "tus_bad_header",
        ),
    ] {
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.body);
    }
    assert_eq!(tus.offset(&path), Some(0), "nothing of it was written");
    assert_eq!(tus.send("DELETE", &path, &[], b"").status, 204);
    assert_eq!(tus.offset(&path), None);
}

#[test]
fn a_record_is_complete_only_when_every_photo_is_verified() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let files = [noise(4000, 7), noise(2000, 8), noise(1000, 9)];
    let [original, derivative, thumbnail] = files.each_ref().map(|bytes| BlobRef::of(bytes));
    let photo = PhotoRecord {
        kind: PhotoKind::Outside,
        source: PhotoSource::Camera,
        caption: String::new(),
        taken_at: None,
        fix: None,
        original,
        derivative,
        thumbnail,
        width: 40,
        height: 30,
        watermark_px: 0,
    };
    let record = Record::Visit(Box::new(visit(vec![photo])));
    let entry = EntryMaker::new(&site.campaign, &site.households[0], 1).seal(&mut phone, &record).unwrap();
    let PushResponse::Accepted { wanted, .. } = phone.push(std::slice::from_ref(&entry)).unwrap() else {
        panic!("not accepted")
    };
    assert_eq!(wanted.len(), 3);
    let state = || {
        let id = entry.entry.entry_id;
        site.app().store.read(|r| -> Result<_, StoreError> { Ok(r.record(&id)?.unwrap().state) }).unwrap()
    };
    for bytes in &files {
        assert_eq!(state(), RecordState::Received);
        assert_eq!(phone.send_photo(bytes).unwrap(), 201);
    }
    assert_eq!(state(), RecordState::Complete);
    assert_eq!(phone.send_photo(&files[0]).unwrap(), 201, "a photo that is here already is welcome again");
    assert_eq!(site.counts().complete, 1);
}
