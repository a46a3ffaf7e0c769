import Dispatch
import Foundation
import Ruhu
import RuhuTestSupport
import XCTest

/// What happens to the folder: killed phones, other keys, other versions, calls from within callbacks.
final class StoreTests: FolderTestCase {
    /// a killed phone resumes with every answer that it was told was saved
    func testAKilledPhoneResumesWithEveryAnswerThatItWasToldWasSaved() async throws {
        let village = try Village(households: 2)
        defer { village.close() }
        let output = folder.appendingPathComponent("said")
        let phone = try startPhone(village, saying: output)
        while phone.isRunning, try !String(contentsOf: output, encoding: .utf8).contains("saved 40\n") {
            try await Task.sleep(nanoseconds: 5_000_000)
        }
        cutPower(of: phone)
        // What was not ended by a line break was not said.
        let told = try String(contentsOf: output, encoding: .utf8)
        let lines = told.components(separatedBy: "\n").dropLast().map { $0.components(separatedBy: " ") }
        XCTAssertEqual(lines.prefix(3).map { $0.first }, ["sealed", "draft", "saved"], told)
        let record = try XCTUnwrap(lines.first?.last)
        let draft = try XCTUnwrap(lines.dropFirst().first?.last)
        let said = try XCTUnwrap(Int(lines.last?.last ?? ""))

        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await store.session()
        let sealed = try await session.record(record: record)
        XCTAssertEqual(sealed?.status, RecordStatus.sealed)
        let visit = try await session.resumeVisit(draft: draft)
        let state = try await visit.state()
        XCTAssertEqual(state.signatures.count, 1)
        let answered = try await visit.answered()
        XCTAssertEqual(answered.count, 1)
        let kept = try XCTUnwrap(answered[0].readable)
        let number = try XCTUnwrap(Int(kept.filter { $0.isNumber }))
        // The answer after the last one that was told may have reached the disk, too.
        XCTAssertTrue(number == said || number == said + 1, "\(kept), said \(said)")
        try await session.newSync().run()
        let sent = try await session.record(record: record)
        XCTAssertEqual(sent?.status, RecordStatus.complete)
        XCTAssertTrue(try village.check().contains("全部一致"))
    }

    /// a key that changed opens nothing, and the old key opens everything
    func testAKeyThatChangedOpensNothingAndTheOldKeyOpensEverything() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        try await visit.answer(question: "proposal_reason", answer: .text(text: "写到一半"))
        store.close()

