import Foundation
import Ruhu
import RuhuTestSupport
import XCTest

#if canImport(Glibc)
import Glibc
#endif

/// What apps do wrong: each becomes a clear error, and the store stays as it was.
final class HostileAppTests: FolderTestCase {
    /// a wrong, short or missing key opens nothing and harms nothing
    func testAWrongShortOrMissingKeyOpensNothingAndHarmsNothing() async throws {
        let store = try await FieldStore.open(folder: folder.path, keys: FixedKey())
        store.close()
        let wrong = await refusal { try await self.openAndClose(FixedKey(Data(count: 32))) }
        XCTAssertEqual(wrong?.kind, "Locked")
        XCTAssertEqual(wrong?.code, "wrong_key")
        let short = await refusal { try await self.openAndClose(FixedKey(Data(count: 5))) }
        XCTAssertEqual(short?.kind, "Locked")
        XCTAssertEqual(short?.code, "bad_key")
        let gaveUp = await refusal { try await self.openAndClose(NoKey(CallbackFailure.Cancelled)) }
        XCTAssertEqual(gaveUp?.kind, "Locked")
        XCTAssertEqual(gaveUp?.code, "key_cancelled")
        try await openAndClose(FixedKey())
    }

    private func openAndClose(_ keys: any KeyProvider) async throws {
        let store = try await FieldStore.open(folder: folder.path, keys: keys)
        store.close()
    }

    /// what a callback throws names the callback and keeps its message to itself
    func testWhatACallbackThrowsNamesTheCallbackAndKeepsItsMessageToItself() async throws {
        let path = folder.path
        let secret = SecretFault(message: "张小明 361124195603080017")
        let keyless = await refusal { try await FieldStore.open(folder: path, keys: NoKey(secret)) }
        let timeless = await refusal {
            try await FieldStore.open(folder: path, keys: FixedKey(), clock: NoClock(secret))
        }
        let store = try await FieldStore.open(folder: path, keys: FixedKey(), transport: NoNetwork(secret))
        let unreached = await refusal {
            try await store.enrol(serverUrl: "https://ruhu.example", code: "ABCDE12345", deviceName: "手机")
        }
        store.close()

        let village = try Village(households: 1)
        defer { village.close() }
        let placed = try await FieldStore.open(folder: village.phone, keys: FixedKey(), location: NoPlace(secret))
        defer { placed.close() }
        let session = try await village.enrolled(placed)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        let unplaced = await refusal { try await visit.measure() }
        let state = try await visit.state()
        XCTAssertEqual(state.fixes, [])

        let failures: [RuhuError?] = [keyless, timeless, unreached, unplaced]
        let blamed = failures.map { $0?.blamed }
        XCTAssertEqual(blamed, ["KeyProvider.storeKey", "Clock.read", "Transport.send", "LocationSource.current"])
        for failure in failures {
            let said = shown([failure as Any])
            XCTAssertFalse(said.contains("361124") || said.contains("张小明"), said)
        }
        XCTAssertEqual(unreached?.thrown, "SecretFault")
    }

