import Foundation
import Ruhu
import XCTest

/// What a call was refused with; a call that succeeds, or fails in another way, fails the test.
func refusal<T>(
    file: StaticString = #filePath,
    line: UInt = #line,
    _ work: () async throws -> T
) async -> RuhuError? {
    do {
        _ = try await work()
        XCTFail("nothing was refused", file: file, line: line)
    } catch let failure as RuhuError {
        return failure
    } catch {
        XCTFail("\(error)", file: file, line: line)
    }
    return nil
}

extension RuhuError {
    /// Name of the error's kind.
    var kind: String {
        switch self {
        case .Refused: return "Refused"
        case .NotSaved: return "NotSaved"
        case .Locked: return "Locked"
        case .NotSynced: return "NotSynced"
        case .Callback: return "Callback"
        case .Internal: return "Internal"
        }
    }

    /// Which of the app's callbacks failed.
    var blamed: String? {
        if case .Callback(let callback, _, _, _) = self {
            return callback
        }
        return nil
    }

    /// The type of what a callback threw.
    var thrown: String? {
        if case .Callback(_, let thrown, _, _) = self {
            return thrown
        }
        return nil
    }
}

/// A test with a folder of its own.
class FolderTestCase: XCTestCase {
    /// Removed when the test has ended.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ruhu-test-" + UUID().uuidString)

    override func setUpWithError() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws {
        try FileManager.default.removeItem(at: folder)
    }
}

/// A value that several threads change.
final class Shared<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func get() -> Value {
        lock.lock()
        defer { lock.unlock() }
        return value
    }

    func change(_ work: (inout Value) -> Void) {
        lock.lock()
        defer { lock.unlock() }
        work(&value)
    }
}
