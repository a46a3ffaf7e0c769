import Foundation
import Ruhu

#if canImport(Glibc)
import Glibc
#endif

/// A key that is given without asking.
public final class FixedKey: KeyProvider {
    private let key: Data

    /// The key of 32 sevens, or another one.
    public init(_ key: Data = Data(repeating: 7, count: 32)) {
        self.key = key
    }

    /// The key.
    public func storeKey() throws -> Data {
        key
    }
}

/// A real server over invented households, and a folder for a phone.
public final class Village {
    /// Where the server is.
    public let url: String
    /// The phone's folder.
    public let phone: String

    private let ruhu: URL
    private let folder: URL
    private let data: String
    private let server: Process
    /// Held open: a server that cannot say something ends.
    private let output: Pipe
    private var codes: [String]

    /// Starts a server over so many households, with four codes.
    public init(households: Int) throws {
        let made = FileManager.default.temporaryDirectory.appendingPathComponent("ruhu-swift-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        let kept = made.appendingPathComponent("data").path
        let village = try program("village", variable: "RUHU_VILLAGE_BIN")
        let said = try say(village, [kept, String(households), "4"])
        let serving = try program("ruhu", variable: "RUHU_BIN")
        let process = Process()
        let pipe = Pipe()
        process.executableURL = serving
        process.arguments = ["serve", "--data", kept, "--listen", "127.0.0.1:0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["RUHU_LOG": "error"]) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = firstLine(of: pipe)
        guard let start = line.range(of: "http://") else {
            process.terminate()
            throw Trouble("ruhu serve said: \(line)")
        }
        url = line[start.lowerBound...].trimmingCharacters(in: .whitespaces)
        phone = made.appendingPathComponent("phone").path
        ruhu = serving
        folder = made
        data = kept
        server = process
        output = pipe
        codes = said.split(separator: "\n").map { String($0) }
    }

    /// A one-time code that was not used yet.
    public func code() -> String {
        codes.removeFirst()
    }

    /// What `ruhu check` says of the server's folder.
    public func check() throws -> String {
        try say(ruhu, ["check", "--data", data])
    }

    /// A phone that has its assignments.
    public func enrolled(_ store: FieldStore) async throws -> FieldSession {
        let session = try await store.enrol(serverUrl: url, code: code(), deviceName: "测试手机")
        try await session.newSync().run()
        return session
    }

    /// Stops the server and removes the folder.
    public func close() {
        cutPower(of: server)
        try? FileManager.default.removeItem(at: folder)
    }
}

/// Ends a process as a phone ends that loses its power.
public func cutPower(of process: Process) {
    kill(process.processIdentifier, SIGKILL)
    waitForEnd(of: process)
}

private func firstLine(of pipe: Pipe) -> String {
    var read = Data()
    while !read.contains(0x0A) {
        let more = pipe.fileHandleForReading.availableData
        if more.isEmpty {
            break
        }
        read.append(more)
    }
    let line = read.prefix(while: { $0 != 0x0A })
    return String(decoding: line, as: UTF8.self)
}