        let changed = FixedKey(Data(repeating: 8, count: 32))
        let refused = await refusal { try await FieldStore.open(folder: village.phone, keys: changed) }
        XCTAssertEqual(refused?.kind, "Locked")
        XCTAssertEqual(refused?.code, "wrong_key")
        let again = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { again.close() }
        let counts = try await again.session().counts()
        XCTAssertEqual(counts.drafts, 1)
    }

    /// a folder of the first version opens, one of a later version is refused and left as it is
    func testAFolderOfTheFirstVersionOpensOneOfALaterVersionIsRefusedAndLeftAsItIs() async throws {
        let key = FixedKey(Data(repeating: 42, count: 32))
        let store = try await FieldStore.open(folder: try fixture("v1").path, keys: key)
        defer { store.close() }
        let who = try await store.who()
        XCTAssertEqual(who?.surveyor, "陈建国")
        let page = try await store.session().roster(page: 0)
        XCTAssertEqual(page.total, 3)

        let newer = try fixture("newer")
        let file = newer.appendingPathComponent("ruhu.db")
        let before = try Data(contentsOf: file)
        let refused = await refusal { try await FieldStore.open(folder: newer.path, keys: key) }
        XCTAssertEqual(refused?.kind, "Locked")
        XCTAssertEqual(refused?.code, "store_newer")
        XCTAssertEqual(try Data(contentsOf: file), before)
    }

    /// a PIN and the phone together make the key
    func testAPINAndThePhoneTogetherMakeTheKey() async throws {
        let salt = Data(repeating: 1, count: 16)
        let phone = Data(repeating: 2, count: 32)
        let key = try await FieldStore.keyFromPin(pin: "2468", salt: salt, hardwareSecret: phone)
        XCTAssertEqual(key.count, FieldStore.keyLength)
        let store = try await FieldStore.open(folder: folder.path, keys: FixedKey(key))
        store.close()
        let otherPin = try await FieldStore.keyFromPin(pin: "2469", salt: salt, hardwareSecret: phone)
        let otherPhone = try await FieldStore.keyFromPin(pin: "2468", salt: salt, hardwareSecret: Data(count: 32))
        for other in [otherPin, otherPhone] {
            let refused = await refusal { try await FieldStore.open(folder: folder.path, keys: FixedKey(other)) }
            XCTAssertEqual(refused?.kind, "Locked")
            XCTAssertEqual(refused?.code, "wrong_key")
        }
        let same = try await FieldStore.keyFromPin(pin: "2468", salt: salt, hardwareSecret: phone)
        let again = try await FieldStore.open(folder: folder.path, keys: FixedKey(same))
        again.close()
        let short = await refusal { try await FieldStore.keyFromPin(pin: "123", salt: salt, hardwareSecret: phone) }
        XCTAssertEqual(short?.kind, "Refused")
        XCTAssertEqual(short?.code, "pin_length")
    }

    /// a damaged file is kept aside and work goes on
    func testADamagedFileIsKeptAsideAndWorkGoesOn() async throws {
        let store = try await FieldStore.open(folder: folder.path, keys: FixedKey())
        store.close()
        try Data(repeating: 5, count: 8_192).write(to: folder.appendingPathComponent("ruhu.db"))
        let refused = await refusal { try await FieldStore.open(folder: folder.path, keys: FixedKey()) }
        XCTAssertEqual(refused?.kind, "Locked")
        XCTAssertEqual(refused?.code, "store_damaged")
        let kept = try await FieldStore.setDamagedAside(folder: folder.path)
        XCTAssertTrue(kept.contains("quarantine") && FileManager.default.fileExists(atPath: kept), kept)
        let again = try await FieldStore.open(folder: folder.path, keys: FixedKey())
        defer { again.close() }
        let who = try await again.who()
        XCTAssertNil(who)
    }

    /// a store moves to a new phone under a code
    func testAStoreMovesToANewPhoneUnderACode() async throws {
        let copy = folder.appendingPathComponent("copy").path
        let fresh = folder.appendingPathComponent("new").path
        let old = try await FieldStore.open(folder: folder.appendingPathComponent("old").path, keys: FixedKey())
        _ = try await old.moveOut(copy: copy, code: "2345 6789 abcd efgh")
        old.close()
        let refused = await refusal {
            try await FieldStore.moveIn(copy: copy, code: "2345 6789 abcd efgj", folder: fresh, keys: FixedKey())
        }
        XCTAssertEqual(refused?.code, "moving_code_wrong")
        let moved = try await FieldStore.moveIn(copy: copy, code: "23456789ABCDEFGH", folder: fresh, keys: FixedKey())
        XCTAssertEqual(moved.unreadable, 0)
        let store = try await FieldStore.open(folder: fresh, keys: FixedKey())
        defer { store.close() }
        let who = try await store.who()
        XCTAssertNil(who)
    }

    /// an observer may call back
    func testAnObserverMayCallBack() async throws {
        let village = try Village(households: 1)
        defer { village.close() }
        let store = try await FieldStore.open(folder: village.phone, keys: FixedKey())
        defer { store.close() }
        let session = try await village.enrolled(store)
        let line = try await session.roster(page: 0).lines[0]
        let visit = try await session.startVisit(household: line.household)
        try await visit.fill(head: line.headName, photos: 1)
        try await visit.seal()
        let observer = CountingObserver(session)
        try await session.newSync().run(observer: observer)
        XCTAssertEqual(observer.seen.get().first?.sealed, 1)
        let counts = try await session.counts()
        XCTAssertEqual(counts.complete, 1)
    }

    private func fixture(_ version: String) throws -> URL {
        let packed = packageFolder.appendingPathComponent("stores/" + version)
        let inTree = packageFolder.appendingPathComponent("../../tests/stores/" + version)
        let found = FileManager.default.fileExists(atPath: packed.path) ? packed : inTree
        let copy = folder.appendingPathComponent(version)
        try FileManager.default.copyItem(at: found, to: copy)
        // Git keeps no empty folders.
        let photos = copy.appendingPathComponent("photos")
        try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
        return copy
    }

    /// Starts a phone in a process of its own; what it says goes into a file.
    private func startPhone(_ village: Village, saying output: URL) throws -> Process {
        XCTAssertTrue(FileManager.default.createFile(atPath: output.path, contents: nil))
        let process = Process()
        process.executableURL = try besideTheTests("RuhuPhone")
        process.arguments = [village.url, village.code(), village.phone]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        return process
    }

    /// A program that was built together with the tests.
    private func besideTheTests(_ name: String) throws -> URL {
        let started = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let folders = [Bundle.main.bundleURL, started]
        let programs = folders.map { $0.appendingPathComponent(name) }
        let found = programs.first { FileManager.default.isExecutableFile(atPath: $0.path) }
        return try XCTUnwrap(found, "\(name) is not in \(folders)")
    }
}

/// Asks the session at every step how much is done.
private final class CountingObserver: SyncObserver {
    let seen = Shared<[StatusCounts]>([])
    private let session: FieldSession

    init(_ session: FieldSession) {
        self.session = session
    }

    func progress(progress: SyncProgress) throws {
        let counted = DispatchSemaphore(value: 0)
        let answer = Shared<StatusCounts?>(nil)
        let session = self.session
        Task {
            let counts = try? await session.counts()
            answer.change { $0 = counts }
            counted.signal()
        }
        counted.wait()
        if let counts = answer.get() {
            seen.change { $0.append(counts) }
        }
    }
}