    /// an observer that throws stops the sync and loses nothing
    func testAnObserverThatThrowsStopsTheSyncAndLosesNothing() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        try await visit.fill(head: line.headName)
        try await visit.seal()
        let observer = ThrowingObserver(SecretFault(message: "张小明"))
        let failed = await refusal { try await session.newSync().run(observer: observer) }
        XCTAssertEqual(failed?.blamed, "SyncObserver.progress")
        try await session.newSync().run()
        let counts = try await session.counts()
        XCTAssertEqual(counts.complete, 1)
    }

    /// an app may bring its own network
    func testAnAppMayBringItsOwnNetwork() async throws {
        let village = try Village(households: 2)
        defer { village.close() }
        let transport = SessionTransport()
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey(), transport: transport)
        defer { store.close() }
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        try await visit.fill(head: line.headName, photos: 1)
        try await visit.seal()
        try await session.newSync().run()
        let counts = try await session.counts()
        XCTAssertEqual(counts.complete, 1)
        XCTAssertGreaterThan(transport.calls.get(), 3)
    }

    /// text of any script and size comes back as it was or is refused by name
    func testTextOfAnyScriptAndSizeComesBackAsItWasOrIsRefusedByName() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        // Swift has no text with half a surrogate pair in it: what it makes of one is text like any other.
        let halfPair: [UInt16] = [0xD800]
        let mended = String(decoding: halfPair, as: UTF16.self)
        XCTAssertEqual(mended, "\u{FFFD}")
        for text in ["𬱖㛃𠮷", "😀👨‍👩‍👧", "a\u{0}b", "  两边空格  ", mended] {
            try await visit.answer(question: "proposal_reason", answer: .text(text: text))
            let answered = try await visit.answered()
            XCTAssertEqual(answered.count, 1)
            guard case .text(let kept)? = answered.first?.answer else {
                XCTFail("no text came back")
                continue
            }
            // Byte by byte: equal strings of Swift may be written differently.
            XCTAssertEqual(Array(kept.utf8), Array(text.utf8))
        }
        let huge = String(repeating: "字", count: 400_000)
        let long = await refusal { try await visit.answer(question: "proposal_reason", answer: .text(text: huge)) }
        XCTAssertEqual(long?.kind, "Refused")
        XCTAssertEqual(long?.code, "answer_too_long")
        let nameless = await refusal { try await visit.answer(question: "", answer: .one(name: "yes")) }
        XCTAssertEqual(nameless?.kind, "Refused")
        XCTAssertEqual(nameless?.code, "bad_id")
        let negative = await refusal { try await session.roster(page: -1) }
        XCTAssertEqual(negative?.kind, "Refused")
        XCTAssertEqual(negative?.code, "bad_number")
        let found = try await session.search(query: String(repeating: "𬱖", count: 1_000))
        XCTAssertTrue(found.isEmpty)
    }

    /// closed and locked objects say so
    func testClosedAndLockedObjectsSaySo() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        visit.close()
        let closed = await refusal { try await visit.seal() }
        XCTAssertEqual(closed?.kind, "Refused")
        XCTAssertEqual(closed?.code, "object_closed")
        let twice = await refusal { try await FieldStore.open(folder: village.phone, keys: FixedKey()) }
        XCTAssertEqual(twice?.kind, "Locked")
        XCTAssertEqual(twice?.code, "store_in_use")
        store.lock()
        let locked = await refusal { try await session.counts() }
        XCTAssertEqual(locked?.kind, "Locked")
        XCTAssertEqual(locked?.code, "store_locked")
        let again = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        again.close()
    }

    /// a full disk is said, and what was saved before is there
    func testAFullDiskIsSaidAndWhatWasSavedBeforeIsThere() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        try await visit.answer(question: "proposal_reason", answer: .text(text: "先写的"))
        let picture = photo(1)
        // No file of this process may grow beyond 1 KB: a photo is larger.
        try limitFiles("1024")
        let full = await refusal { try await visit.attachPhoto(photo: picture) }
        try limitFiles("unlimited")
        XCTAssertEqual(full?.kind, "NotSaved")
        XCTAssertEqual(full?.code, "disk_full")
        let answered = try await visit.answered()
        XCTAssertEqual(answered.count, 1)
        XCTAssertEqual(answered.first?.readable, "先写的")
        try await visit.attachPhoto(photo: picture)
    }

    private func limitFiles(_ bytes: String) throws {
        // Beyond the limit the system would end the process; this way the write fails.
        signal(SIGXFSZ, SIG_IGN)
        let process = String(ProcessInfo.processInfo.processIdentifier)
        try say(URL(fileURLWithPath: "/usr/bin/env"), ["prlimit", "--pid", process, "--fsize=\(bytes):unlimited"])
    }

    /// nothing private is printed
    func testNothingPrivateIsPrinted() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await village.enrolled(store)
        let page = try await session.roster(page: 0)
        let line = page.lines[0]
        let visit = try await session.startVisit(household: line.household)
        try await visit.fill(head: line.headName, photos: 1)
        let who = try await session.who()
        let assignment = try await session.assignment(household: line.household)
        let state = try await visit.state()
        let screens = try await visit.screens()
        let drafts = try await session.openDrafts()
        let records = try await session.records()
        let read = try await session.recordAnswers(record: visit.seal())
        let said = shown([
            page, who, assignment as Any, state, screens, drafts, records, answers, photo(1),
            signature(.cadre, "祝村长"), read, session, visit, store,
        ])
        let woven = "收入合计"
        for secret in [line.headName, line.address, "祝村长", "480000", woven, "收入不稳定"] + team {
            XCTAssertFalse(said.contains(secret), secret)
        }
    }

    /// What logs would hold of these, printed for people and for developers.
    private func shown(_ values: [Any]) -> String {
        values.map { String(describing: $0) + " " + String(reflecting: $0) }.joined(separator: "\n")
    }
}
